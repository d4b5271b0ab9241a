package io.tributary.tcp;

import io.tributary.tcp.loss.LossRecovery;

/** What a scheduler over several connections asks of one of them, and what it does to it. */
public final class SubflowCalls {
    private SubflowCalls() {
    }

    /** Mean deviation of the round-trip time; 0 before the first sample. */
    public static long rttvarNs(Tcb t) {
        return t.rtt.rttvarNs();
    }

    /**
     * Halves the congestion window, though nothing is lost.
     *
     * @param endsSlowStart the growth that led here must not go on
     * @return false while losses or disorder keep it busy, or more is in flight than it may have: that must drain first
     */
    public static boolean penalise(Tcb t, boolean endsSlowStart) {
        if (t.loss.phase() != LossRecovery.Phase.OPEN || t.loss.pipe() > t.congestion.cwnd()) {
            return false;
        }
        t.congestion.onPenalty(endsSlowStart);
        return true;
    }
}
