package io.tributary.driver.tun;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.driver.Needs;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.setup.InterfaceSetup;
import io.tributary.driver.setup.RouteSocket;
import io.tributary.wire.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a process ends, nothing of its interface is left. */
@Timeout(60)
class ProcessEndTest {
    private static final String NAME = "tribtun4";
    private static final IpAddress V4 = IpAddress.parse("10.95.0.10");
    private static final IpAddress V6 = IpAddress.parse("fd95::10");

    /** The process that is killed. */
    public static final class Victim {
        private Victim() {
        }

        public static void main(String[] args) throws IOException {
            TunDevice device = TunDevice.open(NAME, 2, true, 1500);
            InterfaceSetup setup = InterfaceSetup.apply(NAME, 1500, List.of(V4, V6));
            System.out.println("ready");
            while (System.in.read() >= 0 && device.queueCount() + setup.hashCode() != 0) {
                continue;
            }
        }
    }

    @ParameterizedTest(name = "forcibly: {0}")
    @DisplayName("after SIGTERM and after SIGKILL the interface and both routes are gone")
    @ValueSource(booleans = {false, true})
    void killed(boolean forcibly) throws Exception {
        Needs.tun();
        try (NetNamespace ns = NetNamespace.anonymous(); RouteSocket routes = ns.call(RouteSocket::new)) {
            Process victim = ns.call(() -> new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), Victim.class.getName()).redirectError(ProcessBuilder.Redirect.INHERIT).start());
            try {
                assertThat(victim.inputReader().readLine()).isEqualTo("ready");
                assertThat(routes.existingLink(NAME).up()).isTrue();
                assertThat(routes.lookUp(V4)).isPresent();
                assertThat(routes.lookUp(V6)).isPresent();
            } finally {
                if (forcibly) {
                    victim.destroyForcibly();
                } else {
                    victim.destroy();
                }
            }
            assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(routes.link(NAME)).isEmpty();
            assertThat(routes.lookUp(V4)).isEmpty();
            assertThat(routes.lookUp(V6)).isEmpty();
        }
    }
}
