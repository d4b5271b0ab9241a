package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.tcp.CloseReason;

/** The ends of connections, in order and not. */
final class CloseScenarios {
    private static final long BYTES = 200_000;
    private static final long SOON_MS = 10_000;
    private static final long LONG_MS = 3_000;

    private CloseScenarios() {
    }

    static void addTo(Matrix.Group group) {
        group.add("MP_FASTCLOSE by us", trial -> weAbort(trial, false));
        group.add("MP_FASTCLOSE by the kernel", trial -> kernelAborts(trial, false));
        group.add("we close with unread data", trial -> weAbort(trial, true));
        group.add("the kernel closes with unread data", trial -> kernelAborts(trial, true));
        group.add("half-closed by us for long", trial -> halfClosed(trial, true));
        group.add("half-closed by the kernel for long", trial -> halfClosed(trial, false));
        group.add("simultaneous close", CloseScenarios::simultaneous);
    }

    private static Paths twoPaths(Trial trial) {
        return new Paths(trial, 2).withSubflows(2).start();
    }

    private static void established(Paths paths, Conversation c) {
        c.bothWays(1000);
        paths.mib().expectExtraSubflows(c, 1);
        c.bothWays(BYTES);
        paths.mib().expectMultipath(c).expectMultipath(1).expectJoins(1);
    }

    private static void weAbort(Trial trial, boolean byUnreadData) {
        try (Paths paths = twoPaths(trial); Conversation c = paths.open()) {
            if (byUnreadData) {
                c.up().send(1000).expectAll();
                c.kernel().send(new byte[5000], 0, 5000);
                paths.network().await(() -> c.stack().in.available() == 5000, SOON_MS);
                paths.mib().expectMultipath(c).expectMultipath(1);
                paths.network().run(() -> c.stack().connection().close(paths.network().simulation().nowNs()));
            } else {
                established(paths, c);
                c.stack().abort();
            }
            assertThat(c.stack().awaitClosed(SOON_MS)).as("how our end closed").isEqualTo(CloseReason.ABORTED);
            assertThat(c.up().expectBroken().kind()).as("what the kernel's application hears").isEqualTo(PeerSocket.Broken.Kind.RESET);
            paths.mib().expectKernelAtLeast("MPFastcloseRx", 1).expectKernelAtLeast("MPRstRx", 1).expectOursAtLeast(Counter.MP_FASTCLOSE_TX, 1);
            paths.mib().expectKernel("MPCurrEstab", 0).expectNoFallback();
            paths.expectNothingLeft();
        }
    }

    private static void kernelAborts(Trial trial, boolean byUnreadData) {
        try (Paths paths = twoPaths(trial); Conversation c = paths.open()) {
            if (byUnreadData) {
                c.down().send(1000).expectAll();
                c.stack().send(new byte[5000], 0, 5000);
                Paths.soon(() -> c.kernel().socket().peek(new byte[5000], 0, 5000) == 5000);
                paths.mib().expectMultipath(c).expectMultipath(1);
                c.kernel().close();
            } else {
                established(paths, c);
                c.kernel().abort();
            }
            assertThat(c.stack().awaitClosed(SOON_MS)).as("how our end closed").isEqualTo(CloseReason.RESET);
            paths.mib().expectKernelAtLeast("MPFastcloseTx", 1).expectOursAtLeast(Counter.MP_FASTCLOSE_RX, 1).expectNoFallback();
            paths.expectNothingLeft();
        }
    }

    private static void halfClosed(Trial trial, boolean byUs) {
        try (Paths paths = twoPaths(trial); Conversation c = paths.open()) {
            established(paths, c);
            Flow ended = byUs ? c.up() : c.down();
            Flow other = byUs ? c.down() : c.up();
            ended.send(BYTES).end().expectEnd();
            Paths.pause(LONG_MS);
            long before = paths.delivered(2);
            other.send(1_000_000).expectAll();
            assertThat(paths.delivered(2) - before).as("bytes over the second path while half closed").isGreaterThan(50_000);
            paths.mib().expectMultipath(c);
            other.end().expectEnd();
            assertThat(c.stack().awaitClosed(SOON_MS)).as("how our end closed").isEqualTo(CloseReason.NORMAL);
            paths.mib().expectNoFallback().expectKernel("MPFastcloseTx", 0).expectKernel("MPFastcloseRx", 0);
            paths.expectNothingLeft();
        }
    }

    private static void simultaneous(Trial trial) {
        try (Paths paths = twoPaths(trial); Conversation c = paths.open()) {
            established(paths, c);
            c.stack().shutdownOutput();
            c.kernel().shutdownOutput();
            c.up().expectEnd();
            c.down().expectEnd();
            assertThat(c.stack().awaitClosed(SOON_MS)).as("how our end closed").isEqualTo(CloseReason.NORMAL);
            c.kernel().close();
            paths.mib().expectKernel("MPCurrEstab", 0).expectKernel("MPFastcloseTx", 0).expectKernel("MPFastcloseRx", 0).expectNoFallback();
            paths.expectNothingLeft();
        }
    }
}
