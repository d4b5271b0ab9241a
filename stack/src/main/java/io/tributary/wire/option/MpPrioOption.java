package io.tributary.wire.option;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/**
 * MP_PRIO: asks for the backup flag of the subflow it arrives on. Version 0 had a form of 4 bytes about the subflow of
 * another address id; taking it as one about this subflow would change the wrong path, so it is not well-formed.
 */
@Rfc(value = 8684, section = "3.3.8")
public final class MpPrioOption extends MptcpOption {
    private static final int LENGTH = 3;
    private static final int BACKUP = 1;

    public MpPrioOption wrap(DirectBuffer b, int at, int len) {
        place(b, at, len);
        return this;
    }

    public boolean isWellFormed() {
        return is(MptcpSubtype.MP_PRIO) && length() == LENGTH;
    }

    public boolean backup() {
        return (u8(2) & BACKUP) != 0;
    }

    public static boolean encode(OptionPlan plan, boolean backup) {
        return begin(plan, LENGTH, MptcpSubtype.MP_PRIO, backup ? BACKUP : 0) >= 0;
    }
}
