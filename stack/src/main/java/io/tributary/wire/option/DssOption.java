package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/**
 * The Data Sequence Signal: a Data ACK, a mapping, both or neither. Nothing in the option says whether a mapping has a
 * checksum, so the length does: exactly what the flags ask for, or two bytes more with a mapping.
 */
@Rfc(value = 8684, section = "3.3")
public final class DssOption extends MptcpOption {
    /** F: the mapping's last octet is the DATA_FIN. */
    public static final int DATA_FIN = 0x10;
    /** m: the DSN has 64 bits. */
    public static final int DSN_64 = 0x08;
    /** M: DSN, SSN and length are present. */
    public static final int MAPPING = 0x04;
    /** a: the Data ACK has 64 bits. */
    public static final int ACK_64 = 0x02;
    /** A: a Data ACK is present. */
    public static final int ACK = 0x01;
    /** In place of a checksum: there is none. */
    public static final int NO_CHECKSUM = -1;

    private static final int ALL = 0x1f;

    public DssOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        if (!is(MptcpSubtype.DSS) || length() < 4) {
            return false;
        }
        int expected = length(flags(), false);
        return length() == expected || hasMapping() && length() == expected + 2;
    }

    /** Bytes of an option with these flags; {@code a} and {@code m} mean nothing when {@code A} or {@code M} is clear. */
    public static int length(int flags, boolean checksum) {
        return 4 + ackLength(flags) + mappingLength(flags) + (checksum && (flags & MAPPING) != 0 ? 2 : 0);
    }

    private static int ackLength(int flags) {
        return (flags & ACK) == 0 ? 0 : (flags & ACK_64) == 0 ? 4 : 8;
    }

    private static int mappingLength(int flags) {
        return (flags & MAPPING) == 0 ? 0 : (flags & DSN_64) == 0 ? 10 : 14;
    }

    public int flags() {
        return u8(3) & ALL;
    }

    public boolean hasDataAck() {
        return (flags() & ACK) != 0;
    }

    public boolean isDataAck64() {
        return (flags() & ACK_64) != 0;
    }

    /** As received: 64 bits, or 32 without sign, see {@link #isDataAck64()}; meaningful with {@link #hasDataAck()}. */
    public long dataAck() {
        return isDataAck64() ? i64(4) : i32(4) & 0xffff_ffffL;
    }

    public boolean hasMapping() {
        return (flags() & MAPPING) != 0;
    }

    public boolean isDsn64() {
        return (flags() & DSN_64) != 0;
    }

    /** As received: 64 bits, or 32 without sign, see {@link #isDsn64()}; meaningful, as what follows, with {@link #hasMapping()}. */
    public long dsn() {
        return isDsn64() ? i64(mappingAt()) : i32(mappingAt()) & 0xffff_ffffL;
    }

    /** Relative to the subflow's initial sequence number. */
    public int ssn() {
        return i32(afterDsn());
    }

    /** 0 to 65,535; 0 is the infinite mapping. */
    public int dataLevelLength() {
        return u16(afterDsn() + 4);
    }

    public boolean hasChecksum() {
        return hasMapping() && length() == length(flags(), true);
    }

    public int checksum() {
        return u16(afterDsn() + 6);
    }

    /** F together with a mapping: without one there is no DSN that it could be, so F alone means nothing. */
    @Rfc(value = 8684, section = "3.3.3")
    public boolean hasDataFin() {
        return (flags() & (DATA_FIN | MAPPING)) == (DATA_FIN | MAPPING);
    }

    private int mappingAt() {
        return 4 + ackLength(flags());
    }

    private int afterDsn() {
        return mappingAt() + (isDsn64() ? 8 : 4);
    }

    /**
     * Writes what {@code flags} ask for; values they do not ask for are not looked at.
     *
     * @param flags    {@link #ACK}, {@link #ACK_64}, {@link #MAPPING}, {@link #DSN_64} and, only with a mapping, {@link #DATA_FIN}
     * @param checksum of the mapping, or {@link #NO_CHECKSUM}
     */
    public static boolean encode(OptionPlan plan, int flags, long dataAck, long dsn, int ssn, int dataLevelLength,
                                 int checksum) {
        int at = begin(plan, length(flags, checksum != NO_CHECKSUM), MptcpSubtype.DSS, 0);
        if (at < 0) {
            return false;
        }
        plan.buffer().putByte(at + 3, (byte) sent(flags));
        int next = at + 4;
        if ((flags & ACK) != 0) {
            next = put(plan, next, dataAck, (flags & ACK_64) != 0);
        }
        if ((flags & MAPPING) != 0) {
            next = put(plan, next, dsn, (flags & DSN_64) != 0);
            put32(plan, next, ssn);
            put16(plan, next + 4, dataLevelLength);
            if (checksum != NO_CHECKSUM) {
                put16(plan, next + 6, checksum);
            }
        }
        return true;
    }

    /** A Data ACK and nothing else. */
    public static boolean encodeAck(OptionPlan plan, long dataAck, boolean wide) {
        return encode(plan, wide ? ACK | ACK_64 : ACK, dataAck, 0, 0, 0, NO_CHECKSUM);
    }

    /** Reserved bits and those that would mean nothing are sent as 0. */
    private static int sent(int flags) {
        int f = flags & ALL;
        f = (f & ACK) == 0 ? f & ~ACK_64 : f;
        return (f & MAPPING) == 0 ? f & ~(DSN_64 | DATA_FIN) : f;
    }

    private static int put(OptionPlan plan, int at, long value, boolean wide) {
        if (wide) {
            put64(plan, at, value);
            return at + 8;
        }
        put32(plan, at, (int) value);
        return at + 4;
    }
}
