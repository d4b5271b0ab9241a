package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.buffer.RangeSet;
import io.tributary.metrics.Counter;
import io.tributary.wire.TcpFlags;

/** The seventh and eighth steps: segment text, then FIN. */
@Rfc(value = 9293, section = "3.10.7.4")
final class TextArrives {
    private TextArrives() {
    }

    static void process(Tcb t, SegmentView s, long nowNs) {
        if (!t.state.mayReceiveText()) {
            repeatedFin(t, s);
            return;
        }
        t.socket.urgent.arrives(s);
        if (!t.socket.orphan.toleratesText(s)) {
            return;
        }
        long before = t.rcv.nxt;
        if (s.payloadLength > 0) {
            text(t, s, nowNs);
        }
        if (s.has(TcpFlags.FIN) && t.state != TcpState.CLOSED) {
            noteFin(t, s);
        }
        if (t.rcv.nxt == t.rcv.finPosition && t.state != TcpState.CLOSED) {
            fin(t, nowNs);
        } else if (t.rcv.nxt > before && t.rcv.nxt > t.rcv.textBase) {
            t.sink.contiguousUpTo(t.rcvTextNxt());
        }
    }

    /** The first text, in order, that is not the stream's: the stream begins behind it. @return its length */
    static int takeOutside(Tcb t, SegmentView s) {
        int length = s.payloadLength;
        if (!t.isInOrder(s) || t.rcvTextNxt() != 0 || t.rcv.outOfOrder.size() > 0) {
            return 0;
        }
        t.rcv.nxt += length;
        t.rcv.textBase += length;
        t.rcv.edge = Math.max(t.rcv.edge, t.rcv.nxt);
        s.seqPosition += length;
        s.payloadAt += length;
        s.payloadLength = 0;
        t.acks.immediately();
        return length;
    }

    private static void text(Tcb t, SegmentView s, long nowNs) {
        ReceiveState rcv = t.rcv;
        long from = Math.max(s.seqPosition, rcv.nxt);
        // a window that belongs to several flows may have been told on another
        long edge = t.sharedWindow ? Math.max(rcv.edge, rcv.nxt + t.sink.window()) : rcv.edge;
        long to = Math.min(Math.min(s.seqPosition + s.payloadLength, Math.max(edge, rcv.nxt)), rcv.finPosition);
        rcv.segmentSize = Math.max(rcv.segmentSize, s.gsoSize > 0 ? s.gsoSize : Math.min(s.payloadLength, PathSize.receiveMss(t)));
        if (s.seqPosition < rcv.nxt) {
            duplicate(t, s.seqPosition, Math.min(rcv.nxt, s.seqPosition + s.payloadLength));
        }
        if (t.ecn.onText(s.flags, s.ecn)) {
            t.acks.immediately();
        }
        if (from >= to) {
            t.acks.immediately();
            return;
        }
        boolean hadHole = rcv.outOfOrder.size() > 0;
        if (from == rcv.nxt && !hadHole) {
            if (store(t, s, from, to)) {
                rcv.nxt = to;
                rcv.textBytes += to - from;
                t.socket.onTextTaken(s, nowNs);
                t.acks.onText((int) (to - from), rcv.segmentSize, nowNs, t.socket.options().receiving().delayedAckNs());
            } else {
                t.acks.immediately();
            }
            return;
        }
        t.acks.immediately();
        long before = rcv.nxt;
        storeMissing(t, s, from, to);
        long end = Math.min(rcv.outOfOrder.contiguousFrom(rcv.nxt), rcv.finPosition);
        if (end > before) {
            rcv.nxt = end;
            rcv.outOfOrder.removeBelow(end);
        } else {
            t.counted(Counter.TCP_OFO_QUEUE);
            t.sacks.onOutOfOrder(from);
        }
    }

    /** The text [from, to) had arrived before: the sender will want to know that it sent it for nothing. */
    @Rfc(value = 2883, section = "4")
    static void duplicate(Tcb t, long from, long to) {
        if (t.sackPermitted && t.config.recovery().duplicateSack()) {
            t.sacks.onDuplicate(from, to);
            t.counted(to <= t.rcv.nxt ? Counter.TCP_DSACK_OLD_SENT : Counter.TCP_DSACK_OFO_SENT);
        }
    }

    /** Stores those parts of [from, to) that are not there yet, each once. */
    private static void storeMissing(Tcb t, SegmentView s, long from, long to) {
        RangeSet ranges = t.rcv.outOfOrder;
        long at = from;
        while (at < to) {
            long known = ranges.contiguousFrom(at);
            if (known > at) {
                duplicate(t, at, Math.min(to, known));
                at = known;
                continue;
            }
            long end = to;
            for (int i = 0; i < ranges.size(); i++) {
                if (ranges.from(i) > at) {
                    end = Math.min(to, ranges.from(i));
                    break;
                }
            }
            if (!store(t, s, at, end)) {
                return;
            }
            if (at == t.rcv.nxt) {
                // what is in order needs no place in the table: it may be full of what waits for just this
                t.rcv.nxt = end;
            } else if (!ranges.add(at, end)) {
                t.counted(Counter.TCP_OFO_DROP);
                return;
            }
            t.rcv.textBytes += end - at;
            at = end;
        }
    }

    private static boolean store(Tcb t, SegmentView s, long from, long to) {
        return t.sink.store(from - t.rcv.textBase, s.buffer, s.payloadAt + (int) (from - s.seqPosition), (int) (to - from));
    }

    private static void noteFin(Tcb t, SegmentView s) {
        long position = s.seqPosition + s.payloadLength;
        if (t.rcv.finPosition == Long.MAX_VALUE && position >= t.rcv.nxt) {
            t.rcv.finPosition = position;
        }
        t.acks.immediately();
    }

    private static void fin(Tcb t, long nowNs) {
        t.sink.contiguousUpTo(t.rcvTextNxt());
        t.rcv.outOfOrder.clear();
        t.rcv.nxt++;
        t.acks.immediately();
        switch (t.state) {
            case ESTABLISHED -> t.enter(TcpState.CLOSE_WAIT, nowNs);
            case FIN_WAIT_1 -> t.enter(t.snd.finAcked() ? TcpState.TIME_WAIT : TcpState.CLOSING, nowNs);
            case FIN_WAIT_2 -> t.enter(TcpState.TIME_WAIT, nowNs);
            default -> { }
        }
        t.sink.ended();
        t.extension.onFin(t, nowNs);
    }

    /** The peer did not see our ACK of its FIN. */
    private static void repeatedFin(Tcb t, SegmentView s) {
        if (s.sequenceLength() > 0) {
            t.acks.immediately();
        }
    }
}
