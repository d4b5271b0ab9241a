package io.tributary.tcp;

import io.tributary.Rfc;

/**
 * The window field of what we send. The right edge moves by steps worth a segment and never back, except by less than one unit
 * of the scale where rounding up would promise more than there is; what was promised once is taken all the same.
 */
@Rfc(value = 9293, section = {"3.8.6", "3.8.6.2.2"})
@Rfc(value = 7323, section = {"2.2", "2.3", "2.4"})
final class AdvertisedWindow {
    private static final int MAX_FIELD = 65_535;

    private AdvertisedWindow() {
    }

    /**
     * Computes the field and remembers the edge it promises. A handshake segment is never scaled. A window that is shared with other
     * connections says again what the peer goes on believing, where saying less would change nothing.
     */
    static int field(Tcb t, boolean syn) {
        ReceiveState rcv = t.rcv;
        long free = t.sink.window();
        if (syn) {
            int field = (int) Math.min(free, MAX_FIELD);
            rcv.edge = Math.max(rcv.edge, rcv.nxt + field);
            return field;
        }
        if (t.sharedWindow && free > 0) {
            free = Math.max(free, keptByPeer(t, t.plannedPosition));
        }
        long window = t.sharedWindow ? free : ownWindow(rcv, free);
        int shift = rcv.wndShift;
        long field = window + (1L << shift) - 1 >> shift;
        if (field << shift > free) {
            field = window >> shift;
        }
        field = Math.min(field, MAX_FIELD);
        rcv.edge = Math.max(rcv.edge, rcv.nxt + (field << shift));
        return (int) field;
    }

    /**
     * What the peer goes on believing if the segment about to be sent from {@code seqPosition} says less: by RFC 9293's rule on
     * window updates as Linux applies it, a segment that brings neither new sequence nor new acknowledgment may open the window
     * or close it, but not make it smaller.
     *
     * @return bytes, or -1 if the segment's own window will count
     */
    @Rfc(value = 9293, section = "3.10.7.4")
    static long keptByPeer(Tcb t, long seqPosition) {
        ReceiveState rcv = t.rcv;
        return rcv.nxt > rcv.toldAck || seqPosition > rcv.toldSeq ? -1 : rcv.toldWindow;
    }

    /** A segment with this window field has been sent. */
    static void told(Tcb t, long seqPosition, int field, boolean syn) {
        ReceiveState rcv = t.rcv;
        long window = syn ? field : (long) field << rcv.wndShift;
        if (keptByPeer(t, seqPosition) < 0 || window > rcv.toldWindow || window == 0) {
            rcv.toldWindow = window;
        }
        rcv.toldAck = rcv.nxt;
        rcv.toldSeq = Math.max(rcv.toldSeq, seqPosition);
    }

    private static long ownWindow(ReceiveState rcv, long free) {
        rcv.buffer = Math.max(rcv.buffer, free);
        long edge = rcv.nxt + free;
        if (edge < rcv.edge + Math.min(rcv.segmentSize, halfBuffer(rcv))) {
            edge = rcv.edge;
        }
        return Math.max(0, edge - rcv.nxt);
    }

    /** The reader made room that the peer should hear of unasked: two segments if it may be waiting, else half of all room. */
    static boolean isNews(Tcb t) {
        if (t.sharedWindow || !t.state.mayReceiveText()) {
            return false;
        }
        ReceiveState rcv = t.rcv;
        long free = Math.min(t.sink.window() >> rcv.wndShift, MAX_FIELD) << rcv.wndShift;
        long promised = rcv.edge - rcv.nxt;
        long gain = free - promised;
        long two = 2L * rcv.segmentSize;
        return gain >= Math.min(two, halfBuffer(rcv)) && (promised < two || rcv.textBytes > 0 && gain >= free / 2);
    }

    private static long halfBuffer(ReceiveState rcv) {
        return Math.max(1, rcv.buffer / 2);
    }
}
