package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/** MP_FAIL: a DSS checksum failed, or data came without a mapping. Reserved bits are ignored. */
@Rfc(value = 8684, section = "3.7")
public final class MpFailOption extends MptcpOption {
    private static final int LENGTH = 12;

    public MpFailOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        return is(MptcpSubtype.MP_FAIL) && length() == LENGTH;
    }

    /** Start of the data that is to be sent again, always 64 bits. */
    public long dsn() {
        return i64(4);
    }

    public static boolean encode(OptionPlan plan, long dsn) {
        int at = begin(plan, LENGTH, MptcpSubtype.MP_FAIL, 0);
        if (at >= 0) {
            plan.buffer().putByte(at + 3, (byte) 0);
            put64(plan, at + 4, dsn);
        }
        return at >= 0;
    }
}
