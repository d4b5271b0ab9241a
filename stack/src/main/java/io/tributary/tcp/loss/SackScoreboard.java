package io.tributary.tcp.loss;

import io.tributary.Rfc;
import io.tributary.tcp.Positions;
import io.tributary.wire.option.TcpOptions;

/** Reads SACK blocks into {@link SentSegments} and says which ranges must be lost. */
@Rfc(value = 6675, section = {"3", "4"})
public final class SackScoreboard {
    /** Reordering that is taken for loss, in segments. */
    public static final int DUP_THRESH = 3;

    private SackScoreboard() {
    }

    /**
     * Marks what the blocks acknowledge. A block below the segment's own acknowledgment reports a duplicate (RFC 2883) and
     * acknowledges nothing.
     *
     * @return bytes newly acknowledged
     */
    @Rfc(value = 2883, section = "4")
    public static long update(SentSegments sent, TcpOptions options, int iss, long segmentAck, long una, long nxt) {
        long fresh = 0;
        for (int i = 0; i < options.sackBlocks(); i++) {
            long from = Positions.expand(options.sackLeft(i), iss, una);
            long to = Positions.expand(options.sackRight(i), iss, una);
            if (from >= segmentAck && from >= una && from < to && to <= nxt) {
                fresh += sent.sack(from, to);
            }
        }
        return fresh;
    }

    /**
     * IsLost(): three discontiguous ranges, or more than two full segments, were SACKed above. Ranges that were sent again are
     * left to the timer.
     *
     * @return true if a range was newly marked
     */
    public static boolean markLosses(SentSegments sent, int mss) {
        long above = 0;
        int ranges = 0;
        boolean marked = false;
        boolean previousSacked = false;
        for (int i = sent.size() - 1; i >= 0; i--) {
            if (sent.is(i, SentSegments.SACKED)) {
                above += sent.end(i) - sent.start(i);
                if (!previousSacked) {
                    ranges++;
                }
                previousSacked = true;
                continue;
            }
            previousSacked = false;
            boolean lost = ranges >= DUP_THRESH || above > (long) (DUP_THRESH - 1) * mss;
            if (lost && !sent.is(i, SentSegments.LOST) && !sent.is(i, SentSegments.RETRANSMITTED)) {
                sent.markLost(i);
                marked = true;
            }
        }
        return marked;
    }
}
