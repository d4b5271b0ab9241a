package io.tributary.tcp.loss;

/** How much of what is in flight met which fate, in bytes and in segments as they are on the wire. */
public final class FlightTally {
    long sackedBytes;
    long lostBytes;
    long repairedBytes;
    private int segments;
    private int sacked;
    private int lost;
    private int retransmitted;

    void count(int flags, long bytes, int n) {
        segments += n;
        boolean again = (flags & SentSegments.RETRANSMITTED) != 0;
        if ((flags & SentSegments.SACKED) != 0) {
            sackedBytes += bytes;
            sacked += n;
        } else if ((flags & SentSegments.LOST) != 0) {
            lostBytes += bytes;
            lost += n;
            repairedBytes += again ? bytes : 0;
        }
        retransmitted += again ? n : 0;
    }

    /** Not acknowledged cumulatively. */
    public int segments() {
        return segments;
    }

    public int sackedSegments() {
        return sacked;
    }

    /** Marked lost, whether sent again or not. */
    public int lostSegments() {
        return lost;
    }

    /** Copies in flight. */
    public int retransmittedSegments() {
        return retransmitted;
    }

    @Override
    public String toString() {
        return segments + " segments, sacked " + sackedBytes + ", lost " + lostBytes + "/" + repairedBytes;
    }
}
