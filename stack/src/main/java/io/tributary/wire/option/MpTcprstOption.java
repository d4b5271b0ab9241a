package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/** MP_TCPRST: why a subflow is reset. The flags U, V, W are ignored. */
@Rfc(value = 8684, section = "3.6")
public final class MpTcprstOption extends MptcpOption {
    public static final int UNSPECIFIED = 0x00;
    public static final int MPTCP_ERROR = 0x01;
    public static final int LACK_OF_RESOURCES = 0x02;
    public static final int PROHIBITED = 0x03;
    public static final int TOO_MUCH_OUTSTANDING = 0x04;
    public static final int UNACCEPTABLE_PERFORMANCE = 0x05;
    public static final int MIDDLEBOX_INTERFERENCE = 0x06;

    private static final int LENGTH = 4;
    private static final int TRANSIENT = 1;

    public MpTcprstOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        return is(MptcpSubtype.MP_TCPRST) && length() == LENGTH;
    }

    /** T: the cause may go away, another attempt may succeed. */
    public boolean isTransient() {
        return (u8(2) & TRANSIENT) != 0;
    }

    /** 0x00 to 0x06; a code that is not assigned counts as {@link #UNSPECIFIED}. */
    public int reason() {
        int reason = u8(3);
        return reason <= MIDDLEBOX_INTERFERENCE ? reason : UNSPECIFIED;
    }

    public static boolean encode(OptionPlan plan, boolean isTransient, int reason) {
        int at = begin(plan, LENGTH, MptcpSubtype.MP_TCPRST, isTransient ? TRANSIENT : 0);
        if (at >= 0) {
            plan.buffer().putByte(at + 3, (byte) reason);
        }
        return at >= 0;
    }
}
