package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.tcp.loss.SizeProbe;
import io.tributary.wire.TcpFlags;

/**
 * Finds out how large packets may be by sending one that is larger. Between a size that passes and one that may not, the upper
 * end is tried first and then halves. The probe carries text like any other; its loss says something about its size only, which
 * {@link io.tributary.tcp.loss.LossRecovery} respects. Sizes are those of whole packets, in bytes.
 */
@Rfc(value = 4821, section = {"7.3", "7.4", "7.5", "7.6"})
@Rfc(value = 8899, section = {"4.1", "5.3"})
final class MtuProbe {
    /** A search ends when no more than this is to be won. */
    private static final int PRECISION = 8;
    /** Segments that follow a probe, so that its loss shows. */
    private static final int FOLLOWERS = 4;

    private final SizeProbe inFlight;
    private boolean enabled;
    private int low;
    private int high;
    private int ceiling;
    private boolean triedTop;
    private int size;
    /** The search is over; when the next one begins, 0: not decided yet. */
    private long restNs;

    MtuProbe(SizeProbe inFlight) {
        this.inFlight = inFlight;
    }

    /** From now on packets have at most {@code low} bytes, and up to {@code ceiling} is searched. */
    void begin(int low, int ceiling) {
        enabled = true;
        this.low = Math.min(low, ceiling);
        inFlight.forget();
        restNs = 0;
        ceiling(ceiling);
        restart();
    }

    private void restart() {
        high = ceiling;
        triedTop = false;
        restNs = 0;
    }

    /** What is known without trying has changed. */
    void ceiling(int bytes) {
        boolean raised = bytes > ceiling;
        ceiling = bytes;
        low = Math.min(low, bytes);
        high = Math.min(high, bytes);
        if (raised) {
            restart();
        }
    }

    /** The largest packet that is no probe. */
    int limit() {
        return enabled ? low : Integer.MAX_VALUE;
    }

    /** The size to try next; 0: none. */
    private int candidate() {
        if (!enabled || inFlight.isThere() || high <= low || triedTop && high - low < PRECISION) {
            return 0;
        }
        return triedTop ? low + high + 1 >>> 1 : high;
    }

    /** Looks whether a rest is over, or is to begin. */
    void onTime(long intervalNs, long nowNs) {
        if (!enabled || inFlight.isThere() || candidate() > 0) {
            return;
        }
        if (restNs == 0) {
            restNs = nowNs + intervalNs;
        } else if (nowNs >= restNs) {
            restart();
        }
    }

    /** @return the size that is now known to pass; 0 if this acknowledges no probe */
    int onAcknowledged(long ack) {
        if (!inFlight.isThere() || ack < inFlight.to()) {
            return 0;
        }
        inFlight.forget();
        low = Math.min(size, ceiling);
        return size;
    }

    /** Silence: not all of it need be the probe's fault, but the next one shall not be the same. */
    void onTimeout() {
        if (inFlight.isThere()) {
            inFlight.forget();
            failed();
        }
    }

    /** @return true once if the probe alone was lost */
    boolean takeFailure() {
        if (!inFlight.hasFailed()) {
            return false;
        }
        inFlight.forget();
        failed();
        return true;
    }

    private void failed() {
        high = Math.max(low, size - 1);
        triedTop = true;
    }

    /** Payload bytes of the probe that is due, if some text has passed and the windows are wide enough to find its loss; 0: none. */
    int due(Tcb t) {
        int candidate = candidate();
        if (candidate == 0 || t.snd.una <= t.snd.textBase || t.timeouts > 0 || t.sent.lostBytes() > 0 || t.sent.sackedBytes() > 0) {
            return 0;
        }
        int payload = candidate - (t.key.isV4() ? 40 : 60) - t.dataOptions;
        long needed = payload + (long) FOLLOWERS * t.effectiveMss();
        return t.congestion.cwnd() >= needed && t.snd.una + t.snd.wnd - t.snd.nxt >= needed ? payload : 0;
    }

    /**
     * The probe that there is text for; 0: none. Text that several connections share comes as the windows open: who maps so much
     * of it in one piece knows that more will follow.
     */
    int ready(Tcb t) {
        int payload = due(t);
        long text = t.snd.nxt - t.snd.textBase;
        long behind = t.sharedWindow ? 0 : (long) FOLLOWERS * t.effectiveMss();
        boolean enough = payload > 0 && t.text.limit() - text >= payload + behind
            && t.extension.limitSegment(t, text, payload) >= payload;
        return enough ? payload : 0;
    }

    /** The congestion window has to empty a little further before the probe fits: other text waits so long. */
    boolean mustWait(Tcb t, int payload) {
        return payload > 0 && t.congestion.cwnd() - t.loss.pipe() < payload;
    }

    /** @return positions covered; -1 if the device took nothing */
    int write(Tcb t, int payload, long nowNs) {
        int usual = t.snd.mss;
        long from = t.snd.nxt;
        int room = payload + t.dataOptions;
        t.snd.mss = room;
        int taken;
        try {
            taken = t.context.writer().writeSegment(t, from, payload, TcpFlags.ACK, nowNs);
        } finally {
            t.snd.mss = usual;
        }
        // With more options than the segment before, a device that cuts would cut it in two: then it tells nothing.
        if (taken > t.effectiveMss() && taken + t.dataOptions <= room) {
            size = taken + t.dataOptions + (t.key.isV4() ? 40 : 60);
            inFlight.sent(from, from + taken);
        }
        return taken;
    }
}
