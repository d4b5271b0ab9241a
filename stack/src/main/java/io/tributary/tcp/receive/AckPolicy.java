package io.tributary.tcp.receive;

import io.tributary.Rfc;

/**
 * When an ACK is owed: at once, soon, or not. The first segments of a connection, and those after a pause, are acknowledged at
 * once, as a sender in slow start lives on ACKs; not so when both sides talk in turns, where the answer brings the ACK along.
 */
@Rfc(value = 5681, section = {"3.2", "4.2"})
@Rfc(value = 9293, section = "3.8.6.3")
public final class AckPolicy {
    /** More would only help a sender whose window is open anyway. */
    private static final int QUICK_SEGMENTS = 16;
    /** Silence after which the peer's congestion window may have shrunk. */
    private static final long PAUSE_NS = 1_000_000_000L;

    /** A full-sized segment is shorter than the largest one seen by what options took: MPTCP's are not always the same. */
    private static final int OPTIONS = 40;

    private boolean now;
    private long dueNs = Long.MAX_VALUE;
    private long unacknowledged;
    private int quick = QUICK_SEGMENTS;
    private boolean interactive;
    private long lastTextNs = Long.MIN_VALUE;

    /**
     * In-order text was taken.
     *
     * @param delayNs longest wait before its ACK
     */
    public void onText(int bytes, int segmentSize, long nowNs, long delayNs) {
        if (lastTextNs != Long.MIN_VALUE && nowNs - lastTextNs > PAUSE_NS && !interactive) {
            quick = QUICK_SEGMENTS;
        }
        lastTextNs = nowNs;
        unacknowledged += bytes;
        if (quick > 0 && !interactive) {
            quick--;
            now = true;
        } else if (unacknowledged >= 2L * Math.max(segmentSize - OPTIONS, segmentSize / 2)) {
            now = true;
        } else if (dueNs == Long.MAX_VALUE) {
            dueNs = nowNs + delayNs;
        }
    }

    /** Out of order, a gap filled, a duplicate, a FIN, a probe: the sender must hear at once. */
    public void immediately() {
        now = true;
    }

    /** New text of ours goes out; soon after the peer's it is an answer, and the next one may carry the ACK. */
    public void onTextSent(long nowNs, long delayNs) {
        interactive = lastTextNs != Long.MIN_VALUE && nowNs - lastTextNs < delayNs;
    }

    /** By order of the application: a run of immediate ACKs, as long as half a window's segments; or none any more. */
    public void quick(boolean on, int segmentSize, long window) {
        interactive = !on;
        quick = on ? (int) Math.max(2, Math.min(QUICK_SEGMENTS, window / (2L * segmentSize))) : 0;
        now |= on && unacknowledged > 0;
    }

    public boolean owed() {
        return now;
    }

    /** When the delayed ACK is due; {@link Long#MAX_VALUE} if none waits. */
    public long dueNs() {
        return dueNs;
    }

    /** @return true if a delayed ACK became due: no answer came to carry it */
    public boolean onTimer(long nowNs) {
        if (dueNs <= nowNs) {
            interactive = false;
            dueNs = Long.MAX_VALUE;
            now = true;
            return true;
        }
        return false;
    }

    /** A segment with ACK went out. */
    public void onAckSent() {
        now = false;
        dueNs = Long.MAX_VALUE;
        unacknowledged = 0;
    }
}
