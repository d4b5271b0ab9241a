package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.buffer.RangeSet;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.receive.TunedInbound;
import org.agrona.DirectBuffer;

/**
 * The receiving half at data level. Bytes go to their final place in the connection's stream when they come, in any order and
 * by any subflow; they count once they are known to be good, and from then on their place is never written again.
 *
 * <p>Stream positions differ from data positions by one for the IDSN, and by what came before the first data, outside of
 * data sequence space ({@link #takeOutside}).
 */
@Rfc(value = 8684, section = "3.3.4", deviation = "no check that SSN - SUBFLOW_ACK <= DSN - DATA_ACK: new data that follows "
    + "reinjected data on a subflow with a hole fails it lawfully; the window bounds memory anyway")
public final class DataReceiver {
    /** Instead of a position: there is no memory, nothing of it may be acknowledged. */
    public static final long REFUSED = -1;

    private static final int MAX_RANGES = 1024;

    private final TunedInbound stream;
    private final DataFin fin;
    private final Counters counters;
    private final RangeSet counted = new RangeSet(MAX_RANGES);
    private long rcvNxt = 1;
    private long highest = 1;
    private long streamShift = -1;
    private long advertisedEdge;
    private boolean finTaken;
    private boolean progressed;

    public DataReceiver(TunedInbound stream, DataFin fin, Counters counters) {
        this.stream = stream;
        this.fin = fin;
        this.counters = counters;
    }

    /** Next byte missing at data level; the DATA_FIN is not counted. */
    public long rcvNxt() {
        return rcvNxt;
    }

    /** What a Data ACK says: the next position expected, behind a DATA_FIN that was taken. */
    @Rfc(value = 8684, section = "3.3.2")
    public long dataAck() {
        return finTaken ? rcvNxt + 1 : rcvNxt;
    }

    /** Bytes that the peer may send beyond {@link #rcvNxt()}; the end of the window never moves back. */
    public long window() {
        return stream.window();
    }

    /** What the window may ever become: decides how it is scaled. */
    public long mostWindow() {
        return stream.mostWindow();
    }

    /** Bytes in order that the application has not read. */
    public long unread() {
        return stream.unread();
    }

    /** Looks how far the application is, and what window it deserves; it is one window for all subflows. */
    public void tune(long nowNs, long roundTripNs, int segment) {
        stream.tune(nowNs, roundTripNs, segment);
    }

    /** Some data has come with a mapping. */
    public boolean hasAny() {
        return highest > 1;
    }

    /** No byte behind {@link #rcvNxt()} is counted: nothing is missing in what came. */
    public boolean isContiguous() {
        return counted.isEmpty();
    }

    /** Data behind gaps that is counted, in ranges of ascending positions. */
    public RangeSet ahead() {
        return counted;
    }

    /**
     * Takes bytes that stand before the first data and outside of data sequence space: SYN payload.
     *
     * @return false if they cannot be stored now: they count as never received
     */
    @Rfc(value = 8684, section = "B.2")
    public boolean takeOutside(DirectBuffer src, int at, int length) {
        if (length > stream.window() || !stream.store(0, src, at, length)) {
            return false;
        }
        streamShift = length - 1;
        stream.contiguousUpTo(length);
        progressed = true;
        return true;
    }

    /**
     * Stores what is new of {@code length} bytes from data position {@code from}. It does not count yet.
     *
     * @return the position up to which it is in place, now or before; the rest lies outside the window or behind the
     *     DATA_FIN and is dropped, though its subflow acknowledges it. {@link #REFUSED} if nothing can be taken
     */
    @Rfc(value = 8684, section = "3.8")
    public long place(long from, DirectBuffer src, int at, int length) {
        long end = from + length;
        if (end <= rcvNxt) {
            counters.increment(Counter.MP_DUPLICATE_DATA);
            return end;
        }
        long until = admittedUpTo(end);
        long next = Math.max(from, rcvNxt);
        if (next > rcvNxt && next < until) {
            counters.increment(Counter.MP_OFO_QUEUE);
            counters.add(Counter.MP_OFO_QUEUE_TAIL, next >= highest ? 1 : 0);
        }
        boolean any = from < rcvNxt;
        while (next < until) {
            long free = counted.contiguousFrom(next);
            long gapEnd = Math.min(until, counted.nextFrom(free));
            if (free < gapEnd && !stream.store(free + streamShift, src, at + (int) (free - from), (int) (gapEnd - free))) {
                return any ? free : REFUSED;
            }
            any = true;
            next = Math.max(free, gapEnd);
        }
        return Math.max(from, Math.min(end, until));
    }

    private long admittedUpTo(long end) {
        long until = end;
        if (!fin.admits(until)) {
            counters.increment(Counter.MP_AFTER_DATA_FIN);
            until = fin.peerPosition();
        }
        long edge = rcvNxt + stream.window();
        if (until > edge) {
            counters.increment(Counter.MP_NO_DSS_IN_WINDOW);
            until = edge;
        }
        return until;
    }

    /** The bytes of {@code [from, to)} are in place and good. */
    public void count(long from, long to) {
        long start = Math.max(from, rcvNxt);
        if (start >= to) {
            return;
        }
        highest = Math.max(highest, to);
        if (start > rcvNxt) {
            int ranges = counted.size();
            counted.add(start, to);
            counters.add(Counter.MP_OFO_MERGE, counted.size() <= ranges ? 1 : 0);
            return;
        }
        rcvNxt = counted.contiguousFrom(to);
        counted.removeBelow(rcvNxt);
        stream.contiguousUpTo(rcvNxt + streamShift);
        progressed = true;
        takeFin();
    }

    /** Data from {@code position} on is not to be trusted: what lies behind a gap counts as never received, and may come again. */
    @Rfc(value = 8684, section = "3.7")
    public void discardFrom(long position) {
        counted.remove(Math.max(position, rcvNxt), Long.MAX_VALUE);
        highest = counted.isEmpty() ? rcvNxt : counted.to(counted.size() - 1);
    }

    /**
     * The peer announced that its DATA_FIN is at {@code position}.
     *
     * @return true if a Data ACK is owed for it: it is taken, now or before
     */
    @Rfc(value = 8684, section = "3.3.3")
    public boolean onDataFin(long position) {
        if (!finTaken && position > rcvNxt + stream.window() || !fin.onAnnounced(position, highest)) {
            counters.increment(Counter.MP_AFTER_DATA_FIN);
            return false;
        }
        takeFin();
        return finTaken;
    }

    private void takeFin() {
        if (fin.onContiguous(rcvNxt)) {
            finTaken = true;
            stream.ended();
            progressed = true;
        }
    }

    /** Fallback: the subflow's FIN is the end of the stream. */
    @Rfc(value = 8684, section = "3.7")
    public void endPlain() {
        stream.ended();
        progressed = true;
    }

    /** True once after new contiguous bytes, or the end, became visible in the stream. */
    public boolean takeProgress() {
        boolean p = progressed;
        progressed = false;
        return p;
    }

    /** A segment with Data ACK promises {@code window} bytes. */
    public void advertised(long window) {
        advertisedEdge = Math.max(advertisedEdge, rcvNxt + window);
    }

    /** Whether the window opened so far beyond what the peer knows that it should be told. */
    @Rfc(value = 9293, section = "3.8.6.2.2")
    public boolean owesWindowUpdate(int mss) {
        long known = advertisedEdge - rcvNxt;
        long window = stream.window();
        return !finTaken && window - known >= mss && window >= 2 * known;
    }
}
