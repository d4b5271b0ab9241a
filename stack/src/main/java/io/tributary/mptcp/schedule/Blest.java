package io.tributary.mptcp.schedule;

/**
 * Blocking estimation (Ferlin et al., Networking 2016): a slow subflow gets a segment only if the connection's window still has
 * room for all that the fastest one could send while that segment travels; else it waits for the fastest.
 */
public final class Blest implements Scheduler {
    private static final int INITIAL = 1200;
    private static final int LEAST = 1000;
    private static final int MOST = 1300;
    private static final int UP = 40;
    private static final int DOWN = 10;
    private static final int SHIFT = 10;

    /** By how much the estimate is exaggerated, in thousandths: what was too little shows as a blocked window. */
    private int lambda = INITIAL;
    private long adjustNs;
    private long repairsSeen;

    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        long tier = v.preferred();
        int slow = v.fastest(v.withSpace(tier));
        int fast = v.fastest(tier);
        if (slow < 0 || slow == fast || v.srttNs[slow] == 0 || chunk.reinjection) {
            return slow < 0 ? 0 : 1L << slow;
        }
        adjust(v, v.srttNs[slow], nowNs);
        long left = v.window - v.inFlight[slow] - v.mss[slow];
        return sendableMeanwhile(v, fast, v.srttNs[slow]) * lambda / 1000 <= left ? 1L << slow : 0;
    }

    /** Bytes that {@code fast} can send in {@code roundTripNs}, its window growing by a segment in each of its own round trips. */
    private static long sendableMeanwhile(SubflowsView v, int fast, long roundTripNs) {
        long rounds = (roundTripNs << SHIFT) / v.srttNs[fast];
        long mean = v.cwnd[fast] + (v.mss[fast] * (rounds - (1 << SHIFT)) >> SHIFT + 1);
        return mean * rounds >> SHIFT;
    }

    /** Once in a round trip of the slow one. */
    private void adjust(SubflowsView v, long roundTripNs, long nowNs) {
        if (nowNs < adjustNs) {
            return;
        }
        lambda = v.headRepairs > repairsSeen ? Math.min(MOST, lambda + UP) : Math.max(LEAST, lambda - DOWN);
        repairsSeen = v.headRepairs;
        adjustNs = nowNs + roundTripNs;
    }

    int lambda() {
        return lambda;
    }

    @Override
    public String name() {
        return "blest";
    }
}
