package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * What one ACK tells about what was sent: which of it is delivered now, and when that had been sent. A struct, filled anew for
 * each ACK; positions and bytes, times in nanoseconds.
 */
public final class AckNews {
    static final long NONE = Long.MIN_VALUE;

    // what is known before
    long nowNs;
    /** The left edge before, and now. */
    long una;
    long ack;
    /** Behind everything sent. */
    long nxt;
    int mss;
    /** New text waits, and the peer's window has room for it. */
    boolean textWaits;
    /** Beyond it nothing counts as sent before the timeout. */
    long recoveryPoint;
    /** Highest position known to be delivered. */
    long delivered;
    long minRttNs;
    /** What the timestamp echoed was sent before; {@link Long#MAX_VALUE} if the ACK carries none. */
    long echoEndNs;
    /** A duplicate ACK on a connection without SACK. */
    boolean duplicate;

    // what it brings
    long acked;
    long sacked;
    int segments;
    /** A first block that reports what had arrived already. */
    boolean duplicateReported;
    boolean reportedBelow;
    long reportedFrom;
    long reportedTo;
    /** Text that was sent once, before the recovery point, is delivered. */
    boolean originalDelivered;
    private boolean repeatedAcked;
    /** When the oldest of the repetitions that are acknowledged now went out. */
    private long oldestRepeatedNs;
    /** Lowest position sent once that was delivered behind later ones. */
    long late;
    long highest;
    private long oldestAckedNs;
    private long newestAckedNs;
    private long newestSackedNs;
    private long oldestSackedNs;
    long rackSentNs;
    long rackEnd;

    /** @param echoEndNs the ACK answers something sent before; {@link Long#MAX_VALUE} if its timestamps do not tell */
    public AckNews begin(long una, long ack, long nxt, int mss, boolean textWaits, long echoEndNs, long nowNs) {
        this.una = una;
        this.ack = Math.max(una, ack);
        this.nxt = nxt;
        this.mss = mss;
        this.textWaits = textWaits;
        this.echoEndNs = echoEndNs;
        this.nowNs = nowNs;
        duplicate = false;
        acked = 0;
        sacked = 0;
        segments = 0;
        duplicateReported = false;
        originalDelivered = false;
        repeatedAcked = false;
        oldestRepeatedNs = Long.MAX_VALUE;
        late = Long.MAX_VALUE;
        highest = NONE;
        oldestAckedNs = NONE;
        newestAckedNs = NONE;
        newestSackedNs = NONE;
        oldestSackedNs = Long.MAX_VALUE;
        rackSentNs = NONE;
        return this;
    }

    /**
     * A range is delivered that was not known to be. What was sent again may have arrived the first time: the echo tells, but not
     * of what lies behind a hole, as there it is older than anything that arrives.
     */
    void onDelivered(long from, long to, int n, long sentNs, int flags, boolean cumulative) {
        boolean again = (flags & SentSegments.EVER_RETRANSMITTED) != 0;
        if (cumulative) {
            acked += to - from;
        } else {
            sacked += to - from;
        }
        segments += n;
        highest = Math.max(highest, to);
        if (again && cumulative) {
            repeatedAcked = true;
            oldestRepeatedNs = Math.min(oldestRepeatedNs, sentNs);
        }
        if (!again) {
            onDeliveredOriginal(from, to, sentNs, cumulative);
        }
        if (!again || nowNs - sentNs >= minRttNs && !(cumulative && precedes(sentNs))) {
            noteNewest(sentNs, to);
        }
    }

    private void onDeliveredOriginal(long from, long to, long sentNs, boolean cumulative) {
        originalDelivered |= to <= recoveryPoint;
        if (from < delivered) {
            late = Math.min(late, from);
        }
        if (cumulative) {
            oldestAckedNs = oldestAckedNs == NONE ? sentNs : Math.min(oldestAckedNs, sentNs);
            newestAckedNs = Math.max(newestAckedNs, sentNs);
        } else {
            newestSackedNs = Math.max(newestSackedNs, sentNs);
            oldestSackedNs = Math.min(oldestSackedNs, sentNs);
        }
    }

    private void noteNewest(long sentNs, long end) {
        if (sentNs > rackSentNs || sentNs == rackSentNs && end > rackEnd) {
            rackSentNs = sentNs;
            rackEnd = end;
        }
    }

    /** The ACK answers something that was sent before {@code sentNs}. */
    @Rfc(value = 3522, section = "3.2")
    boolean precedes(long sentNs) {
        return echoEndNs <= sentNs;
    }

    /** The left edge moved. */
    public boolean advances() {
        return ack > una;
    }

    /** Bytes newly known to be delivered, in order or not. */
    public long deliveredBytes() {
        return acked + sacked;
    }

    /**
     * Round trip of the oldest text that this ACK newly acknowledges, its receiver's delay included; -1 if any of that was sent
     * again.
     */
    @Rfc(value = 6298, section = "3")
    public long roundTripNs() {
        if (repeatedAcked) {
            return -1;
        }
        return oldestAckedNs != NONE ? nowNs - oldestAckedNs : newestSackedNs != NONE ? nowNs - newestSackedNs : -1;
    }

    /**
     * What it echoes is older than every repetition of what it acknowledges. The echo may be an original's that was late; or that
     * of an ACK long ago, which was lost like all since: a receiver that gets text twice does not take its timestamp.
     */
    @Rfc(value = 6298, section = "3")
    public boolean echoIsAmbiguous() {
        return repeatedAcked && precedes(oldestRepeatedNs);
    }

    /** Round trip of the newest text that this ACK newly acknowledges, the closest to the network's own; -1 if there is none. */
    public long shortestRoundTripNs() {
        long newest = repeatedAcked ? newestSackedNs : Math.max(newestAckedNs, newestSackedNs);
        return newest == NONE ? -1 : nowNs - newest;
    }

    /** Something was SACKed that had been sent before {@code sentNs}, and only once. */
    public boolean sackedWhatPrecedes(long sentNs) {
        return oldestSackedNs < sentNs;
    }

    /** It is a duplicate in the sense of RFC 5681, on a connection without SACK. */
    public void countsAsDuplicate() {
        duplicate = true;
    }

    void reportDuplicate(long from, long to, boolean below) {
        duplicateReported = true;
        reportedBelow = below;
        reportedFrom = from;
        reportedTo = to;
    }
}
