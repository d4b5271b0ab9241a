package io.tributary.tcp.loss;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.Positions;
import io.tributary.wire.option.TcpOptions;

/** Reads the SACK blocks of an ACK into {@link SentSegments}. */
@Rfc(value = 2018, section = "5")
@Rfc(value = 6675, section = "4")
public final class SackScoreboard {
    private SackScoreboard() {
    }

    /**
     * Marks what the blocks acknowledge. A first block below the segment's own acknowledgment, or inside the second block,
     * reports a duplicate and acknowledges nothing. What names things never sent, or is older than the left edge, is ignored.
     *
     * @param segmentAck the segment's own acknowledgment: the left edge may have moved beyond it since
     */
    @Rfc(value = 2883, section = {"4", "5"})
    public static void update(SentSegments sent, TcpOptions options, int iss, long segmentAck, AckNews news, Counters counters) {
        long una = sent.una();
        long nxt = sent.end();
        int first = 0;
        if (reportsDuplicate(options, iss, segmentAck, una, news)) {
            first = 1;
        }
        for (int i = first; i < options.sackBlocks(); i++) {
            long from = Positions.expand(options.sackLeft(i), iss, una);
            long to = Positions.expand(options.sackRight(i), iss, una);
            if (from >= segmentAck && from >= una && from < to && to <= nxt) {
                sent.sack(from, to, news);
            } else if (from >= to || to > nxt) {
                counters.increment(Counter.TCP_SACK_DISCARD);
            }
        }
    }

    private static boolean reportsDuplicate(TcpOptions options, int iss, long segmentAck, long una, AckNews news) {
        long from = Positions.expand(options.sackLeft(0), iss, una);
        long to = Positions.expand(options.sackRight(0), iss, una);
        if (from >= to || from < 0) {
            return false;
        }
        boolean below = from < segmentAck && to <= segmentAck;
        boolean inside = !below && options.sackBlocks() > 1 && from >= Positions.expand(options.sackLeft(1), iss, una)
            && to <= Positions.expand(options.sackRight(1), iss, una);
        if (below || inside) {
            news.reportDuplicate(from, to, below);
        }
        return below || inside;
    }
}
