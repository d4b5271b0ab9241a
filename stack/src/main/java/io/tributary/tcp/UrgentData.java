package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.wire.TcpFlags;

/**
 * Urgent mode, both ways. Urgent bytes stay in the stream, whose order they do not disturb; the pointer, on the wire and here,
 * is the position behind them.
 */
@Rfc(value = 9293, section = "3.8.5")
@Rfc(value = 6093, section = {"2", "4", "5"})
public final class UrgentData {
    /** What a segment can point over; those that follow point on. */
    private static final int MOST = 65_535;

    private final Tcb t;
    /** Text position behind what we call urgent; 0: nothing. */
    private long sendUpTo;
    /** Position behind what the peer calls urgent. */
    private long receiveUpTo;

    UrgentData(Tcb t) {
        this.t = t;
    }

    /** Everything written so far is urgent: the peer is told at once, even if its window is closed. */
    public void mark() {
        sendUpTo = t.text.limit();
        if (isSending()) {
            t.requestAck();
        }
    }

    /** Bytes that the application has still to read before it has read all urgent ones; 0: none are urgent. */
    public long remaining() {
        long read = t.rcv.textBase + t.rcvTextNxt() - t.sink.unread();
        return Math.max(0, receiveUpTo - read);
    }

    /** Urgent bytes are unacknowledged. */
    boolean isSending() {
        return sendUpTo > 0 && t.snd.textBase + sendUpTo > t.snd.una;
    }

    /** The pointer of a segment that starts at {@code from}; 0: none. */
    int pointer(long from) {
        return isSending() ? (int) Math.max(0, Math.min(MOST, t.snd.textBase + sendUpTo - from)) : 0;
    }

    /** The sixth check: the URG bit of an acceptable segment, whatever the window. */
    @Rfc(value = 9293, section = "3.10.7.4")
    void arrives(SegmentView s) {
        if (!s.has(TcpFlags.URG) || !t.state.mayReceiveText()) {
            return;
        }
        long upTo = s.seqPosition + s.urgentPointer;
        if (upTo > receiveUpTo && upTo > t.rcv.textBase + t.rcvTextNxt() - t.sink.unread()) {
            receiveUpTo = upTo;
            t.extension.onUrgent(t);
        }
    }
}
