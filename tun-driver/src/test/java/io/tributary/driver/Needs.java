package io.tributary.driver;

import io.tributary.driver.nativeio.NativeException;
import io.tributary.driver.nativeio.NetNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What a test cannot do without. Missing, it skips the test and says why; where CI=true nothing may be missing. */
public final class Needs {
    private Needs() {
    }

    public static void that(boolean there, String what) {
        if (!there && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("missing where nothing may be: " + what);
        }
        Assumptions.assumeTrue(there, "skipped, needs " + what);
    }

    /** CAP_SYS_ADMIN: namespaces of our own. */
    public static void namespaces() {
        boolean can = true;
        try (NetNamespace probe = NetNamespace.anonymous()) {
            can = probe.fd() >= 0;
        } catch (NativeException e) {
            can = false;
        }
        that(can, "root (CAP_SYS_ADMIN) for network namespaces");
    }

    public static void tun() {
        namespaces();
        that(Files.isWritable(Path.of("/dev/net/tun")), "/dev/net/tun");
    }

    public static void kernelMptcp() {
        that(Files.exists(Path.of("/proc/sys/net/mptcp/enabled")), "a kernel with MPTCP");
    }
}
