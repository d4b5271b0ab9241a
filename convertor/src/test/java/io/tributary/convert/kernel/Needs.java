package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.driver.nativeio.NativeException;
import io.tributary.driver.nativeio.NetNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What tests against the kernel need; without it they are skipped with the reason, but fail where {@code CI=true} promises it. */
final class Needs {
    private Needs() {
    }

    static void namespaces() {
        String missing = Files.exists(Path.of("/dev/net/tun")) ? null : "/dev/net/tun";
        try {
            NetNamespace.anonymous().close();
        } catch (NativeException e) {
            missing = "root (CAP_SYS_ADMIN) for network namespaces";
        }
        if ("true".equals(System.getenv("CI"))) {
            assertThat(missing).as("what this test needs").isNull();
        }
        String reason = missing;
        Assumptions.assumeTrue(missing == null, () -> "skipped, needs " + reason);
    }
}
