package io.tributary.wire;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * The IPv4 header: getters on what was wrapped (at least 20 bytes), static writers for what is built or rewritten
 * in place.
 */
@Rfc(value = 791, section = "3.1")
public final class Ipv4Header {
    /** Bytes without options. */
    public static final int LENGTH = 20;

    private static final int DF = 0x4000;
    private static final int MF = 0x2000;

    private DirectBuffer buffer;
    private int at;

    public Ipv4Header wrap(DirectBuffer buffer, int at) {
        this.buffer = buffer;
        this.at = at;
        return this;
    }

    public int version() {
        return buffer.getByte(at) >>> 4 & 0xf;
    }

    /** Bytes, 0 to 60. */
    public int headerLength() {
        return (buffer.getByte(at) & 0xf) << 2;
    }

    public int dscp() {
        return (buffer.getByte(at + 1) & 0xff) >>> 2;
    }

    public int ecn() {
        return buffer.getByte(at + 1) & 3;
    }

    public int totalLength() {
        return u16(2);
    }

    public int id() {
        return u16(4);
    }

    public boolean dontFragment() {
        return (u16(6) & DF) != 0;
    }

    public boolean moreFragments() {
        return (u16(6) & MF) != 0;
    }

    /** Bytes. */
    public int fragmentOffset() {
        return (u16(6) & 0x1fff) << 3;
    }

    public int ttl() {
        return buffer.getByte(at + 8) & 0xff;
    }

    public int protocol() {
        return buffer.getByte(at + 9) & 0xff;
    }

    public int checksum() {
        return u16(10);
    }

    /** Sums the whole header, so {@link #headerLength()} bytes must be there. */
    public boolean isChecksumValid() {
        return Checksum.fold(Checksum.sum(buffer, at, headerLength())) == 0xffff;
    }

    public int source() {
        return buffer.getInt(at + 12, ByteOrder.BIG_ENDIAN);
    }

    public int destination() {
        return buffer.getInt(at + 16, ByteOrder.BIG_ENDIAN);
    }

    public int optionsAt() {
        return at + LENGTH;
    }

    public int optionsLength() {
        return headerLength() - LENGTH;
    }

    private int u16(int offset) {
        return buffer.getShort(at + offset, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    /**
     * Writes a header without options, DF set, checksum included.
     *
     * @return its length in bytes
     */
    public static int encode(MutableDirectBuffer b, int at, int source, int destination, int protocol, int payloadLength,
                             int ttl, int dscpEcn, int id) {
        b.putByte(at, (byte) 0x45);
        b.putByte(at + 1, (byte) dscpEcn);
        b.putShort(at + 2, (short) (LENGTH + payloadLength), ByteOrder.BIG_ENDIAN);
        b.putShort(at + 4, (short) id, ByteOrder.BIG_ENDIAN);
        b.putShort(at + 6, (short) DF, ByteOrder.BIG_ENDIAN);
        b.putByte(at + 8, (byte) ttl);
        b.putByte(at + 9, (byte) protocol);
        b.putInt(at + 12, source, ByteOrder.BIG_ENDIAN);
        b.putInt(at + 16, destination, ByteOrder.BIG_ENDIAN);
        putChecksum(b, at, LENGTH);
        return LENGTH;
    }

    /** Lets routers fragment the packet; checksum adjusted. */
    public static void clearDontFragment(MutableDirectBuffer b, int at) {
        int word = b.getShort(at + 6, ByteOrder.BIG_ENDIAN) & 0xffff;
        int checksum = b.getShort(at + 10, ByteOrder.BIG_ENDIAN) & 0xffff;
        b.putShort(at + 6, (short) (word & ~DF), ByteOrder.BIG_ENDIAN);
        b.putShort(at + 10, (short) Checksum.update(checksum, word, word & ~DF), ByteOrder.BIG_ENDIAN);
    }

    /** One hop further: TTL less one, checksum adjusted. The TTL must not be 0. */
    public static void decrementTtl(MutableDirectBuffer b, int at) {
        int word = b.getShort(at + 8, ByteOrder.BIG_ENDIAN) & 0xffff;
        int checksum = b.getShort(at + 10, ByteOrder.BIG_ENDIAN) & 0xffff;
        b.putShort(at + 8, (short) (word - 0x100), ByteOrder.BIG_ENDIAN);
        b.putShort(at + 10, (short) Checksum.update(checksum, word, word - 0x100), ByteOrder.BIG_ENDIAN);
    }

    /** Turns the header of a first fragment into that of the whole datagram. */
    public static void putWhole(MutableDirectBuffer b, int at, int headerLength, int payloadLength, int ecn) {
        b.putByte(at + 1, (byte) (b.getByte(at + 1) & ~3 | ecn));
        b.putShort(at + 2, (short) (headerLength + payloadLength), ByteOrder.BIG_ENDIAN);
        b.putShort(at + 6, (short) (b.getShort(at + 6, ByteOrder.BIG_ENDIAN) & DF), ByteOrder.BIG_ENDIAN);
        putChecksum(b, at, headerLength);
    }

    private static void putChecksum(MutableDirectBuffer b, int at, int headerLength) {
        b.putShort(at + 10, (short) 0, ByteOrder.BIG_ENDIAN);
        b.putShort(at + 10, (short) Checksum.finish(Checksum.sum(b, at, headerLength)), ByteOrder.BIG_ENDIAN);
    }
}
