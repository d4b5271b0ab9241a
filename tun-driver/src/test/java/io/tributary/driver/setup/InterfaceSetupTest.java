package io.tributary.driver.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.abi.IfTun;
import io.tributary.driver.Needs;
import io.tributary.driver.Privileges;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.tun.TunDevice;
import io.tributary.wire.IpAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class InterfaceSetupTest {
    private static final String NAME = "tribtun2";
    private static final IpAddress V4 = IpAddress.parse("10.92.0.10");
    private static final IpAddress V6 = IpAddress.parse("fd92::10");
    private NetNamespace ns;
    private RouteSocket routes;
    private TunDevice device;

    @BeforeEach
    void open() {
        Needs.tun();
        ns = NetNamespace.anonymous();
        routes = ns.call(RouteSocket::new);
        routes.setUp(1, true);
        device = ns.call(() -> TunDevice.open(NAME, 1, true, 1400));
    }

    @AfterEach
    void close() {
        if (ns != null) {
            device.close();
            routes.close();
            ns.close();
        }
    }

    private InterfaceSetup apply(int mtu, IpAddress... addresses) {
        return ns.call(() -> InterfaceSetup.apply(NAME, mtu, List.of(addresses)));
    }

    private static void refuses(int exitCode, String cause, String advice, ThrowingCallable task) {
        assertThatThrownBy(task).isInstanceOfSatisfying(DeviceException.class, e -> {
            assertThat(e.exitCode()).as(e.getMessage()).isEqualTo(exitCode);
            assertThat(e.getMessage()).contains(cause).doesNotContain("\n");
            assertThat(e.advice()).contains(advice).doesNotContain("\n");
        });
    }

    @Test
    @DisplayName("up, MTU, a host route for each address; all undone on an interface that stays")
    void applyAndUndo() {
        Link before = routes.existingLink(NAME);
        InterfaceSetup setup = apply(1400, V4, V6);
        Link now = routes.existingLink(NAME);
        assertThat(now.up()).isTrue();
        assertThat(now.mtu()).isEqualTo(1400);
        assertThat(routes.lookUp(V4)).hasValue(new Route(false, 32, now.index()));
        assertThat(routes.lookUp(V6)).hasValue(new Route(false, 128, now.index()));
        setup.close();
        setup.close();
        assertThat(routes.lookUp(V4)).isEmpty();
        assertThat(routes.lookUp(V6)).isEmpty();
        assertThat(routes.existingLink(NAME)).isEqualTo(before);
    }

    @Test
    @DisplayName("CONV-A-1 the kernel keeps a burst of SYNs for a reader that is still busy")
    void queueLength() {
        apply(1400, V4);
        String shown = ns.call(() -> new String(new ProcessBuilder("ip", "-o", "link", "show", NAME).start().getInputStream().readAllBytes()));
        assertThat(shown).contains("qlen 8192");
    }

    @Test
    @DisplayName("routes go with the interface; undoing afterwards is no error")
    void interfaceGone() {
        InterfaceSetup setup = apply(1400, V4, V6);
        device.close();
        assertThat(routes.lookUp(V4)).isEmpty();
        assertThat(routes.lookUp(V6)).isEmpty();
        setup.close();
    }

    @Test
    @DisplayName("what is there already as wanted stays when we go")
    void alreadyThere() {
        int index = routes.existingLink(NAME).index();
        routes.setUp(index, true);
        routes.addRoute(V4, 32, index);
        apply(1400, V4, V6).close();
        assertThat(routes.lookUp(V4)).hasValue(new Route(false, 32, index));
        assertThat(routes.lookUp(V6)).isEmpty();
        assertThat(routes.existingLink(NAME).up()).isTrue();
    }

    @Test
    @DisplayName("a wider route elsewhere does not matter, a host route elsewhere does, and nothing half done remains")
    void routeElsewhere() {
        routes.addRoute(IpAddress.parse("10.92.0.0"), 16, 1);
        apply(1400, V4).close();
        routes.addRoute(V6, 128, 1);
        refuses(69, "a route to just fd92::10 leads elsewhere", "ip route delete fd92::10/128", () -> apply(1400, V4, V6));
        assertThat(routes.lookUp(V4)).hasValue(new Route(false, 16, 1));
        assertThat(routes.existingLink(NAME).up()).isFalse();
    }

    @Test
    @DisplayName("an address of the host itself is refused")
    void localAddress() {
        routes.addAddress(1, V4, 32);
        refuses(69, "10.92.0.10 is an address of this host itself", "ip address", () -> apply(1400, V4));
    }

    @Test
    @DisplayName("impossible MTU, missing interface, missing right")
    void otherErrors() {
        refuses(78, "cannot have MTU 1279", "1280", () -> apply(1279, V6));
        refuses(78, "cannot have MTU 60", "68", () -> apply(60, V4));
        refuses(78, "cannot have MTU 65536", "65535", () -> apply(65_536, V4));
        apply(576, V4).close();
        refuses(69, "there is no interface tribnone", "ip link", () -> ns.call(() -> InterfaceSetup.apply("tribnone", 1500, List.of())));
        refuses(77, "needs CAP_NET_ADMIN", "run as root", () -> ns.call(() -> {
            Privileges.drop(Privileges.CAP_NET_ADMIN);
            return InterfaceSetup.apply(NAME, 1400, List.of(V4));
        }));
    }

    @Test
    @DisplayName("IPv6 switched off is told as such, not as a missing right")
    void ipv6Off() {
        ns.call(() -> Files.writeString(Path.of("/proc/sys/net/ipv6/conf/" + NAME + "/disable_ipv6"), "1"));
        refuses(69, "IPv6 is disabled", "disable_ipv6=0", () -> apply(1400, V6));
        apply(1400, V4).close();
    }

    @Test
    @DisplayName("what a killed process left on a persistent interface does not stop the next one")
    void leftOver() {
        Native.check(Native.LIBC.ioctl(device.queue(0).fd(), IfTun.TUNSETPERSIST, 1), "TUNSETPERSIST");
        InterfaceSetup killed = apply(1400, V4, V6);
        try (InterfaceSetup next = apply(1400, V4, V6)) {
            assertThat(next).isNotSameAs(killed);
            assertThat(routes.lookUp(V4)).hasValueSatisfying(r -> assertThat(r.prefixLength()).isEqualTo(32));
        }
        killed.close();
    }
}
