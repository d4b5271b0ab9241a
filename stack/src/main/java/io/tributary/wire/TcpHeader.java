package io.tributary.wire;

import io.tributary.Rfc;
import io.tributary.wire.option.OptionPlan;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

import java.nio.ByteOrder;

/**
 * The TCP header: getters on what was wrapped, static writers for what is being built or rewritten in place.
 * Getters are meaningful only if {@link #isWellFormed()}.
 */
@Rfc(value = 9293, section = "3.1")
public final class TcpHeader {
    /** Bytes without options. */
    public static final int LENGTH = 20;
    /** Bytes with as many options as fit. */
    public static final int MAX_LENGTH = 60;
    /** Where in the header the checksum is; devices that finish it need to know. */
    public static final int CHECKSUM_OFFSET = 16;

    private DirectBuffer buffer;
    private int at;
    private int length;

    /** @param length bytes from {@code at} to the end of the segment */
    public TcpHeader wrap(DirectBuffer buffer, int at, int length) {
        this.buffer = buffer;
        this.at = at;
        this.length = length;
        return this;
    }

    /** The data offset is at least 5 and the header lies inside the segment. */
    public boolean isWellFormed() {
        return length >= LENGTH && headerLength() >= LENGTH && headerLength() <= length;
    }

    public int sourcePort() {
        return u16(0);
    }

    public int destinationPort() {
        return u16(2);
    }

    public int seqNo() {
        return buffer.getInt(at + 4, ByteOrder.BIG_ENDIAN);
    }

    public int ackNo() {
        return buffer.getInt(at + 8, ByteOrder.BIG_ENDIAN);
    }

    /** Bytes, 0 to 60 on the wire. */
    public int headerLength() {
        return buffer.getByte(at + 12) >>> 2 & 0x3c;
    }

    /** {@link TcpFlags} bits; the reserved bits are left out. */
    public int flags() {
        return buffer.getByte(at + 13) & 0xff;
    }

    /** Unscaled, 0 to 65,535. */
    public int window() {
        return u16(14);
    }

    public int checksum() {
        return u16(CHECKSUM_OFFSET);
    }

    public int urgentPointer() {
        return u16(18);
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
     * Writes a header with the planned options and a checksum field of 0.
     *
     * @return its length in bytes
     */
    public static int encode(MutableDirectBuffer b, int at, int sourcePort, int destinationPort, int seqNo, int ackNo,
                             int flags, int window, int urgentPointer, OptionPlan options) {
        int length = LENGTH + options.copyTo(b, at + LENGTH);
        b.putShort(at, (short) sourcePort, ByteOrder.BIG_ENDIAN);
        b.putShort(at + 2, (short) destinationPort, ByteOrder.BIG_ENDIAN);
        putSeqNo(b, at, seqNo);
        putAckNo(b, at, ackNo);
        b.putByte(at + 12, (byte) (length << 2));
        putFlags(b, at, flags);
        putWindow(b, at, window);
        putChecksum(b, at, 0);
        b.putShort(at + 18, (short) urgentPointer, ByteOrder.BIG_ENDIAN);
        return length;
    }

    public static void putSeqNo(MutableDirectBuffer b, int at, int seqNo) {
        b.putInt(at + 4, seqNo, ByteOrder.BIG_ENDIAN);
    }

    public static void putAckNo(MutableDirectBuffer b, int at, int ackNo) {
        b.putInt(at + 8, ackNo, ByteOrder.BIG_ENDIAN);
    }

    public static void putFlags(MutableDirectBuffer b, int at, int flags) {
        b.putByte(at + 13, (byte) flags);
    }

    public static void putWindow(MutableDirectBuffer b, int at, int window) {
        b.putShort(at + 14, (short) window, ByteOrder.BIG_ENDIAN);
    }

    /** @param checksum the field's final value, see {@link Checksum#finish}; or the folded pseudo-header sum for a device to finish */
    public static void putChecksum(MutableDirectBuffer b, int at, int checksum) {
        b.putShort(at + CHECKSUM_OFFSET, (short) checksum, ByteOrder.BIG_ENDIAN);
    }
}
