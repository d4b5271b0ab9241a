package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the kernel and our stack have counted: the proof that a transfer went the way it was meant to. */
final class Mib {
    private static final String MPTCP = "MPTcpExt";
    /** Each means that MPTCP was left, or would have been. */
    private static final List<String> KERNEL_FALLBACKS = List.of("MPCapableFallbackACK", "MPCapableFallbackSYNACK", "MPFallbackTokenInit",
        "DSSCorruptionFallback", "DSSCorruptionReset", "InfiniteMapTx", "InfiniteMapRx", "DSSNoMatchTCP", "DSSNotMatching", "DataCsumErr",
        "MPFailTx", "MPFailRx", "MPCapableDataFallback", "MD5SigFallback", "DssFallback", "SimultConnectFallback", "FallbackFailed", "Blackhole");
    private static final List<Counter> OUR_FALLBACKS = List.of(Counter.MP_CAPABLE_FALLBACK_ACK, Counter.MP_CAPABLE_FALLBACK_SYN_ACK,
        Counter.MP_FALLBACK_TOKEN_INIT, Counter.MP_CAPABLE_DATA_FALLBACK, Counter.MP_DSS_FALLBACK, Counter.MP_SIMULT_CONNECT_FALLBACK,
        Counter.MP_FALLBACK_FAILED, Counter.MP_BLACKHOLE, Counter.MP_DSS_CORRUPTION_FALLBACK, Counter.MP_DSS_CORRUPTION_RESET,
        Counter.MP_INFINITE_MAP_TX, Counter.MP_INFINITE_MAP_RX, Counter.MP_DSS_NOT_MATCHING, Counter.MP_DATA_CSUM_ERR, Counter.MP_FAIL_TX,
        Counter.MP_FAIL_RX, Counter.MP_DATA_ACK_INVALID, Counter.TCP_IN_CSUM_ERRORS, Counter.INTERNAL_ERRORS);
    /** Not worth a place in a table: they say how a transfer went, not which way. */
    private static final List<String> NOISE = List.of("OFOQueueTail", "OFOQueue", "OFOMerge", "DuplicateData", "SndWndShared", "RcvWndShared",
        "RcvWndConflictUpdate", "RcvWndConflict", "MPCapableSYNRX", "MPCapableSYNTX", "MPCapableSYNACKRX", "MPCapableACKRX", "MPCurrEstab",
        "WinProbe", "MPTCPRetrans", "MPJoinSynTx");

    private final Paths paths;

    Mib(Paths paths) {
        this.paths = paths;
    }

    /** The kernel's own; of MPTCP's only the name without its group. */
    long kernel(String name) {
        Map<String, Long> all = paths.kernel().counters();
        Long value = all.getOrDefault(MPTCP + name, all.get(name));
        assertThat(value).as("does the kernel count %s?", name).isNotNull();
        return value;
    }

    /** Waits a moment for the kernel to have counted so many. */
    Mib expectKernel(String name, long value) {
        Paths.soon(() -> kernel(name) == value);
        assertThat(kernel(name)).as("the kernel's %s", name).isEqualTo(value);
        return this;
    }

    Mib expectKernelAtLeast(String name, long value) {
        Paths.soon(() -> kernel(name) >= value);
        assertThat(kernel(name)).as("the kernel's %s", name).isGreaterThanOrEqualTo(value);
        return this;
    }

    Mib expectOurs(Counter counter, long value) {
        Paths.soon(() -> paths.ours(counter) == value);
        assertThat(paths.ours(counter)).as("our %s", counter.label()).isEqualTo(value);
        return this;
    }

    Mib expectOursAtLeast(Counter counter, long value) {
        Paths.soon(() -> paths.ours(counter) >= value);
        assertThat(paths.ours(counter)).as("our %s", counter.label()).isGreaterThanOrEqualTo(value);
        return this;
    }

    /** Just one of the two was counted, and once. */
    Mib expectOneOfOurs(Counter one, Counter other) {
        Paths.soon(() -> paths.ours(one) + paths.ours(other) == 1);
        assertThat(paths.ours(one) + paths.ours(other)).as("our %s and %s", one.label(), other.label()).isEqualTo(1);
        return this;
    }

    /** Subflows were added by whoever opened the connection, no more than these and none failed. */
    Mib expectJoins(int n) {
        return paths.cell().weOpen() ? expectOurJoins(n) : expectKernelJoins(n);
    }

    /** As {@link #expectJoins}, when we opened them. */
    Mib expectOurJoins(int n) {
        expectKernel("MPJoinAckRx", n).expectKernel("MPJoinSynRx", n);
        return expectOurs(Counter.MP_JOIN_SYN_ACK_RX, n).noneFailed();
    }

    /** As {@link #expectJoins}, when the kernel opened them. */
    Mib expectKernelJoins(int n) {
        expectKernel("MPJoinSynAckRx", n).expectOurs(Counter.MP_JOIN_ACK_RX, n);
        return noneFailed();
    }

    private Mib noneFailed() {
        assertThat(kernel("MPJoinAckHMacFailure") + kernel("MPJoinSynAckHMacFailure") + kernel("MPJoinNoTokenFound")
            + paths.ours(Counter.MP_JOIN_ACK_HMAC_FAILURE) + paths.ours(Counter.MP_JOIN_SYN_ACK_HMAC_FAILURE)
            + paths.ours(Counter.MP_JOIN_NO_TOKEN_FOUND)).as("joins that failed").isZero();
        return this;
    }

    /** So many connections were opened as MPTCP ones and both ends agree that none was or became anything else. */
    Mib expectMultipath(int connections) {
        if (paths.cell().weOpen()) {
            expectKernel("MPCapableSYNRX", connections).expectKernel("MPCapableACKRX", connections);
            expectOurs(Counter.MP_CAPABLE_SYN_ACK_RX, connections);
        } else {
            expectKernel("MPCapableSYNTX", connections).expectKernel("MPCapableSYNACKRX", connections);
            expectOurs(Counter.MP_CAPABLE_ACK_RX, connections);
        }
        return expectNoFallback();
    }

    Mib expectNoFallback() {
        Map<String, Long> all = paths.kernel().counters();
        Map<String, Long> found = new TreeMap<>();
        KERNEL_FALLBACKS.stream().filter(n -> all.get(MPTCP + n) != 0).forEach(n -> found.put("kernel " + n, all.get(MPTCP + n)));
        OUR_FALLBACKS.stream().filter(c -> paths.ours(c) != 0).forEach(c -> found.put("our " + c.label(), paths.ours(c)));
        assertThat(found).as("counters of what must not happen").isEmpty();
        return this;
    }

    /** This connection is MPTCP at both ends now, with the checksums asked for. */
    Mib expectMultipath(Conversation c) {
        Paths.soon(() -> c.kernel().socket().isMultipath() && c.isMultipath());
        assertThat(c.kernel().socket().isMultipath()).as("MPTCP in the kernel's eyes").isTrue();
        assertThat(c.isMultipath()).as("MPTCP in ours").isTrue();
        assertThat(c.kernel().socket().checksums()).as("checksums in the kernel's eyes").isEqualTo(paths.cell().checksum());
        return this;
    }

    /** So many subflows beside the first, at both ends. */
    Mib expectExtraSubflows(Conversation c, int n) {
        Paths.soon(() -> c.kernel().socket().extraSubflows() == n && c.subflows().size() == n + 1);
        assertThat(c.kernel().socket().extraSubflows()).as("additional subflows in the kernel's eyes").isEqualTo(n);
        assertThat(c.subflows()).as("subflows in ours").hasSize(n + 1);
        return this;
    }

    /**
     * So many subflows in all, at our end. For when subflows have failed: the kernel goes on counting one that was reset while it
     * holds bytes in wrong order.
     */
    Mib expectOurSubflows(Conversation c, int n) {
        Paths.soon(() -> c.subflows().size() == n);
        assertThat(c.subflows()).as("our subflows").hasSize(n);
        return this;
    }

    /** What the kernel counted that tells one scenario from another. */
    Map<String, Long> notable() {
        Map<String, Long> notable = new TreeMap<>();
        paths.kernel().counters().forEach((name, value) -> {
            String own = name.startsWith(MPTCP) ? name.substring(MPTCP.length()) : "";
            if (value != 0 && !own.isEmpty() && !NOISE.contains(own)) {
                notable.put(own, value);
            }
        });
        return notable;
    }
}
