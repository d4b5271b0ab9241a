package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.metrics.DropReason;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import java.nio.ByteOrder;

/** Whether a UDP datagram is sound: one that is not deserves no answer. */
@Rfc(value = 768)
@Rfc(value = 1122, section = "4.1.3.4")
@Rfc(value = 8200, section = "8.1")
public final class UdpInput {
    private static final int HEADER_LENGTH = 8;

    private UdpInput() {
    }

    /** @return null if it is sound */
    public static DropReason check(PacketView p, Offload o) {
        if (p.payloadLength < HEADER_LENGTH) {
            return DropReason.UDP_HEADER;
        }
        int length = p.buffer.getShort(p.payloadAt + 4, ByteOrder.BIG_ENDIAN) & 0xffff;
        if (length < HEADER_LENGTH || length > p.payloadLength) {
            return DropReason.UDP_HEADER;
        }
        if (o.checksumPartial) {
            return null;
        }
        if (p.buffer.getShort(p.payloadAt + 6) == 0) {
            return p.isV4() ? null : DropReason.UDP_CHECKSUM;
        }
        long pseudo = Checksum.pseudoHeader(p.srcHi, p.srcLo, p.dstHi, p.dstLo, IpProtocol.UDP, length);
        return Checksum.fold(Checksum.sum(p.buffer, p.payloadAt, length) + pseudo) == 0xffff ? null : DropReason.UDP_CHECKSUM;
    }
}
