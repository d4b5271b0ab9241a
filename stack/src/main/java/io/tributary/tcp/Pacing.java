package io.tributary.tcp;

import io.tributary.tcp.congestion.Pacer;

/** A connection's pacer, if it is to have one. Only text waits for it, and a timer runs only while some does. */
final class Pacing {
    /** Short answers go out at once. */
    private static final int UNPACED_SEGMENTS = 10;

    private final Pacer pacer;

    Pacing(boolean on) {
        pacer = on ? new Pacer() : null;
    }

    /** Bytes of text that may go out now, new or again, a whole segment if any; 0: not yet, and the timer is set. */
    int allowance(Tcb t, long nowNs) {
        int mss = t.effectiveMss();
        if (pacer == null || t.bytesSent < (long) UNPACED_SEGMENTS * mss) {
            return Integer.MAX_VALUE;
        }
        long bytes = pacer.allowance(rate(t), mss, nowNs);
        if (bytes == 0) {
            t.timers.paceNs = pacer.readyAtNs();
            return 0;
        }
        t.timers.paceNs = TcpTimers.NONE;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(mss, bytes - bytes % mss));
    }

    void onSent(Tcb t, int bytes, long nowNs) {
        if (pacer != null) {
            pacer.onSent(bytes, rate(t), nowNs);
        }
    }

    private static long rate(Tcb t) {
        return Pacer.rate(Math.max(t.congestion.cwnd(), t.loss.pipe()), t.congestion.ssthresh(), t.rtt.srttNs());
    }

    /** Bytes per second at which text goes out; {@link Long#MAX_VALUE} if it need not wait. */
    long rateOf(Tcb t) {
        return pacer == null ? Long.MAX_VALUE : rate(t);
    }
}
