package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/** REMOVE_ADDR: one or more address ids. */
@Rfc(value = 8684, section = "3.4.2")
public final class RemoveAddrOption extends MptcpOption {
    public RemoveAddrOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        return is(MptcpSubtype.REMOVE_ADDR) && length() >= 4;
    }

    /** How many ids, 1 to 37. */
    public int count() {
        return length() - 3;
    }

    /** The {@code i}th id, 0 to 255; {@code i} must be below {@link #count()}. */
    public int addressId(int i) {
        return u8(3 + i);
    }

    public static boolean encode(OptionPlan plan, int addressId) {
        int at = begin(plan, 4, MptcpSubtype.REMOVE_ADDR, 0);
        if (at >= 0) {
            plan.buffer().putByte(at + 3, (byte) addressId);
        }
        return at >= 0;
    }

    /** The first {@code count} of {@code addressIds}, at least one. */
    public static boolean encode(OptionPlan plan, byte[] addressIds, int count) {
        int at = count > 0 ? begin(plan, 3 + count, MptcpSubtype.REMOVE_ADDR, 0) : -1;
        if (at >= 0) {
            plan.buffer().putBytes(at + 3, addressIds, 0, count);
        }
        return at >= 0;
    }
}
