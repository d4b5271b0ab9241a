package io.tributary.capture;

import io.tributary.tcp.SegmentView;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv6Extensions;
import io.tributary.wire.Ipv6Header;
import io.tributary.wire.TcpHeader;
import org.agrona.DirectBuffer;

/**
 * From a captured frame to a TCP segment. More lenient than a host's input, which has a packet for itself: a capture has loopback
 * traffic, packets cut short by the snap length, and outgoing packets whose checksum or length a device was to fill in.
 */
public final class PacketDissector {
    /** What a packet is to us. */
    public enum Kind {
        SEGMENT, NOT_IP, NOT_TCP, FRAGMENT,
        /** The capture cut it off inside its headers. */
        CUT,
        MALFORMED,
        /** A TCP segment that every receiver drops for its checksum. */
        BAD_CHECKSUM
    }

    private final Ipv4Header v4 = new Ipv4Header();
    private final Ipv6Header v6 = new Ipv6Header();
    private final Ipv6Extensions extensions = new Ipv6Extensions();
    private final TcpHeader tcp = new TcpHeader();
    private int segmentAt;
    private int end;
    private boolean cut;
    private int missing;

    /** Parses the packet into {@code out}, whose payload is what the capture has of it. */
    public Kind dissect(int linkType, DirectBuffer b, int at, int length, int originalLength, SegmentView out) {
        int offset = LinkLayer.ipOffset(linkType, b, at, length);
        if (offset == LinkLayer.NOT_IP) {
            return Kind.NOT_IP;
        }
        cut = length < originalLength;
        missing = 0;
        if (offset < 0 || offset >= length) {
            return cutOr(Kind.MALFORMED);
        }
        end = at + length;
        int ip = at + offset;
        int version = b.getByte(ip) >>> 4 & 0xf;
        Kind k = version == 4 ? ipv4(b, ip, out) : version == 6 ? ipv6(b, ip, out) : Kind.MALFORMED;
        return k == Kind.SEGMENT ? segment(b, out) : k;
    }

    /** Payload bytes of the last segment that the capture does not have. */
    public int missingPayload() {
        return missing;
    }

    private Kind ipv4(DirectBuffer b, int ip, SegmentView out) {
        if (end - ip < Ipv4Header.LENGTH) {
            return cutOr(Kind.MALFORMED);
        }
        v4.wrap(b, ip);
        int header = v4.headerLength();
        if (header < Ipv4Header.LENGTH) {
            return Kind.MALFORMED;
        }
        if (header > end - ip) {
            return cutOr(Kind.MALFORMED);
        }
        if (!v4.isChecksumValid() && v4.checksum() != 0) {
            return Kind.MALFORMED;
        }
        int total = v4.totalLength();
        if (total != 0 && total < header || !limit(ip, total == 0 ? end - ip : total)) {   // 0: a super-segment of more than 64 KiB
            return Kind.MALFORMED;
        }
        if (v4.moreFragments() || v4.fragmentOffset() != 0) {
            return Kind.FRAGMENT;
        }
        out.remoteHi = 0;
        out.remoteLo = IpAddress.v4(v4.source());
        out.localHi = 0;
        out.localLo = IpAddress.v4(v4.destination());
        out.ecn = v4.ecn();
        segmentAt = ip + header;
        return v4.protocol() == IpProtocol.TCP ? Kind.SEGMENT : Kind.NOT_TCP;
    }

    private Kind ipv6(DirectBuffer b, int ip, SegmentView out) {
        if (end - ip < Ipv6Header.LENGTH) {
            return cutOr(Kind.MALFORMED);
        }
        v6.wrap(b, ip);
        int payload = v6.payloadLength();
        if (!limit(ip, payload == 0 ? end - ip : Ipv6Header.LENGTH + payload)
            || IpAddress.isV4(v6.sourceHi(), v6.sourceLo()) || IpAddress.isV4(v6.destinationHi(), v6.destinationLo())) {
            return Kind.MALFORMED;
        }
        switch (extensions.walk(b, ip, end)) {
            case DONE -> {
                // the payload is looked at below
            }
            case TRUNCATED -> {
                return cutOr(Kind.MALFORMED);
            }
            case MISPLACED -> {
                return Kind.MALFORMED;
            }
            default -> {
                return Kind.NOT_TCP;
            }
        }
        if (extensions.isFragment()) {
            return Kind.FRAGMENT;
        }
        out.remoteHi = v6.sourceHi();
        out.remoteLo = v6.sourceLo();
        out.localHi = v6.destinationHi();
        out.localLo = v6.destinationLo();
        out.ecn = v6.ecn();
        segmentAt = extensions.payloadAt();
        return extensions.protocol() == IpProtocol.TCP ? Kind.SEGMENT : Kind.NOT_TCP;
    }

    /** Lets the packet end where its header says. @return false if it is shorter than that without being cut */
    private boolean limit(int ip, int length) {
        missing = Math.max(0, length - (end - ip));
        end = Math.min(end, ip + length);
        return missing == 0 || cut;
    }

    private Kind segment(DirectBuffer b, SegmentView out) {
        int length = end - segmentAt;
        tcp.wrap(b, segmentAt, length);
        if (length < TcpHeader.LENGTH) {
            return missing > 0 ? Kind.CUT : Kind.MALFORMED;
        }
        if (!tcp.isWellFormed()) {
            return missing > 0 && tcp.headerLength() >= TcpHeader.LENGTH ? Kind.CUT : Kind.MALFORMED;
        }
        if (missing == 0 && !isChecksumBelievable(b, length, out)) {
            return Kind.BAD_CHECKSUM;
        }
        out.remotePort = tcp.sourcePort();
        out.localPort = tcp.destinationPort();
        out.seqNo = tcp.seqNo();
        out.ackNo = tcp.ackNo();
        out.flags = tcp.flags();
        out.window = tcp.window();
        out.urgentPointer = tcp.urgentPointer();
        out.buffer = b;
        out.payloadAt = segmentAt + tcp.headerLength();
        out.payloadLength = end - out.payloadAt;
        out.options.parse(b, tcp.optionsAt(), tcp.optionsLength());
        return Kind.SEGMENT;
    }

    /** Right; or not filled in yet, as in outgoing packets where a device does that: the pseudo-header's sum, or nothing. */
    private boolean isChecksumBelievable(DirectBuffer b, int length, SegmentView s) {
        long pseudo = Checksum.pseudoHeader(s.remoteHi, s.remoteLo, s.localHi, s.localLo, IpProtocol.TCP, length);
        int field = tcp.checksum();
        return field == 0 || field == Checksum.fold(pseudo)
            || Checksum.fold(Checksum.add(pseudo, Checksum.sum(b, segmentAt, length))) == 0xffff;
    }

    private Kind cutOr(Kind otherwise) {
        return cut ? Kind.CUT : otherwise;
    }
}
