package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.metrics.DropReason;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv6Extensions;
import io.tributary.wire.Ipv6Header;
import io.tributary.wire.PacketView;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * Reads ICMP errors about TCP segments. Of the embedded packet only its addresses, ports and sequence number are needed;
 * its lengths and checksums are not checked, since routers shorten it and change it on the way.
 */
@Rfc(value = 1122, section = "3.2.2")
@Rfc(value = 4443, section = "2.4")
@Rfc(value = 9293, section = "3.9.2.2")
public final class IcmpInput {
    /** Bytes of TCP that an error must embed: ports and sequence number. */
    private static final int TCP_START = 8;

    private final Icmpv4Message v4 = new Icmpv4Message();
    private final Icmpv6Message v6 = new Icmpv6Message();
    private final Ipv4Header embeddedV4 = new Ipv4Header();
    private final Ipv6Header embeddedV6 = new Ipv6Header();
    private final Ipv6Extensions extensions = new Ipv6Extensions();

    /**
     * @param p a whole packet whose protocol is ICMP, of its own family
     * @return null if {@code out} holds an error to act on; {@link DropReason#ICMP_ECHO} for a good echo request
     */
    public DropReason parse(PacketView p, IcmpErrorView out) {
        out.version = p.version;
        out.reporterHi = p.srcHi;
        out.reporterLo = p.srcLo;
        out.buffer = p.buffer;
        out.mtu = 0;
        if (p.isFragment || p.protocol != (p.isV4() ? IpProtocol.ICMP : IpProtocol.ICMPV6)) {
            return DropReason.ICMP_NOT_TCP;
        }
        return p.isV4() ? parseV4(p, out) : parseV6(p, out);
    }

    private DropReason parseV4(PacketView p, IcmpErrorView out) {
        v4.wrap(p.buffer, p.payloadAt, p.payloadLength);
        if (!v4.isWellFormed()) {
            return DropReason.ICMP_TRUNCATED;
        }
        if (!v4.isChecksumValid()) {
            return DropReason.ICMP_CHECKSUM;
        }
        out.type = v4.type();
        out.code = v4.code();
        if (!v4.isError()) {
            return out.type == Icmpv4Message.ECHO ? DropReason.ICMP_ECHO : DropReason.ICMP_NO_ERROR;
        }
        if (out.type == Icmpv4Message.SOURCE_QUENCH) {
            return DropReason.ICMP_SOURCE_QUENCH;
        }
        if (out.type == Icmpv4Message.REDIRECT) {
            return DropReason.ICMP_REDIRECT;
        }
        if (out.isTooBig()) {
            out.mtu = v4.nextHopMtu();
        }
        return embeddedV4(v4.bodyAt(), v4.bodyLength(), out);
    }

    private DropReason embeddedV4(int at, int len, IcmpErrorView out) {
        if (len < Ipv4Header.LENGTH) {
            return DropReason.ICMP_TRUNCATED;
        }
        Ipv4Header h = embeddedV4.wrap(out.buffer, at);
        if (h.version() != 4 || h.headerLength() < Ipv4Header.LENGTH || h.protocol() != IpProtocol.TCP || h.fragmentOffset() != 0) {
            return DropReason.ICMP_NOT_TCP;
        }
        out.originalLength = h.totalLength();
        out.localHi = 0;
        out.localLo = IpAddress.v4(h.source());
        out.remoteHi = 0;
        out.remoteLo = IpAddress.v4(h.destination());
        return tcp(at, len, at + h.headerLength(), out);
    }

    private DropReason parseV6(PacketView p, IcmpErrorView out) {
        v6.wrap(p.buffer, p.payloadAt, p.payloadLength);
        if (!v6.isWellFormed()) {
            return DropReason.ICMP_TRUNCATED;
        }
        if (!v6.isChecksumValid(p.srcHi, p.srcLo, p.dstHi, p.dstLo)) {
            return DropReason.ICMP_CHECKSUM;
        }
        out.type = v6.type();
        out.code = v6.code();
        if (!v6.isError()) {
            return out.type == Icmpv6Message.ECHO ? DropReason.ICMP_ECHO : DropReason.ICMP_NO_ERROR;
        }
        if (out.isTooBig()) {
            out.mtu = (int) Math.min(v6.parameter(), Integer.MAX_VALUE);
        }
        return embeddedV6(v6.bodyAt(), v6.bodyLength(), out);
    }

    private DropReason embeddedV6(int at, int len, IcmpErrorView out) {
        if (len < Ipv6Header.LENGTH) {
            return DropReason.ICMP_TRUNCATED;
        }
        Ipv6Header h = embeddedV6.wrap(out.buffer, at);
        if (h.version() != 6 || extensions.walk(out.buffer, at, at + len) != Ipv6Extensions.Outcome.DONE
            || extensions.protocol() != IpProtocol.TCP || extensions.isFragment() && extensions.fragmentOffset() != 0) {
            return DropReason.ICMP_NOT_TCP;
        }
        out.originalLength = Ipv6Header.LENGTH + h.payloadLength();
        out.localHi = h.sourceHi();
        out.localLo = h.sourceLo();
        out.remoteHi = h.destinationHi();
        out.remoteLo = h.destinationLo();
        if (IpAddress.isV4(out.localHi, out.localLo) || IpAddress.isV4(out.remoteHi, out.remoteLo)) {
            return DropReason.ICMP_NOT_TCP;
        }
        return tcp(at, len, extensions.payloadAt(), out);
    }

    private static DropReason tcp(int at, int len, int tcpAt, IcmpErrorView out) {
        if (at + len - tcpAt < TCP_START) {
            return DropReason.ICMP_TRUNCATED;
        }
        DirectBuffer b = out.buffer;
        out.localPort = b.getShort(tcpAt, ByteOrder.BIG_ENDIAN) & 0xffff;
        out.remotePort = b.getShort(tcpAt + 2, ByteOrder.BIG_ENDIAN) & 0xffff;
        out.seqNo = b.getInt(tcpAt + 4, ByteOrder.BIG_ENDIAN);
        out.embeddedAt = at;
        out.embeddedLength = len;
        return null;
    }
}
