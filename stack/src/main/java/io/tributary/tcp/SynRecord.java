package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.wire.option.TcpOptions;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A SYN kept until it is answered: what the segment said, copied out of the receive slot. */
public final class SynRecord {
    /** More than an unscaled window, in case the old end sent text that we never saw acknowledged. */
    private static final int GAP = 65_537;

    private final int seqNo;
    private int window;
    private final byte[] payload;
    private byte[] optionBytes;
    private boolean follows;
    private int formerNxt;
    private final TcpOptions options = new TcpOptions();

    public SynRecord(SegmentView s) {
        seqNo = s.seqNo;
        payload = new byte[s.payloadLength];
        s.buffer.getBytes(s.payloadAt, payload);
        refresh(s);
    }

    /** A repeated SYN: its options and window count from now on, its payload does not. */
    public void refresh(SegmentView s) {
        window = s.window;
        optionBytes = new byte[s.options.length()];
        DirectBuffer from = s.options.buffer();
        if (from != null && optionBytes.length > 0) {
            from.getBytes(s.options.at(), optionBytes);
        }
        options.parse(new UnsafeBuffer(optionBytes), 0, optionBytes.length);
    }

    /** A former incarnation of the flow, just ended, had used the numbers below {@code sndNxt}. */
    public void follows(int sndNxt) {
        follows = true;
        formerNxt = sndNxt;
    }

    /** The initial number for our answer: {@code drawn}, or what lies safely above the former incarnation's numbers. */
    @Rfc(value = 9293, section = "3.6.1")
    int initialNumber(int drawn) {
        return follows && drawn - formerNxt <= 0 ? formerNxt + GAP : drawn;
    }

    public int seqNo() {
        return seqNo;
    }

    public int window() {
        return window;
    }

    /** Payload of the first SYN. */
    public byte[] payload() {
        return payload;
    }

    /** Options of the latest SYN. */
    public TcpOptions options() {
        return options;
    }

    /** Whether {@code s} repeats this SYN: same number, payload the same or absent. */
    public boolean isRepeatedBy(SegmentView s) {
        if (s.seqNo != seqNo || s.payloadLength != 0 && s.payloadLength != payload.length) {
            return false;
        }
        for (int i = 0; i < s.payloadLength; i++) {
            if (s.buffer.getByte(s.payloadAt + i) != payload[i]) {
                return false;
            }
        }
        return true;
    }
}
