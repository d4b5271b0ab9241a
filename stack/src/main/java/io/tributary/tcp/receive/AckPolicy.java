package io.tributary.tcp.receive;

import io.tributary.Rfc;

/** When an ACK is owed: at once, soon, or not. */
@Rfc(value = 5681, section = {"3.2", "4.2"})
@Rfc(value = 9293, section = "3.8.6.3")
public final class AckPolicy {
    /** The first segments of a connection are acknowledged at once: a sender in slow start lives on ACKs. */
    private static final int QUICK_SEGMENTS = 16;

    private final long delayNs;
    private boolean now;
    private long dueNs = Long.MAX_VALUE;
    private long unacknowledged;
    private int quick = QUICK_SEGMENTS;

    public AckPolicy(long delayNs) {
        this.delayNs = delayNs;
    }

    /** In-order text was taken. */
    public void onText(int bytes, int segmentSize, long nowNs) {
        unacknowledged += bytes;
        if (quick > 0) {
            quick--;
            now = true;
        } else if (unacknowledged >= 2L * segmentSize) {
            now = true;
        } else if (dueNs == Long.MAX_VALUE) {
            dueNs = nowNs + delayNs;
        }
    }

    /** Out of order, a gap filled, a duplicate, a FIN, a probe: the sender must hear at once. */
    public void immediately() {
        now = true;
    }

    public boolean owed() {
        return now;
    }

    /** When the delayed ACK is due; {@link Long#MAX_VALUE} if none waits. */
    public long dueNs() {
        return dueNs;
    }

    /** @return true if a delayed ACK became due */
    public boolean onTimer(long nowNs) {
        if (dueNs <= nowNs) {
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
