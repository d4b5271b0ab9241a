package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.metrics.DropReason;
import io.tributary.wire.AddressKind;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv4Options;
import io.tributary.wire.Ipv6Extensions;
import io.tributary.wire.Ipv6Header;
import io.tributary.wire.PacketView;
import org.agrona.DirectBuffer;

/**
 * Validates one received IP packet and walks its headers. Whatever the bytes are, there is no exception and no read
 * outside them.
 *
 * <p>Decisions: source-routed packets, broken options, and IPv6 headers with IPv4-mapped addresses (inside the stack
 * they could not be told from IPv4) are refused. Which source and destination may be used at all is checked for TCP only,
 * as everything else is at most passed on.
 */
@Rfc(value = 791, section = "3.1")
@Rfc(value = 8200, section = {"3", "4"})
@Rfc(value = 1122, section = "3.2.1")
public final class IpInput {
    private final Ipv4Header v4 = new Ipv4Header();
    private final Ipv6Header v6 = new Ipv6Header();
    private final Ipv6Extensions extensions = new Ipv6Extensions();

    /**
     * @param len bytes received; what follows the packet's own length is ignored
     * @param o   not looked at: IP headers are complete even where transport checksums are not
     * @param out filled with all that could be understood, addresses at least where
     *            {@link DropReason#isForAddresseeOnly()}
     * @return null if the packet is good
     */
    public DropReason parse(DirectBuffer b, int at, int len, Offload o, PacketView out) {
        out.buffer = b;
        out.at = at;
        out.length = 0;
        out.isFragment = false;
        out.problemCode = -1;
        out.problemPointer = 0;
        if (len < Ipv4Header.LENGTH) {
            return DropReason.IP_TRUNCATED;
        }
        out.version = b.getByte(at) >>> 4 & 0xf;
        DropReason reason = switch (out.version) {
            case 4 -> parseV4(b, at, len, out);
            case 6 -> parseV6(b, at, len, out);
            default -> DropReason.IP_VERSION;
        };
        return reason == null && out.protocol == IpProtocol.TCP ? checkAddresses(out) : reason;
    }

    private DropReason parseV4(DirectBuffer b, int at, int len, PacketView out) {
        v4.wrap(b, at);
        int headerLength = v4.headerLength();
        int totalLength = v4.totalLength();
        if (headerLength < Ipv4Header.LENGTH || headerLength > totalLength) {
            return DropReason.IP_HEADER_LENGTH;
        }
        if (totalLength > len) {
            return DropReason.IP_TRUNCATED;
        }
        if (!v4.isChecksumValid()) {
            return DropReason.IP_CHECKSUM;
        }
        out.length = totalLength;
        out.srcHi = 0;
        out.srcLo = IpAddress.v4(v4.source());
        out.dstHi = 0;
        out.dstLo = IpAddress.v4(v4.destination());
        out.ttl = v4.ttl();
        out.dscp = v4.dscp();
        out.ecn = v4.ecn();
        out.dontFragment = v4.dontFragment();
        out.protocol = v4.protocol();
        out.protocolField = 9;
        out.payloadAt = at + headerLength;
        out.payloadLength = totalLength - headerLength;
        out.fragmentOffset = v4.fragmentOffset();
        out.moreFragments = v4.moreFragments();
        out.fragmentId = v4.id();
        out.isFragment = out.moreFragments || out.fragmentOffset != 0;
        if (out.ttl == 0) {
            return DropReason.IP_HOPS_SPENT;
        }
        return headerLength == Ipv4Header.LENGTH ? null : switch (Ipv4Options.scan(b, v4.optionsAt(), v4.optionsLength())) {
            case Ipv4Options.MALFORMED -> DropReason.IP_OPTIONS;
            case Ipv4Options.SOURCE_ROUTE -> DropReason.IP_SOURCE_ROUTE;
            default -> null;
        };
    }

    private DropReason parseV6(DirectBuffer b, int at, int len, PacketView out) {
        v6.wrap(b, at);
        if (len < Ipv6Header.LENGTH || Ipv6Header.LENGTH + v6.payloadLength() > len) {
            return DropReason.IP_TRUNCATED;
        }
        out.length = Ipv6Header.LENGTH + v6.payloadLength();
        out.srcHi = v6.sourceHi();
        out.srcLo = v6.sourceLo();
        out.dstHi = v6.destinationHi();
        out.dstLo = v6.destinationLo();
        out.ttl = v6.hopLimit();
        out.dscp = v6.dscp();
        out.ecn = v6.ecn();
        out.dontFragment = true;
        if (IpAddress.isV4(out.srcHi, out.srcLo) || IpAddress.isV4(out.dstHi, out.dstLo)) {
            return DropReason.IP_MAPPED_ADDRESS;
        }
        if (out.ttl == 0) {
            return DropReason.IP_HOPS_SPENT;
        }
        int end = at + out.length;
        Ipv6Extensions.Outcome outcome = extensions.walk(b, at, end);
        out.protocol = extensions.protocol();
        out.protocolField = extensions.protocolField();
        out.payloadAt = extensions.payloadAt();
        out.payloadLength = end - out.payloadAt;
        out.isFragment = extensions.isFragment();
        out.fragmentOffset = out.isFragment ? extensions.fragmentOffset() : 0;
        out.moreFragments = out.isFragment && extensions.moreFragments();
        out.fragmentId = out.isFragment ? extensions.fragmentId() : 0;
        out.problemCode = extensions.problemCode();
        out.problemPointer = extensions.problemPointer();
        return switch (outcome) {
            case DONE -> null;
            case TRUNCATED -> DropReason.IP_EXTENSION_TRUNCATED;
            case TOO_LONG -> DropReason.IP_EXTENSION_CHAIN;
            case MISPLACED -> DropReason.IP_EXTENSION_ORDER;
            case ROUTED -> DropReason.IP_SOURCE_ROUTE;
            case UNKNOWN_OPTION -> DropReason.IP_EXTENSION_OPTION;
        };
    }

    @Rfc(value = 9293, section = "3.9.2.3")
    private static DropReason checkAddresses(PacketView p) {
        if (!AddressKind.isForeignSource(p.srcHi, p.srcLo)) {
            return DropReason.IP_SOURCE;
        }
        return AddressKind.isUnicast(p.dstHi, p.dstLo) ? null : DropReason.IP_DESTINATION;
    }
}
