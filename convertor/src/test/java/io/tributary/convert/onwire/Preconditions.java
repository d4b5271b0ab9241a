package io.tributary.convert.onwire;

import static org.junit.jupiter.api.Assertions.fail;

import io.tributary.convert.main.demo.lab.Namespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** What tests on the wire need; without it they are skipped with the reason, but fail where {@code CI=true} promises it. */
final class Preconditions {
    private static final long NET_ADMIN_AND_SYS_ADMIN = 1L << 12 | 1L << 21;

    private Preconditions() {
    }

    static void requireLab() {
        require(effectiveCapabilities() == NET_ADMIN_AND_SYS_ADMIN, "needs root (CAP_NET_ADMIN, CAP_SYS_ADMIN) for network namespaces");
        require(Files.exists(Path.of("/dev/net/tun")), "needs /dev/net/tun");
        require(isInstalled("ip") && isInstalled("tc") && isInstalled("nstat"), "needs iproute2 (ip, tc, nstat)");
    }

    static void requireKernelMptcp(Namespace namespace) {
        require(namespace.hasSysctl("net.mptcp.enabled", "1"), "needs a kernel with MPTCP as the peer");
    }

    static void requireNftables() {
        requireLab();
        require(isInstalled("nft"), "needs nftables for middleboxes");
    }

    private static void require(boolean condition, String reason) {
        if (!condition && "true".equals(System.getenv("CI"))) {
            fail(reason);
        }
        Assumptions.assumeTrue(condition, reason);
    }

    private static boolean isInstalled(String program) {
        for (String directory : new String[] {"/usr/sbin", "/usr/bin", "/sbin", "/bin"}) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return true;
            }
        }
        return false;
    }

    private static long effectiveCapabilities() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream().filter(l -> l.startsWith("CapEff:")).findFirst()
                    .map(l -> Long.parseUnsignedLong(l.substring(7).strip(), 16) & NET_ADMIN_AND_SYS_ADMIN).orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }
}
