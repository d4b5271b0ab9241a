package io.tributary.tcp;

import io.tributary.Rfc;

/** The window field of what we send. */
@Rfc(value = 9293, section = {"3.8.6", "3.8.6.2.2"})
@Rfc(value = 7323, section = {"2.2", "2.3", "2.4"})
final class AdvertisedWindow {
    private static final int MAX_FIELD = 65_535;

    private AdvertisedWindow() {
    }

    /** Computes the field and remembers the edge it promises. A handshake segment is never scaled. */
    static int field(Tcb t, boolean syn) {
        ReceiveState rcv = t.rcv;
        long free = t.sink.window();
        if (syn) {
            int field = (int) Math.min(free, MAX_FIELD);
            rcv.edge = Math.max(rcv.edge, rcv.nxt + field);
            return field;
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

    /** The right edge stays until it can move by a segment (or half of what is free), and never moves back. */
    private static long ownWindow(ReceiveState rcv, long free) {
        long edge = rcv.nxt + free;
        long worthwhile = Math.min(rcv.segmentSize, Math.max(1, free / 2));
        if (edge < rcv.edge + worthwhile) {
            edge = rcv.edge;
        }
        return Math.max(0, edge - rcv.nxt);
    }
}
