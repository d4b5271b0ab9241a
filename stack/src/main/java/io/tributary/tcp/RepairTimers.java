package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.tcp.loss.AckNews;

/**
 * When to repair without being asked: the retransmission timer runs while anything is in flight; the probe before it, as long
 * as all is well; the reordering timer while something is overtaken.
 */
@Rfc(value = 6298, section = "5")
@Rfc(value = 8985, section = {"7.2", "8"})
final class RepairTimers {
    private RepairTimers() {
    }

    /**
     * New data acknowledged restarts the timer. News of what was sent before the left edge's last copy does so too: the answer
     * to that copy cannot have come yet.
     */
    static void onAck(Tcb t, AckNews n, long nowNs) {
        if (t.sent.isEmpty()) {
            t.timers.clearRepairs();
            return;
        }
        if (n.advances() || n.sackedWhatPrecedes(t.sent.sentNs(0))) {
            t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
            scheduleProbe(t, nowNs);
        }
        long suspicion = t.loss.renegingDelayNs();
        if (n.advances() && suspicion >= 0) {
            t.timers.retransmitNs = Math.min(t.timers.retransmitNs, nowNs + suspicion);
        }
        onPhase(t);
    }

    /** The episode may have changed, and with it what is waited for. */
    static void onPhase(Tcb t) {
        t.timers.reorderNs = t.loss.reorderDeadlineNs();
        if (t.loss.probeTimeoutNs() < 0) {
            t.timers.probeNs = TcpTimers.NONE;
        }
    }

    /** New text went out. */
    static void onSent(Tcb t, long nowNs) {
        start(t, nowNs);
        scheduleProbe(t, nowNs);
    }

    /** Text went out again; {@code head}: the oldest. Its answer takes a round trip from now. */
    static void onRepair(Tcb t, boolean head, long nowNs) {
        if (head) {
            t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
        } else {
            start(t, nowNs);
        }
    }

    static void start(Tcb t, long nowNs) {
        if (t.timers.retransmitNs == TcpTimers.NONE) {
            t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
        }
    }

    private static void scheduleProbe(Tcb t, long nowNs) {
        long timeout = t.loss.probeTimeoutNs();
        t.timers.probeNs = timeout < 0 ? TcpTimers.NONE : Math.min(nowNs + timeout, t.timers.retransmitNs);
    }
}
