package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * The last segments of a burst have nothing behind them that would tell of their loss. When ACKs stay away for two round trips
 * one segment goes out, new or the last one again, whose ACK will tell: once per episode, which ends when it is clear what came
 * of the probe.
 */
@Rfc(value = 8985, section = {"7.2", "7.3", "7.4"})
final class TailLossProbe {
    /** Longest time a receiver is believed to hold back the ACK of a single segment. */
    private static final long DELAYED_ACK_NS = 200_000_000L;
    /** A timer's inaccuracy at the other end: two ticks of a millisecond, and two for their rounding. */
    private static final long SLACK_NS = 4_000_000L;
    private static final long NO_SAMPLE_NS = 1_000_000_000L;

    private final boolean wanted;
    /** The time is up: one is to go out. */
    boolean due;
    /** One probe is out, and its fate not known. */
    private boolean open;
    private boolean again;
    /** Behind everything sent when the probe was. */
    private long end;

    TailLossProbe(boolean wanted) {
        this.wanted = wanted;
    }

    void onSent(long nxt, boolean retransmission) {
        due = false;
        open = true;
        again = retransmission;
        end = nxt;
    }

    void abandon() {
        open = false;
    }

    /** @return -1 if none may go out */
    long timeoutNs(long srttNs, boolean single) {
        return !wanted || open ? -1 : srttNs == 0 ? NO_SAMPLE_NS : 2 * srttNs + (single ? DELAYED_ACK_NS : SLACK_NS);
    }

    /** A duplicate report that is the probe's own. */
    boolean isAnsweredBy(AckNews n) {
        return open && again && n.duplicateReported && n.reportedTo == end;
    }

    /** @return true if it is clear now that the probe replaced a lost segment: that loss is a congestion signal */
    boolean onAck(AckNews n) {
        if (!open || n.ack < end) {
            return false;
        }
        if (!again || isAnsweredBy(n)) {
            open = false;
            return false;
        }
        if (n.ack > end) {
            open = false;
            return true;
        }
        open = n.advances() || n.sacked > 0;
        return false;
    }
}
