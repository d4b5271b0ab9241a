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

    /** Halves the congestion window, though nothing is lost. @return false while losses or disorder keep it busy already */
    public static boolean penalise(Tcb t) {
        if (t.loss.phase() != LossRecovery.Phase.OPEN) {
            return false;
        }
        t.congestion.onPenalty();
        return true;
    }
}
