package io.tributary.wire;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * The fixed IPv6 header: getters on what was wrapped (at least 40 bytes), static writers for what is built or
 * rewritten in place.
 */
@Rfc(value = 8200, section = "3")
public final class Ipv6Header {
    /** Bytes. */
    public static final int LENGTH = 40;
    /** Where the payload length is. */
    public static final int PAYLOAD_LENGTH_OFFSET = 4;
    /** Where the next-header byte is. */
    public static final int NEXT_HEADER_OFFSET = 6;

    private DirectBuffer buffer;
    private int at;

    public Ipv6Header wrap(DirectBuffer buffer, int at) {
        this.buffer = buffer;
        this.at = at;
        return this;
    }

    public int version() {
        return buffer.getByte(at) >>> 4 & 0xf;
    }

    public int dscp() {
        return trafficClass() >>> 2;
    }

    public int ecn() {
        return trafficClass() & 3;
    }

    private int trafficClass() {
        return i32(0) >>> 20 & 0xff;
    }

    /** 20 bits. */
    public int flowLabel() {
        return i32(0) & 0xfffff;
    }

    /** Bytes after this header, extension headers included. */
    public int payloadLength() {
        return buffer.getShort(at + 4, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    public int nextHeader() {
        return buffer.getByte(at + NEXT_HEADER_OFFSET) & 0xff;
    }

    public int hopLimit() {
        return buffer.getByte(at + 7) & 0xff;
    }

    public long sourceHi() {
        return i64(8);
    }

    public long sourceLo() {
        return i64(16);
    }

    public long destinationHi() {
        return i64(24);
    }

    public long destinationLo() {
        return i64(32);
    }

    private int i32(int offset) {
        return buffer.getInt(at + offset, ByteOrder.BIG_ENDIAN);
    }

    private long i64(int offset) {
        return buffer.getLong(at + offset, ByteOrder.BIG_ENDIAN);
    }

    /**
     * Writes a header with flow label 0.
     *
     * @return its length in bytes
     */
    public static int encode(MutableDirectBuffer b, int at, long sourceHi, long sourceLo, long destinationHi,
                             long destinationLo, int nextHeader, int payloadLength, int hopLimit, int dscpEcn) {
        b.putInt(at, 6 << 28 | (dscpEcn & 0xff) << 20, ByteOrder.BIG_ENDIAN);
        putPayloadLength(b, at, payloadLength);
        b.putByte(at + NEXT_HEADER_OFFSET, (byte) nextHeader);
        b.putByte(at + 7, (byte) hopLimit);
        b.putLong(at + 8, sourceHi, ByteOrder.BIG_ENDIAN);
        b.putLong(at + 16, sourceLo, ByteOrder.BIG_ENDIAN);
        b.putLong(at + 24, destinationHi, ByteOrder.BIG_ENDIAN);
        b.putLong(at + 32, destinationLo, ByteOrder.BIG_ENDIAN);
        return LENGTH;
    }

    public static void putPayloadLength(MutableDirectBuffer b, int at, int payloadLength) {
        b.putShort(at + 4, (short) payloadLength, ByteOrder.BIG_ENDIAN);
    }

    public static void putEcn(MutableDirectBuffer b, int at, int ecn) {
        b.putInt(at, b.getInt(at, ByteOrder.BIG_ENDIAN) & ~(3 << 20) | ecn << 20, ByteOrder.BIG_ENDIAN);
    }

    /** One hop further. The hop limit must not be 0. */
    public static void decrementHopLimit(MutableDirectBuffer b, int at) {
        b.putByte(at + 7, (byte) (b.getByte(at + 7) - 1));
    }
}
