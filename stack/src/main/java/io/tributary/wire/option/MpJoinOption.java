package io.tributary.wire.option;

import io.tributary.Rfc;
import io.tributary.wire.TcpFlags;
import org.agrona.DirectBuffer;

/**
 * MP_JOIN: 12 bytes on a SYN (token, nonce), 16 on a SYN/ACK (64 bits of HMAC, nonce), 24 on the ACK (160 bits of
 * HMAC). Which getters are meaningful follows from {@link #length()}. Reserved bits are ignored.
 */
@Rfc(value = 8684, section = "3.2")
public final class MpJoinOption extends MptcpOption {
    /** Bytes of HMAC on the ACK. */
    public static final int HMAC_LENGTH = 20;

    private static final int SYN = 12;
    private static final int SYN_ACK = 16;
    private static final int ACK = 24;
    private static final int BACKUP = 1;

    public MpJoinOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        return is(MptcpSubtype.MP_JOIN) && (length() == SYN || length() == SYN_ACK || length() == ACK);
    }

    /** Well-formed, and of the form that belongs to a segment with these {@link TcpFlags}. */
    public boolean isWellFormed(int tcpFlags) {
        return isWellFormed() && switch (tcpFlags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) {
            case TcpFlags.SYN -> length() == SYN;
            case TcpFlags.SYN | TcpFlags.ACK -> length() == SYN_ACK;
            case TcpFlags.ACK -> length() == ACK;
            default -> false;
        };
    }

    /** B of a SYN or SYN/ACK: the sender wants this path used only when no other works. */
    public boolean backup() {
        return (u8(2) & BACKUP) != 0;
    }

    /** Of a SYN or SYN/ACK, 0 to 255. */
    public int addressId() {
        return u8(3);
    }

    /** Of a SYN: the receiver's token. */
    public int token() {
        return i32(4);
    }

    /** Of a SYN or SYN/ACK: the sender's nonce. */
    public int nonce() {
        return i32(length() == SYN ? 8 : 12);
    }

    /** Of a SYN/ACK: leftmost 64 bits. */
    public long hmac64() {
        return i64(4);
    }

    /** Of an ACK: where in {@link #buffer()} its {@value #HMAC_LENGTH} bytes of HMAC start. */
    public int hmacAt() {
        return at() + 4;
    }

    /** Whether an ACK's HMAC is the first 20 bytes at {@code expectedAt}; takes the same time wherever they differ. */
    public boolean matchesHmac(DirectBuffer expected, int expectedAt) {
        int difference = 0;
        for (int i = 0; i < HMAC_LENGTH; i++) {
            difference |= u8(4 + i) ^ expected.getByte(expectedAt + i) & 0xff;
        }
        return difference == 0;
    }

    public static boolean encodeSyn(OptionPlan plan, boolean backup, int addressId, int token, int nonce) {
        int at = encode(plan, SYN, backup, addressId);
        if (at >= 0) {
            put32(plan, at + 4, token);
            put32(plan, at + 8, nonce);
        }
        return at >= 0;
    }

    public static boolean encodeSynAck(OptionPlan plan, boolean backup, int addressId, long hmac64, int nonce) {
        int at = encode(plan, SYN_ACK, backup, addressId);
        if (at >= 0) {
            put64(plan, at + 4, hmac64);
            put32(plan, at + 12, nonce);
        }
        return at >= 0;
    }

    /** @param hmac holds at least {@value #HMAC_LENGTH} bytes from {@code hmacAt}, of which the first are taken */
    public static boolean encodeAck(OptionPlan plan, DirectBuffer hmac, int hmacAt) {
        int at = encode(plan, ACK, false, 0);
        if (at >= 0) {
            plan.buffer().putBytes(at + 4, hmac, hmacAt, HMAC_LENGTH);
        }
        return at >= 0;
    }

    private static int encode(OptionPlan plan, int length, boolean backup, int addressId) {
        int at = begin(plan, length, MptcpSubtype.MP_JOIN, backup ? BACKUP : 0);
        if (at >= 0) {
            plan.buffer().putByte(at + 3, (byte) addressId);
        }
        return at;
    }
}
