package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/** Subtypes of the MPTCP option: the first nibble after kind and length. */
@Rfc(value = 8684, section = {"3", "8.2"})
public final class MptcpSubtype {
    public static final int MP_CAPABLE = 0x0;
    public static final int MP_JOIN = 0x1;
    public static final int DSS = 0x2;
    public static final int ADD_ADDR = 0x3;
    public static final int REMOVE_ADDR = 0x4;
    public static final int MP_PRIO = 0x5;
    public static final int MP_FAIL = 0x6;
    public static final int MP_FASTCLOSE = 0x7;
    public static final int MP_TCPRST = 0x8;
    public static final int MP_EXPERIMENTAL = 0xf;

    private MptcpSubtype() {
    }

    /** Subtype of the kind-30 option that starts at {@code at} and has at least 3 bytes, 0 to 15. */
    public static int subtype(DirectBuffer b, int at) {
        return b.getByte(at + 2) >>> 4 & 0xf;
    }
}
