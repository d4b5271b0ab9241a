package io.tributary.script.packet;

import io.tributary.script.syntax.PacketLine.IpInfo;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.TcpLine;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.TcpFlags;

/** Compares a segment that the stack sent with what the script expects, or with a part of it. */
public final class PacketMatcher {
    /** Bits that only the last of the segments carries into which a large one is cut. */
    private static final int LAST_ONLY = TcpFlags.PSH | TcpFlags.FIN | TcpFlags.CWR;

    private final OptionMatcher options;

    public PacketMatcher(OptionMatcher options) {
        this.options = options;
    }

    /** @return what differs first, or null */
    public String difference(TcpLine t, IpInfo ip, Captured p, Flow f) throws ScriptException {
        return difference(t, ip, p, f, 0, t.length());
    }

    /**
     * Compares with the part of the expected segment that starts {@code from} bytes behind its start.
     *
     * @param length bytes of the part
     */
    public String difference(TcpLine t, IpInfo ip, Captured p, Flow f, int from, int length) throws ScriptException {
        SegmentView s = p.tcp();
        boolean last = from + length == t.length();
        int mask = last ? 0 : LAST_ONLY;
        int flags = t.ace() < 0 ? p.flags() : p.flags() & ~(TcpLine.AE | TcpFlags.CWR | TcpFlags.ECE);
        if ((flags & ~mask) != (t.flags() & ~mask)) {
            return "flags: expected " + PacketText.flags(t.flags()) + ", got " + PacketText.flags(flags);
        }
        int ace = p.flags() >> 6 & 7;
        if (t.ace() >= 0 && ace != t.ace()) {
            return "counter of CE marks: expected " + t.ace() + ", got " + ace;
        }
        if (s.payloadLength != length) {
            return "length: expected " + length + ", got " + s.payloadLength;
        }
        boolean syn = s.has(TcpFlags.SYN);
        if (!syn && s.seqNo != f.localSeq(t.seq() + from)) {
            return "seq: expected " + (t.seq() + from) + ", got " + f.localRelative(s.seqNo);
        }
        String d = acknowledgment(t, s, f);
        d = d == null ? fields(t, s) : d;
        d = d == null ? ipHeader(ip, p) : d;
        d = d == null ? options.difference(t, p, f, from, length) : d;
        return d == null ? PayloadCheck.difference(p, f) : d;
    }

    private static String acknowledgment(TcpLine t, SegmentView s, Flow f) {
        if (t.ack() == null) {
            return null;
        }
        int expected = s.has(TcpFlags.ACK) ? f.peerSeq(t.ack()) : (int) (long) t.ack();
        return s.ackNo == expected ? null : "ack: expected " + t.ack() + ", got " + f.peerRelative(s.ackNo);
    }

    private static String fields(TcpLine t, SegmentView s) {
        if (t.window() != null && t.window() != s.window) {
            return "win: expected " + t.window() + ", got " + s.window;
        }
        return t.urgent() != null && t.urgent() != s.urgentPointer ? "urg: expected " + t.urgent() + ", got " + s.urgentPointer : null;
    }

    private static String ipHeader(IpInfo ip, Captured p) {
        int ecn = p.ip().ecn;
        if (ip.ecn() != null && ip.ecn() != ecn && !(ip.ecn() == IpInfo.EITHER_ECT && (ecn == 1 || ecn == 2))) {
            return "ECN: got " + new String[] {"noecn", "ect1", "ect0", "ce"}[ecn];
        }
        if (ip.tos() != null && ip.tos() != p.tos() && ip.tos() != (p.tos() & ~3)) {
            return "tos: expected 0x" + Integer.toHexString(ip.tos()) + ", got 0x" + Integer.toHexString(p.tos());
        }
        if (ip.ttl() != null && ip.ttl() != p.ip().ttl) {
            return "ttl: expected " + ip.ttl() + ", got " + p.ip().ttl;
        }
        if (ip.flowLabel() != null && ip.flowLabel() != p.flowLabel()) {
            return "flowlabel: expected 0x" + Integer.toHexString(ip.flowLabel()) + ", got 0x" + Integer.toHexString(p.flowLabel());
        }
        return null;
    }
}
