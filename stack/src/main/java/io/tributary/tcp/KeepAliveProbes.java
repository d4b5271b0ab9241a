package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.tcp.SocketOptions.KeepAlive;

/**
 * Asks a silent peer for a sign of life, if the application wants that. While anything is on its way, or waits to be, its own
 * timers look after it and no probe is sent.
 */
@Rfc(value = 9293, section = "3.8.4")
@Rfc(value = 5482, section = "4.2")
final class KeepAliveProbes {
    private final Tcb t;
    private int unanswered;
    private long lastProbeNs;

    KeepAliveProbes(Tcb t) {
        this.t = t;
    }

    void answered() {
        unanswered = 0;
    }

    void arm(long nowNs) {
        if (t.timers.keepAliveNs == TcpTimers.NONE && t.state.isSynchronized() && t.socket.options().keepAlive().on()) {
            t.timers.keepAliveNs = Math.max(nowNs, dueNs());
        }
    }

    void onTimer(long nowNs) {
        if (t.timers.keepAliveNs > nowNs) {
            return;
        }
        t.timers.keepAliveNs = TcpTimers.NONE;
        if (!t.state.isSynchronized() || !t.socket.options().keepAlive().on()) {
            return;
        }
        if (hasWork()) {
            unanswered = 0;
            t.timers.keepAliveNs = nowNs + idleNs();
        } else if (dueNs() > nowNs) {
            t.timers.keepAliveNs = dueNs();
        } else if (isDead(nowNs)) {
            t.counted(Counter.TCP_ABORT_ON_TIMEOUT);
            t.abort(CloseReason.TIMED_OUT);
        } else {
            unanswered++;
            lastProbeNs = nowNs;
            t.counted(Counter.TCP_KEEP_ALIVE);
            t.probe();
            t.timers.keepAliveNs = dueNs();
        }
    }

    private boolean hasWork() {
        return !t.sent.isEmpty() || t.state.maySendText() && t.snd.textBase + t.text.limit() > t.snd.nxt;
    }

    private boolean isDead(long nowNs) {
        KeepAlive k = t.socket.options().keepAlive();
        long patience = t.socket.patience.timeoutNs();
        return unanswered >= k.probes() || unanswered >= 2 && patience > 0 && nowNs - t.socket.lastReceivedNs >= patience;
    }

    private long dueNs() {
        return unanswered == 0 ? t.socket.lastReceivedNs + idleNs() : lastProbeNs + t.socket.options().keepAlive().intervalNs();
    }

    /** Whoever agreed on how long a silence may last does not ask earlier. */
    private long idleNs() {
        long idle = t.socket.options().keepAlive().idleNs();
        return t.socket.patience.isAdopted() ? Math.max(idle, t.socket.patience.timeoutNs() + 1) : idle;
    }
}
