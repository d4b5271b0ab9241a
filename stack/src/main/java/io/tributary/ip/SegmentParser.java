package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.metrics.DropReason;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpHeader;

/**
 * Turns the payload of a good packet into a {@link SegmentView}: header, checksum, options. Whatever the bytes are, there is
 * no exception and no read outside them. Combinations of flags and port 0 are not judged here.
 */
@Rfc(value = 9293, section = "3.1")
public final class SegmentParser {
    private final TcpHeader header = new TcpHeader();

    /**
     * @param p    what {@link IpInput} accepted
     * @param o    with {@link Offload#checksumPartial} the checksum is not looked at
     * @param zone where the packet came in
     * @return null if the segment is good; its positions are for the connection to set
     */
    public DropReason parse(PacketView p, Offload o, int zone, SegmentView out) {
        if (p.protocol != IpProtocol.TCP || p.isFragment) {
            return DropReason.NOT_TCP;
        }
        if (!header.wrap(p.buffer, p.payloadAt, p.payloadLength).isWellFormed()) {
            return DropReason.TCP_HEADER;
        }
        if (!o.checksumPartial && !isChecksumValid(p)) {
            return DropReason.TCP_CHECKSUM;
        }
        out.zone = zone;
        out.localHi = p.dstHi;
        out.localLo = p.dstLo;
        out.localPort = header.destinationPort();
        out.remoteHi = p.srcHi;
        out.remoteLo = p.srcLo;
        out.remotePort = header.sourcePort();
        out.seqNo = header.seqNo();
        out.ackNo = header.ackNo();
        out.flags = header.flags();
        out.window = header.window();
        out.urgentPointer = header.urgentPointer();
        out.ecn = p.ecn;
        out.dscp = p.dscp;
        out.gsoSize = o.gsoSize;
        out.buffer = p.buffer;
        out.payloadAt = p.payloadAt + header.headerLength();
        out.payloadLength = p.payloadLength - header.headerLength();
        out.options.parse(p.buffer, header.optionsAt(), header.optionsLength());
        return null;
    }

    /** The pseudo-header's destination is the final one: a routing header with segments left never gets here. */
    private static boolean isChecksumValid(PacketView p) {
        long pseudo = Checksum.pseudoHeader(p.srcHi, p.srcLo, p.dstHi, p.dstLo, IpProtocol.TCP, p.payloadLength);
        return Checksum.fold(Checksum.sum(p.buffer, p.payloadAt, p.payloadLength) + pseudo) == 0xffff;
    }
}
