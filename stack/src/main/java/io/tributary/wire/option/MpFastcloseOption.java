package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/** MP_FASTCLOSE: ends the whole connection at once. Reserved bits are ignored. */
@Rfc(value = 8684, section = "3.5")
public final class MpFastcloseOption extends MptcpOption {
    private static final int LENGTH = 12;

    public MpFastcloseOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        return is(MptcpSubtype.MP_FASTCLOSE) && length() == LENGTH;
    }

    /** The key of the host that receives the option: proof that the sender knows the connection. */
    public long receiverKey() {
        return i64(4);
    }

    public static boolean encode(OptionPlan plan, long receiverKey) {
        int at = begin(plan, LENGTH, MptcpSubtype.MP_FASTCLOSE, 0);
        if (at >= 0) {
            plan.buffer().putByte(at + 3, (byte) 0);
            put64(plan, at + 4, receiverKey);
        }
        return at >= 0;
    }
}
