package io.tributary.mptcp.schedule;

/**
 * Earliest completion first (Lim et al., CoNEXT 2017): waits for the fastest subflow if what is left to send would be through
 * sooner that way than with a slow one's help.
 */
public final class Ecf implements Scheduler {
    /** Once waiting, a quarter more patience: no flapping. */
    private static final int PATIENCE = 4;

    private boolean waiting;

    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        long tier = v.preferred();
        int slow = v.fastest(v.withSpace(tier));
        int fast = v.fastest(tier);
        if (slow < 0 || slow == fast || v.srttNs[slow] == 0 || chunk.reinjection) {
            return slow < 0 ? 0 : 1L << slow;
        }
        long rttFast = v.srttNs[fast];
        long rttSlow = v.srttNs[slow];
        long spread = Math.max(v.rttvarNs[fast], v.rttvarNs[slow]);
        long cwndFast = packets(v.cwnd[fast], v, fast);
        long cwndSlow = packets(v.cwnd[slow], v, slow);
        long queuedFast = Math.max(packets(v.unsent, v, fast), cwndFast);
        long queuedSlow = Math.max(packets(v.unsent, v, slow), cwndSlow);
        boolean soonerWithout = rttFast * (cwndFast + queuedFast) * PATIENCE
            < cwndFast * (rttSlow + spread) * (waiting ? PATIENCE + 1 : PATIENCE);
        boolean late = rttSlow * queuedSlow >= cwndSlow * (2 * rttFast + spread);
        waiting = soonerWithout && (late || waiting);
        return soonerWithout && late ? 0 : 1L << slow;
    }

    private static long packets(long bytes, SubflowsView v, int slot) {
        return Math.max(1, bytes / Math.max(1, v.mss[slot]));
    }

    @Override
    public String name() {
        return "ecf";
    }
}
