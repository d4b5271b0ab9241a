package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.sim.Middlebox;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Rule;
import io.tributary.wire.TcpFlags;
import java.util.function.BiConsumer;

/** Networks that do not let MPTCP through, from the start or from some point on. */
final class FallbackScenarios {
    private static final long BYTES = 400_000;
    private static final long SMALL = 40_000;
    private static final Rule ACK = (p, forward) -> p.has(TcpFlags.ACK);

    private FallbackScenarios() {
    }

    static void addTo(Matrix.Group group) {
        group.add("MP_CAPABLE stripped from the SYN", trial -> stripped(trial, Rule.syn().and(ACK.not()), null, (mib, weOpen) -> {
            if (weOpen) {
                mib.expectOurs(Counter.MP_CAPABLE_FALLBACK_SYN_ACK, 1).expectKernel("MPCapableSYNRX", 0);
            } else {
                mib.expectKernel("MPCapableFallbackSYNACK", 1).expectOurs(Counter.MP_CAPABLE_SYN_RX, 0);
            }
        }));
        group.add("MP_CAPABLE stripped from the SYN/ACK", trial -> stripped(trial, Rule.syn().and(ACK), null, (mib, weOpen) -> {
            if (weOpen) {
                mib.expectOurs(Counter.MP_CAPABLE_FALLBACK_SYN_ACK, 1).expectKernel("MPCapableFallbackACK", 1);
            } else {
                mib.expectKernel("MPCapableFallbackSYNACK", 1).expectOurs(Counter.MP_CAPABLE_FALLBACK_ACK, 1);
            }
        }));
        group.add("MP_CAPABLE stripped from the third ACK", trial -> stripped(trial, Rule.once(Rule.syn().not()), null, FallbackScenarios::noKeys));
        group.add("everything stripped behind the SYNs", trial -> stripped(trial, Rule.syn().not(), null, FallbackScenarios::noKeys));
        group.add("SYN lost three times", trial -> stripped(trial, Rule.all().not(), Boxes.drop(firstSyns(3)), (mib, weOpen) -> {
            if (weOpen) {
                mib.expectOurs(Counter.MP_CAPABLE_SYN_TX, 3).expectOurs(Counter.MP_CAPABLE_SYN_TX_DROP, 1).expectKernel("MPCapableSYNRX", 0);
            } else { // the kernel counts opens, not SYNs
                mib.expectKernel("MPCapableSYNTX", 1).expectKernel("MPCapableSYNTXDrop", 1).expectOurs(Counter.MP_CAPABLE_SYN_RX, 0);
            }
        }));
        group.add("DSS stripped later", FallbackScenarios::strippedLater);
        group.add("DSS stripped later on one of two paths", FallbackScenarios::strippedLaterOnOne);
        group.add("MP_FAIL on one of two subflows", Cell::checksum, "nothing notices without checksums", FallbackScenarios::corruptedOnOne);
        group.add("MP_FAIL on the only subflow", Cell::checksum, "nothing notices without checksums", FallbackScenarios::corruptedOnOnly);
    }

    /** The acceptor has no keys; the opener learns it from data that is acknowledged, or comes, without DSS. */
    private static void noKeys(Mib mib, boolean weOpen) {
        if (weOpen) {
            mib.expectKernel("MPCapableFallbackACK", 1).expectOurs(Counter.MP_CAPABLE_SYN_ACK_RX, 1);
            mib.expectOneOfOurs(Counter.MP_DSS_FALLBACK, Counter.MP_CAPABLE_DATA_FALLBACK);
        } else {
            mib.expectOurs(Counter.MP_CAPABLE_FALLBACK_ACK, 1).expectKernel("MPCapableSYNACKRX", 1).expectKernel("MPCapableDataFallback", 1);
        }
    }

    private static Rule firstSyns(int n) {
        int[] seen = {0};
        return (p, forward) -> p.isSyn() && !p.has(TcpFlags.ACK) && ++seen[0] <= n;
    }

    /** Both ends agree that this is TCP; nothing of it is lost. */
    private static void stripped(Trial trial, Rule what, Middlebox more, BiConsumer<Mib, Boolean> counted) {
        try (Paths paths = new Paths(trial, 1)) {
            paths.path(1, l -> {
                l.middlebox(Boxes.stripMptcp(what));
                if (more != null) {
                    l.middlebox(more);
                }
            }).start();
            try (Conversation c = paths.open()) {
                c.bothWays(BYTES);
                expectPlain(c);
                counted.accept(paths.mib(), trial.cell().weOpen());
                c.end();
                paths.mib().expectKernel("MPCurrEstab", 0).expectOurs(Counter.INTERNAL_ERRORS, 0);
                paths.expectNothingLeft();
            }
        }
    }

    private static void expectPlain(Conversation c) {
        assertThat(c.isMultipath()).as("MPTCP in our eyes").isFalse();
        assertThat(c.kernel().socket().isMultipath()).as("MPTCP in the kernel's eyes").isFalse();
    }

    private static void strippedLater(Trial trial) {
        boolean[] on = {false};
        try (Paths paths = new Paths(trial, 1).path(1, l -> l.middlebox(Boxes.stripMptcp((p, forward) -> on[0]))).start();
             Conversation c = paths.open()) {
            c.bothWays(BYTES);
            paths.mib().expectMultipath(c).expectMultipath(1);
            Paths.pause(200);
            paths.network().run(() -> on[0] = true);
            c.bothWays(BYTES);
            expectPlain(c);
            paths.mib().expectKernel("DssFallback", 1).expectOurs(Counter.MP_DSS_FALLBACK, 1);
            c.end();
            paths.expectNothingLeft();
        }
    }

    private static void strippedLaterOnOne(Trial trial) {
        boolean[] on = {false};
        try (Paths paths = new Paths(trial, 2).withSubflows(2).path(2, l -> l.middlebox(Boxes.stripMptcp((p, forward) -> on[0]))).start();
             Conversation c = paths.open()) {
            c.bothWays(1000);
            paths.mib().expectExtraSubflows(c, 1);
            c.bothWays(BYTES);
            Paths.pause(200);
            paths.network().run(() -> on[0] = true);
            c.bothWays(2 * BYTES);
            paths.mib().expectOurSubflows(c, 1).expectMultipath(c).expectKernel("DssFallback", 0);
            assertThat(paths.mib().kernel("MPRstTx") + paths.mib().kernel("MPRstRx")).as("MP_TCPRST seen by the kernel").isPositive();
            c.end();
            paths.expectNothingLeft();
        }
    }

    private static void corruptedOnOne(Trial trial) {
        Rule[] which = {(p, forward) -> false};
        try (Paths paths = new Paths(trial, 2).withSubflows(2)
            .path(2, l -> l.middlebox(Boxes.corrupt((p, forward) -> which[0].applies(p, forward)))).start(); Conversation c = paths.open()) {
            c.bothWays(1000);
            paths.mib().expectExtraSubflows(c, 1);
            c.bothWays(BYTES);
            boolean toTheKernel = trial.cell().weOpen();
            paths.network().run(() -> which[0] = Rule.once(toTheKernel ? Rule.backward() : Rule.forward()));
            c.bothWays(2 * BYTES);
            paths.mib().expectOurSubflows(c, 1).expectMultipath(c);
            if (toTheKernel) {
                paths.mib().expectKernel("DataCsumErr", 1).expectKernel("MPFailTx", 1).expectOurs(Counter.MP_FAIL_RX, 1);
            } else {
                paths.mib().expectOurs(Counter.MP_DATA_CSUM_ERR, 1).expectOurs(Counter.MP_FAIL_TX, 1).expectKernel("MPFailRx", 1);
            }
            c.end();
            paths.expectNothingLeft();
        }
    }

    /**
     * What was damaged is delivered as it came: one byte differs, as TCP has always had it. The kernel's next write is a small one,
     * as it gives a full-sized segment an infinite mapping for which that has no room: its own IP layer drops the packet (it
     * counts Ip6FragFails or IpFragFails), and it stays on its zero-window timer for good.
     */
    private static void corruptedOnOnly(Trial trial) {
        Rule[] which = {(p, forward) -> false};
        try (Paths paths = new Paths(trial, 1).path(1, l -> l.middlebox(Boxes.corrupt((p, forward) -> which[0].applies(p, forward)))).start();
             Conversation c = paths.open()) {
            c.bothWays(BYTES);
            paths.mib().expectMultipath(c).expectMultipath(1);
            boolean toTheKernel = trial.cell().weOpen();
            paths.network().run(() -> which[0] = Rule.once(toTheKernel ? Rule.backward() : Rule.forward()));
            Flow damaged = (toTheKernel ? c.up() : c.down()).tolerant();
            c.bothWays(SMALL);
            assertThat(damaged.wrong()).as("bytes that arrived wrong").isEqualTo(1);
            c.bothWays(1000);
            c.bothWays(BYTES);
            expectPlain(c);
            if (toTheKernel) {
                paths.mib().expectKernel("DataCsumErr", 1).expectKernelAtLeast("MPFailTx", 1).expectOursAtLeast(Counter.MP_FAIL_RX, 1);
                paths.mib().expectKernel("InfiniteMapRx", 1);
            } else {
                paths.mib().expectOurs(Counter.MP_DATA_CSUM_ERR, 1).expectOursAtLeast(Counter.MP_FAIL_TX, 1).expectKernelAtLeast("MPFailRx", 1);
                // the kernel's infinite mapping goes with its next data, unless ours came before that
                Paths.soon(() -> paths.mib().kernel("InfiniteMapTx") + paths.mib().kernel("InfiniteMapRx") > 0);
                assertThat(paths.mib().kernel("InfiniteMapTx") + paths.mib().kernel("InfiniteMapRx")).as("infinite mappings").isPositive();
            }
            c.end();
            paths.expectNothingLeft();
        }
    }
}
