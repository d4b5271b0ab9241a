package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.tcp.congestion.Ecn;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptions;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A SYN kept until it is answered: what the segment said, copied out of the receive slot; or what a SYN cookie says it said. */
public final class SynRecord {
    /** More than an unscaled window, in case the old end sent text that we never saw acknowledged. */
    private static final int GAP = 65_537;
    private static final byte[] NONE = {};

    private final int seqNo;
    private final boolean keepsPayload;
    private int window;
    private byte[] payload;
    private int syns;
    private boolean ecnSetup;
    private byte[] optionBytes;
    private boolean follows;
    private int formerNxt;
    private boolean restored;
    private int ownIss;
    private int ownScale;
    private FastOpen fastOpen;
    private boolean payloadIsText;
    private final TcpOptions options = new TcpOptions();

    public SynRecord(SegmentView s) {
        this(s, true);
    }

    /** @param keepsPayload false: the SYN's text counts as never received */
    public SynRecord(SegmentView s, boolean keepsPayload) {
        this.seqNo = s.seqNo;
        this.keepsPayload = keepsPayload;
        payload = keepsPayload ? new byte[s.payloadLength] : NONE;
        if (payload.length > 0) {
            s.buffer.getBytes(s.payloadAt, payload);
        }
        refresh(s);
    }

    private SynRecord(int seqNo, int window, OptionPlan said, int ownIss, int ownScale, boolean ecn) {
        this.seqNo = seqNo;
        this.keepsPayload = false;
        this.payload = NONE;
        this.window = window;
        this.optionBytes = new byte[said.paddedLength()];
        said.copyTo(new UnsafeBuffer(optionBytes), 0);
        this.restored = true;
        this.ecnSetup = ecn;
        this.ownIss = ownIss;
        this.ownScale = ownScale;
        options.parse(new UnsafeBuffer(optionBytes), 0, optionBytes.length);
    }

    /**
     * A SYN that was answered, and forgotten.
     *
     * @param said     its options
     * @param ownScale the scale that our answer announced
     * @param ecn      it asked for explicit congestion notification, and we agreed
     */
    public static SynRecord restored(int seqNo, int window, OptionPlan said, int ownIss, int ownScale, boolean ecn) {
        return new SynRecord(seqNo, window, said, ownIss, ownScale, ecn);
    }

    /** A repeated SYN: its options and window count from now on, its payload does not. */
    public void refresh(SegmentView s) {
        window = s.window;
        ecnSetup = (syns++ == 0 || ecnSetup) && Ecn.isSetup(s.flags, s.ecn);
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
        if (restored) {
            return ownIss;
        }
        return follows && drawn - formerNxt <= 0 ? formerNxt + GAP : drawn;
    }

    /** The scale of our windows: {@code chosen}, or what an answer has announced already. */
    int windowScale(int chosen) {
        return restored ? ownScale : chosen;
    }

    /** What Fast Open has to do with it. @param payloadIsText the payload belongs into the stream */
    public void fastOpen(FastOpen f, boolean payloadIsText) {
        this.fastOpen = f;
        this.payloadIsText = payloadIsText;
    }

    FastOpen fastOpen() {
        return fastOpen;
    }

    /** The payload is the first text of the stream; else it is nobody's but the owner's. */
    public boolean payloadIsText() {
        return payloadIsText;
    }

    /** Only the first {@code length} bytes of the payload are taken. */
    public void truncatePayload(int length) {
        payload = Arrays.copyOf(payload, length);
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

    boolean isRestored() {
        return restored;
    }

    /** Every SYN so far asked for explicit congestion notification. */
    boolean ecnSetup() {
        return ecnSetup;
    }

    /** Whether {@code s} repeats this SYN: same number, payload the same or absent. */
    public boolean isRepeatedBy(SegmentView s) {
        if (s.seqNo != seqNo || keepsPayload && s.payloadLength != 0 && s.payloadLength != payload.length) {
            return false;
        }
        for (int i = 0; i < s.payloadLength && i < payload.length; i++) {
            if (s.buffer.getByte(s.payloadAt + i) != payload[i]) {
                return false;
            }
        }
        return true;
    }
}
