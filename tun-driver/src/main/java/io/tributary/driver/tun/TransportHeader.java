package io.tributary.driver.tun;

import io.tributary.abi.In;
import io.tributary.wire.Checksum;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Finds the transport header of a packet and does the checksum work that offloads leave to one side or the other. */
final class TransportHeader {
    static final int TCP_CHECKSUM = 16;
    static final int UDP_CHECKSUM = 6;
    private static final int TCP_MIN = 20;
    private static final int NONE = -1;

    private TransportHeader() {
    }

    /**
     * Where the TCP header starts, from the packet's start.
     *
     * @return -1 if this is no whole TCP packet whose IP length is {@code length}
     */
    static int ofTcp(DirectBuffer b, int at, int length) {
        int version = length >= 20 ? b.getByte(at) >> 4 & 0xf : 0;
        if (version == 4) {
            int header = (b.getByte(at) & 0xf) * 4;
            boolean fragment = (u16(b, at + 6) & 0x3fff) != 0;
            return !fragment && u16(b, at + 2) == length && b.getByte(at + 9) == In.IPPROTO_TCP && header >= 20
                && header + TCP_MIN <= length ? header : NONE;
        }
        if (version == 6 && length >= 40 && u16(b, at + 4) + 40 == length) {
            int header = ofIpv6(b, at, length, In.IPPROTO_TCP);
            return header + TCP_MIN <= length ? header : NONE;
        }
        return NONE;
    }

    /** Walks hop-by-hop, routing and destination options; everything else ends the walk. */
    private static int ofIpv6(DirectBuffer b, int at, int length, int protocol) {
        int next = b.getByte(at + 6) & 0xff;
        int header = 40;
        while (next != protocol) {
            if (next != 0 && next != 43 && next != 60 || header + 8 > length) {
                return NONE;
            }
            next = b.getByte(at + header) & 0xff;
            header += 8 + (b.getByte(at + header + 1) & 0xff) * 8;
        }
        return header;
    }

    /** Bytes from the transport header to its checksum field; -1 if the protocol there is neither TCP nor UDP. */
    static int checksumOffset(DirectBuffer b, int at, int length, int transportAt) {
        if ((b.getByte(at) >> 4 & 0xf) == 4) {
            int protocol = b.getByte(at + 9);
            return protocol == In.IPPROTO_TCP ? TCP_CHECKSUM : protocol == In.IPPROTO_UDP ? UDP_CHECKSUM : NONE;
        }
        return ofIpv6(b, at, length, In.IPPROTO_TCP) == transportAt ? TCP_CHECKSUM
            : ofIpv6(b, at, length, In.IPPROTO_UDP) == transportAt ? UDP_CHECKSUM : NONE;
    }

    /** Completes a checksum whose field holds the pseudo-header's sum. */
    static void finish(MutableDirectBuffer b, int at, int length, int start, int offset) {
        int field = at + start + offset;
        int sum = Checksum.finish(Checksum.sum(b, at + start, length - start));
        // To UDP a zero field means that there is no checksum.
        putU16(b, field, sum == 0 && offset == UDP_CHECKSUM ? 0xffff : sum);
    }

    /** Puts the pseudo-header's sum of a packet of {@code length} bytes into a TCP checksum field. */
    static void makePartial(MutableDirectBuffer b, int at, int length, int transportAt) {
        putU16(b, at + transportAt + TCP_CHECKSUM, Checksum.fold(pseudoHeader(b, at, length - transportAt)));
    }

    private static long pseudoHeader(DirectBuffer b, int at, int transportLength) {
        return (b.getByte(at) >> 4 & 0xf) == 4
            ? Checksum.sum(b, at + 12, 8) + In.IPPROTO_TCP + transportLength
            : Checksum.sum(b, at + 8, 32) + In.IPPROTO_TCP + transportLength;
    }

    static int u16(DirectBuffer b, int at) {
        return b.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    static void putU16(MutableDirectBuffer b, int at, int value) {
        b.putShort(at, (short) value, ByteOrder.BIG_ENDIAN);
    }
}
