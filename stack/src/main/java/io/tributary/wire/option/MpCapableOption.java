package io.tributary.wire.option;

import io.tributary.Rfc;
import io.tributary.wire.TcpFlags;
import org.agrona.DirectBuffer;

/**
 * MP_CAPABLE: 4 bytes on a SYN, 12 on a SYN/ACK (listener's key), 20 on an ACK (both keys), 22 or 24 on the first data
 * (with Data-Level Length, and checksum if the A flag says so). Which getters are meaningful follows from {@link #length()}.
 */
@Rfc(value = 8684, section = "3.1")
public final class MpCapableOption extends MptcpOption {
    /** The version we speak. */
    public static final int VERSION = 1;
    /** A: DSS checksums are required. */
    public static final int CHECKSUM_REQUIRED = 0x80;
    /** B: reserved for extensions; a set bit makes the option one to ignore. */
    public static final int EXTENSIBILITY = 0x40;
    /** C: no further subflows to the address and port this packet came from. */
    public static final int NO_JOIN_HERE = 0x20;
    /** D to H: the algorithms offered, or the one chosen. */
    public static final int CRYPTO = 0x1f;
    /** H: the only algorithm there is. */
    public static final int HMAC_SHA256 = 0x01;

    /** Bytes on a SYN and on a SYN/ACK. */
    public static final int SYN_LENGTH = 4;
    public static final int SYN_ACK_LENGTH = 12;
    private static final int ACK = 20;
    private static final int ACK_DATA = 22;
    private static final int ACK_DATA_CHECKSUM = 24;

    public MpCapableOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    /** The length is one of the five, and on first data it agrees with the A flag. Version and flags are negotiation. */
    public boolean isWellFormed() {
        if (!is(MptcpSubtype.MP_CAPABLE)) {
            return false;
        }
        return switch (length()) {
            case SYN_LENGTH, SYN_ACK_LENGTH, ACK -> true;
            case ACK_DATA -> !checksumRequired();
            case ACK_DATA_CHECKSUM -> checksumRequired();
            default -> false;
        };
    }

    /** Well-formed, and of the form that belongs to a segment with these {@link TcpFlags}. */
    public boolean isWellFormed(int tcpFlags) {
        return isWellFormed() && switch (tcpFlags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) {
            case TcpFlags.SYN -> length() == SYN_LENGTH;
            case TcpFlags.SYN | TcpFlags.ACK -> length() == SYN_ACK_LENGTH;
            case TcpFlags.ACK -> length() >= ACK;
            default -> false;
        };
    }

    public int version() {
        return u8(2) & 0xf;
    }

    /** All eight flag bits. */
    public int flags() {
        return u8(3);
    }

    public boolean checksumRequired() {
        return (flags() & CHECKSUM_REQUIRED) != 0;
    }

    public boolean hasSenderKey() {
        return length() >= SYN_ACK_LENGTH;
    }

    public long senderKey() {
        return i64(4);
    }

    public boolean hasReceiverKey() {
        return length() >= ACK;
    }

    public long receiverKey() {
        return i64(12);
    }

    /** This option is the mapping of the first data. */
    public boolean hasMapping() {
        return length() >= ACK_DATA;
    }

    /** 0 to 65,535; meaningful with {@link #hasMapping()}. */
    public int dataLevelLength() {
        return u16(20);
    }

    public boolean hasChecksum() {
        return length() == ACK_DATA_CHECKSUM;
    }

    public int checksum() {
        return u16(22);
    }

    public static boolean encodeSyn(OptionPlan plan, int flags) {
        return encode(plan, SYN_LENGTH, flags) >= 0;
    }

    public static boolean encodeSynAck(OptionPlan plan, int flags, long senderKey) {
        int at = encode(plan, SYN_ACK_LENGTH, flags);
        if (at >= 0) {
            put64(plan, at + 4, senderKey);
        }
        return at >= 0;
    }

    public static boolean encodeAck(OptionPlan plan, int flags, long senderKey, long receiverKey) {
        return encodeKeys(plan, ACK, flags, senderKey, receiverKey) >= 0;
    }

    /** First data: 24 bytes when {@code flags} has {@link #CHECKSUM_REQUIRED}, else 22 and {@code checksum} is not written. */
    public static boolean encodeAckData(OptionPlan plan, int flags, long senderKey, long receiverKey,
                                        int dataLevelLength, int checksum) {
        int length = (flags & CHECKSUM_REQUIRED) != 0 ? ACK_DATA_CHECKSUM : ACK_DATA;
        int at = encodeKeys(plan, length, flags, senderKey, receiverKey);
        if (at >= 0) {
            put16(plan, at + 20, dataLevelLength);
            if (length == ACK_DATA_CHECKSUM) {
                put16(plan, at + 22, checksum);
            }
        }
        return at >= 0;
    }

    private static int encodeKeys(OptionPlan plan, int length, int flags, long senderKey, long receiverKey) {
        int at = encode(plan, length, flags);
        if (at >= 0) {
            put64(plan, at + 4, senderKey);
            put64(plan, at + 12, receiverKey);
        }
        return at;
    }

    private static int encode(OptionPlan plan, int length, int flags) {
        int at = begin(plan, length, MptcpSubtype.MP_CAPABLE, VERSION);
        if (at >= 0) {
            plan.buffer().putByte(at + 3, (byte) flags);
        }
        return at;
    }
}
