package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.wire.AddressKind;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import org.agrona.MutableDirectBuffer;

/**
 * Builds ICMP errors about a packet. Each method writes a whole IP packet of at most {@link #maxLength} bytes and returns its
 * length, or 0 where no error may be sent. Their rate is for the caller to limit (RFC 4443 §2.4 (f)).
 *
 * <p>Decision: IPv4 errors embed as much as 576 bytes allow (RFC 1812 §4.3.2.3), not the 8 bytes of old, since a
 * receiver that looks for the MPTCP options or a NAT that looks for the checksum needs more.
 */
@Rfc(value = 1122, section = "3.2.2")
@Rfc(value = 4443, section = "2.4")
public final class IcmpOutput {
    private static final int MAX_V4 = 576;
    private static final int MAX_V6 = 1280;
    private static final int HOPS = 64;

    private IcmpOutput() {
    }

    /** Most bytes an error about this packet can have. */
    public static int maxLength(PacketView about) {
        return about.isV4() ? MAX_V4 : MAX_V6;
    }

    /**
     * @param code in the numbering of the packet's family: of {@link Icmpv4Message#UNREACHABLE} or {@link Icmpv6Message#UNREACHABLE}
     */
    public static int unreachable(MutableDirectBuffer b, int at, PacketView about, long sourceHi, long sourceLo, int code) {
        int type = about.isV4() ? Icmpv4Message.UNREACHABLE : Icmpv6Message.UNREACHABLE;
        return error(b, at, about, sourceHi, sourceLo, type, code, 0);
    }

    /** @param mtu of the hop the packet did not fit, bytes */
    @Rfc(value = 1191, section = "4")
    @Rfc(value = 4443, section = "3.2")
    public static int packetTooBig(MutableDirectBuffer b, int at, PacketView about, long sourceHi, long sourceLo, int mtu) {
        return about.isV4()
            ? error(b, at, about, sourceHi, sourceLo, Icmpv4Message.UNREACHABLE, Icmpv4Message.FRAGMENTATION_NEEDED, mtu & 0xffff)
            : error(b, at, about, sourceHi, sourceLo, Icmpv6Message.PACKET_TOO_BIG, 0, mtu);
    }

    /** The hop count ran out on the way. */
    public static int timeExceeded(MutableDirectBuffer b, int at, PacketView about, long sourceHi, long sourceLo) {
        int type = about.isV4() ? Icmpv4Message.TIME_EXCEEDED : Icmpv6Message.TIME_EXCEEDED;
        return error(b, at, about, sourceHi, sourceLo, type, 0, 0);
    }

    /** The rest of a datagram did not come; {@code about} is its first fragment. */
    @Rfc(value = 1122, section = "3.3.2")
    @Rfc(value = 4443, section = "3.3")
    public static int reassemblyTimeExceeded(MutableDirectBuffer b, int at, PacketView about, long sourceHi, long sourceLo) {
        int type = about.isV4() ? Icmpv4Message.TIME_EXCEEDED : Icmpv6Message.TIME_EXCEEDED;
        return error(b, at, about, sourceHi, sourceLo, type, 1, 0);
    }

    /**
     * IPv6 only; IPv4 packets get none.
     *
     * @param pointer bytes from the packet's start, see {@link PacketView#problemPointer} and {@link PacketView#protocolField}
     */
    @Rfc(value = 4443, section = "3.4")
    public static int parameterProblem(MutableDirectBuffer b, int at, PacketView about, long sourceHi, long sourceLo,
                                       int code, int pointer) {
        return about.isV4() || code < 0 ? 0
            : error(b, at, about, sourceHi, sourceLo, Icmpv6Message.PARAMETER_PROBLEM, code, pointer);
    }

    private static int error(MutableDirectBuffer b, int at, PacketView about, long sourceHi, long sourceLo,
                             int type, int code, int word) {
        if (!mayAnswer(about, type, code)) {
            return 0;
        }
        int ipLength = IpWriter.headerLength(sourceHi, sourceLo);
        int icmpAt = at + ipLength;
        int body = Math.min(about.length, maxLength(about) - ipLength - Icmpv4Message.HEADER_LENGTH);
        b.putBytes(icmpAt + Icmpv4Message.HEADER_LENGTH, about.buffer, about.at, body);
        int payload = Icmpv4Message.HEADER_LENGTH + body;
        if (about.isV4()) {
            Icmpv4Message.encode(b, icmpAt, type, code, word, body);
        } else {
            Icmpv6Message.encode(b, icmpAt, type, code, word, body, sourceHi, sourceLo, about.srcHi, about.srcLo);
        }
        return payload + IpWriter.writeHeader(b, at, sourceHi, sourceLo, about.srcHi, about.srcLo,
            about.isV4() ? IpProtocol.ICMP : IpProtocol.ICMPV6, payload, HOPS, 0, 0);
    }

    /** Never about an ICMP error, a packet to several hosts, a later fragment, or from nobody in particular. */
    private static boolean mayAnswer(PacketView about, int type, int code) {
        return isAnswerable(about)
            && (AddressKind.isUnicast(about.dstHi, about.dstLo) || !about.isV4() && mayAnswerMulticast(type, code));
    }

    /** Whether any error may be sent about a packet to a single host. */
    static boolean mayAnswer(PacketView about) {
        return isAnswerable(about) && AddressKind.isUnicast(about.dstHi, about.dstLo);
    }

    /** IPv6 knows errors about later fragments, but in ICMP's own only the first tells whether they are about an error. */
    private static boolean isAnswerable(PacketView about) {
        boolean blind = about.fragmentOffset != 0 && (about.isV4() || about.protocol == IpProtocol.ICMPV6);
        return !blind && AddressKind.isForeignSource(about.srcHi, about.srcLo) && !isIcmpError(about);
    }

    /** IPv6 excepts two from the rule about multicast: path MTU discovery, and options that ask for it. */
    private static boolean mayAnswerMulticast(int type, int code) {
        return type == Icmpv6Message.PACKET_TOO_BIG
            || type == Icmpv6Message.PARAMETER_PROBLEM && code == Icmpv6Message.UNKNOWN_OPTION;
    }

    /** A message too short to have a type counts as an error: answering could start a loop. */
    private static boolean isIcmpError(PacketView p) {
        if (p.protocol != (p.isV4() ? IpProtocol.ICMP : IpProtocol.ICMPV6)) {
            return false;
        }
        if (p.payloadLength < 1) {
            return true;
        }
        int type = p.buffer.getByte(p.payloadAt) & 0xff;
        return p.isV4() ? Icmpv4Message.isError(type) : Icmpv6Message.isError(type) || type == Icmpv6Message.REDIRECT;
    }
}
