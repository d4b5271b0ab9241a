package io.tributary.driver.tun;

import io.tributary.abi.VirtioNetHdr;
import io.tributary.device.Offload;
import org.agrona.MutableDirectBuffer;

/** Translates between the header that the kernel puts in front of a packet and our {@link Offload}. */
final class VirtioHeader {
    private static final int TCP_FLAGS = 13;
    private static final int CWR = 0x80;

    private VirtioHeader() {
    }

    /**
     * Reads the header in front of a received packet. What cannot be handed on in our terms is done here: a checksum left open
     * that is neither TCP's nor UDP's is completed; a verified one becomes open again, so that {@link Offload#checksumPartial}
     * means the same whether the packet ends here or is passed on to a device that will complete it.
     *
     * @return false if the header contradicts the packet
     */
    static boolean decode(MutableDirectBuffer b, int headerAt, int at, int length, Offload out) {
        out.none();
        int flags = b.getByte(headerAt + VirtioNetHdr.FLAGS);
        int type = b.getByte(headerAt + VirtioNetHdr.GSO_TYPE) & 0xff & ~VirtioNetHdr.VIRTIO_NET_HDR_GSO_ECN;
        if ((flags & VirtioNetHdr.VIRTIO_NET_HDR_F_NEEDS_CSUM) != 0) {
            if (!openChecksum(b, headerAt, at, length, out)) {
                return false;
            }
        } else if ((flags & VirtioNetHdr.VIRTIO_NET_HDR_F_DATA_VALID) != 0 || type != VirtioNetHdr.VIRTIO_NET_HDR_GSO_NONE) {
            int transportAt = TransportHeader.ofTcp(b, at, length);
            if (transportAt > 0) {
                TransportHeader.makePartial(b, at, length, transportAt);
                out.checksumPartial = true;
                out.transportAt = transportAt;
            }
        }
        return type == VirtioNetHdr.VIRTIO_NET_HDR_GSO_NONE || superSegment(b, headerAt, at, length, type, out);
    }

    private static boolean openChecksum(MutableDirectBuffer b, int headerAt, int at, int length, Offload out) {
        int start = b.getShort(headerAt + VirtioNetHdr.CSUM_START) & 0xffff;
        int offset = b.getShort(headerAt + VirtioNetHdr.CSUM_OFFSET) & 0xffff;
        if (start < 20 || start + offset + 2 > length) {
            return false;
        }
        if (TransportHeader.checksumOffset(b, at, length, start) == offset) {
            out.checksumPartial = true;
            out.transportAt = start;
        } else {
            TransportHeader.finish(b, at, length, start, offset);
        }
        return true;
    }

    private static boolean superSegment(MutableDirectBuffer b, int headerAt, int at, int length, int type, Offload out) {
        int gsoSize = b.getShort(headerAt + VirtioNetHdr.GSO_SIZE) & 0xffff;
        int transportAt = TransportHeader.ofTcp(b, at, length);
        boolean tcp = type == VirtioNetHdr.VIRTIO_NET_HDR_GSO_TCPV4 || type == VirtioNetHdr.VIRTIO_NET_HDR_GSO_TCPV6;
        if (!tcp || gsoSize == 0 || transportAt < 0 || transportAt != out.transportAt) {
            return false;
        }
        // The kernel's own header length says how much of the packet lies in one piece, no more.
        int headerLength = transportAt + (b.getByte(at + transportAt + 12) >> 4 & 0xf) * 4;
        if (headerLength < transportAt + 20 || headerLength > length) {
            return false;
        }
        out.gsoSize = gsoSize;
        out.headerLength = headerLength;
        return true;
    }

    /** Writes the header in front of a packet to be sent. */
    static void encode(MutableDirectBuffer b, int headerAt, int at, int length, Offload o) {
        int offset = o.checksumPartial ? TransportHeader.checksumOffset(b, at, length, o.transportAt) : -1;
        b.putByte(headerAt + VirtioNetHdr.FLAGS, (byte) (offset >= 0 ? VirtioNetHdr.VIRTIO_NET_HDR_F_NEEDS_CSUM : 0));
        b.putShort(headerAt + VirtioNetHdr.CSUM_START, (short) (offset >= 0 ? o.transportAt : 0));
        b.putShort(headerAt + VirtioNetHdr.CSUM_OFFSET, (short) (offset >= 0 ? offset : 0));
        boolean gso = o.gsoSize > 0 && length - o.headerLength > o.gsoSize;
        b.putByte(headerAt + VirtioNetHdr.GSO_TYPE, (byte) (gso ? gsoType(b, at, o) : VirtioNetHdr.VIRTIO_NET_HDR_GSO_NONE));
        b.putShort(headerAt + VirtioNetHdr.HDR_LEN, (short) (gso ? o.headerLength : 0));
        b.putShort(headerAt + VirtioNetHdr.GSO_SIZE, (short) (gso ? o.gsoSize : 0));
    }

    private static int gsoType(MutableDirectBuffer b, int at, Offload o) {
        int type = (b.getByte(at) >> 4 & 0xf) == 4 ? VirtioNetHdr.VIRTIO_NET_HDR_GSO_TCPV4 : VirtioNetHdr.VIRTIO_NET_HDR_GSO_TCPV6;
        // CWR belongs on the first segment only, which the kernel has to be told.
        boolean cwr = (b.getByte(at + o.transportAt + TCP_FLAGS) & CWR) != 0;
        return cwr ? type | VirtioNetHdr.VIRTIO_NET_HDR_GSO_ECN : type;
    }
}
