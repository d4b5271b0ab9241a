package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;

/** What happens when nothing happens. */
@Rfc(value = 9293, section = "3.10.8")
final class Timeouts {
    private Timeouts() {
    }

    static void process(Tcb t, long nowNs) {
        if (t.state == TcpState.CLOSED) {
            return;
        }
        if (t.socket.isMute()) {
            t.timers.clearAll();
        }
        t.socket.onTimers(nowNs);
        if (t.state == TcpState.CLOSED) {
            return;
        }
        if (t.acks.onTimer(nowNs)) {
            t.counted(Counter.TCP_DELAYED_ACKS);
            t.ready.ring();
        }
        if (t.timers.paceNs <= nowNs) {
            t.timers.paceNs = TcpTimers.NONE;
            t.ready.ring();
        }
        repairs(t, nowNs);
        if (t.timers.retransmitNs <= nowNs) {
            t.timers.retransmitNs = TcpTimers.NONE;
            if (t.state == TcpState.SYN_SENT || t.state == TcpState.SYN_RECEIVED) {
                handshake(t, nowNs);
            } else {
                retransmission(t, nowNs);
            }
        }
        if (t.state != TcpState.CLOSED && t.timers.persistNs <= nowNs) {
            persist(t, nowNs);
        }
    }

    /** What is overtaken for too long is lost; and when nothing at all comes back, a probe asks before the timer shuts the window. */
    @Rfc(value = 8985, section = {"6.2", "7.3"})
    private static void repairs(Tcb t, long nowNs) {
        if (t.timers.reorderNs <= nowNs) {
            t.loss.onReorderTimer(t.snd.nxt, nowNs);
            RepairTimers.onPhase(t);
            t.ready.ring();
        }
        if (t.timers.probeNs <= nowNs) {
            t.timers.probeNs = TcpTimers.NONE;
            t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
            t.loss.onProbeTimer();
            t.ready.ring();
        }
    }

    private static void handshake(Tcb t, long nowNs) {
        if (t.drivenSyn && t.state == TcpState.SYN_SENT) {
            return;
        }
        if (t.rtt.backoff() >= t.config.open().synRetries()) {
            t.counted(Counter.TCP_ABORT_ON_TIMEOUT);
            t.close(CloseReason.TIMED_OUT, nowNs);
            return;
        }
        t.rtt.backOff();
        t.synOwed = true;
        if (t.fastOpen != null && t.state == TcpState.SYN_SENT) {
            t.fastOpen.onSynTimeout(t, nowNs);
        }
        t.extension.onRetransmissionTimeout(t, t.rtt.backoff(), nowNs);
        t.ready.ring();
    }

    /** RTO: everything outstanding counts as lost, the window starts over. */
    @Rfc(value = 6298, section = {"5.4", "5.5", "5.6"})
    @Rfc(value = 9293, section = "3.8.3")
    private static void retransmission(Tcb t, long nowNs) {
        if (t.sent.isEmpty()) {
            return;
        }
        if (givesUp(t)) {
            return;
        }
        t.counted(Counter.TCP_TIMEOUTS);
        if (t.fastOpen != null) {
            t.fastOpen.onTimeout(t, nowNs);
        }
        t.rtt.backOff();
        if (!t.path.onTimeout(t, nowNs)) {
            t.loss.onTimeout(t.snd.nxt, t.snd.nxt - t.snd.una, t.timeouts == 1, nowNs);
        }
        t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
        RepairTimers.onPhase(t);
        t.extension.onRetransmissionTimeout(t, t.timeouts, nowNs);
        t.ready.ring();
    }

    /** Counts one more timeout without an answer. @return true if that was one too many: the connection is over */
    private static boolean givesUp(Tcb t) {
        if (t.timeouts < t.maxTimeouts || t.socket.patience.governs()) {
            t.timeouts++;
            return false;
        }
        t.counted(Counter.TCP_ABORT_ON_TIMEOUT);
        t.abort(CloseReason.TIMED_OUT);
        return true;
    }

    /** The window is closed and nothing is in flight that would bring news of it. */
    @Rfc(value = 9293, section = "3.8.6.1")
    private static void persist(Tcb t, long nowNs) {
        if (givesUp(t)) {
            return;
        }
        t.persistBackoff = Math.min(t.persistBackoff + 1, 10);
        t.timers.persistNs = nowNs + persistIntervalNs(t);
        t.counted(Counter.TCP_WIN_PROBE);
        t.probe();
    }

    static long persistIntervalNs(Tcb t) {
        return Math.min(t.rtt.rtoNs() << t.persistBackoff, t.config.recovery().maxRtoNs());
    }
}
