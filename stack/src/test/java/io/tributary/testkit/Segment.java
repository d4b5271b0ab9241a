package io.tributary.testkit;

import io.tributary.tcp.SegmentView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** A segment in a test: what the peer sends, built step by step, or what the stack sent, parsed. Numbers are relative to the ISNs. */
public final class Segment {
    public int flags;
    public long seq;
    public long ack;
    public int window = 65_535;
    public int urgentPointer;
    /** DSCP of the packet. */
    public int dscp;
    /** ECN bits of the IP header. */
    public int ecn;
    public byte[] payload = {};
    public final OptionPlan options = new OptionPlan();
    /** Set on segments of the stack. */
    public SegmentView view;

    public static Segment of(int flags, long seq, long ack) {
        Segment s = new Segment();
        s.flags = flags;
        s.seq = seq;
        s.ack = ack;
        return s;
    }

    public static Segment syn() {
        return of(TcpFlags.SYN, 0, 0);
    }

    public static Segment synAck(long ack) {
        return of(TcpFlags.SYN | TcpFlags.ACK, 0, ack);
    }

    public static Segment ack(long seq, long ack) {
        return of(TcpFlags.ACK, seq, ack);
    }

    public static Segment fin(long seq, long ack) {
        return of(TcpFlags.FIN | TcpFlags.ACK, seq, ack);
    }

    public static Segment rst(long seq) {
        return of(TcpFlags.RST, seq, 0);
    }

    public Segment mss(int mss) {
        TcpOptionWriter.mss(options, mss);
        return this;
    }

    public Segment scale(int shift) {
        TcpOptionWriter.windowScale(options, shift);
        return this;
    }

    public Segment sackPermitted() {
        TcpOptionWriter.sackPermitted(options);
        return this;
    }

    public Segment timestamps(int value, int echo) {
        TcpOptionWriter.timestamps(options, value, echo);
        return this;
    }

    /** A Fast Open cookie, or with none a request for one. */
    public Segment fastOpen(byte... cookie) {
        TcpOptionWriter.fastOpen(options, new UnsafeBuffer(cookie), 0, cookie.length);
        return this;
    }

    public Segment with(int moreFlags) {
        flags |= moreFlags;
        return this;
    }

    public Segment ecn(int codepoint) {
        ecn = codepoint;
        return this;
    }

    public Segment window(int window) {
        this.window = window;
        return this;
    }

    /** Sets URG, and the pointer to {@code octets} behind the segment's first. */
    public Segment urgent(int octets) {
        flags |= TcpFlags.URG;
        urgentPointer = octets;
        return this;
    }

    public Segment dscp(int value) {
        dscp = value;
        return this;
    }

    public Segment userTimeout(long seconds) {
        TcpOptionWriter.userTimeout(options, seconds);
        return this;
    }

    public Segment data(String text) {
        return data(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Segment data(byte[] bytes) {
        payload = bytes;
        return this;
    }

    /** The Fast Open cookie of a segment of the stack; null if it has no such option. */
    public byte[] cookie() {
        if (!view.options.hasFastOpen()) {
            return null;
        }
        byte[] cookie = new byte[view.options.fastOpenLength()];
        view.options.buffer().getBytes(view.options.fastOpenAt(), cookie);
        return cookie;
    }

    public boolean has(int flag) {
        return (flags & flag) == flag;
    }

    public String text() {
        return new String(payload, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        StringBuilder b = new StringBuilder();
        String[] names = {"FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"};
        for (int i = 0; i < 8; i++) {
            if ((flags >> i & 1) != 0 && i != 3) {
                b.append(b.length() > 0 ? "," : "").append(names[i]);
            }
        }
        b.append(" seq ").append(seq);
        if ((flags & TcpFlags.ACK) != 0) {
            b.append(" ack ").append(ack);
        }
        return b.append(" len ").append(payload.length).toString();
    }
}
