package io.tributary.mptcp.open;

import io.tributary.Rfc;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpFastcloseOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.MptcpSubtype;
import io.tributary.wire.option.RemoveAddrOption;
import io.tributary.wire.option.TcpOptions;

/**
 * The MPTCP options of one segment, sorted by kind; a reused struct over the packet's buffer. What is malformed, unknown or on
 * the wrong kind of segment is not there. MP_CAPABLE beside MP_JOIN, or either of them twice, counts as neither; of other
 * duplicates the last counts, and ADD_ADDR may come several times.
 */
@Rfc(value = 8684, section = "3")
public final class ReceivedOptions {
    private static final int CAPABLE = 1;
    private static final int JOIN = 2;
    private static final int DSS = 4;
    private static final int REMOVE = 8;
    private static final int PRIO = 16;
    private static final int FAIL = 32;
    private static final int FASTCLOSE = 64;
    private static final int TCPRST = 128;
    /** Something that is MPTCP signalling other than a DSS. */
    private static final int OTHER = 256;
    private static final int HANDSHAKE_TWICE = 512;
    private static final int MAX_ADDRESSES = 2;

    private final MpCapableOption capable = new MpCapableOption();
    private final MpJoinOption join = new MpJoinOption();
    private final DssOption dss = new DssOption();
    private final AddAddrOption[] added = {new AddAddrOption(), new AddAddrOption()};
    private final RemoveAddrOption removed = new RemoveAddrOption();
    private final MpPrioOption prio = new MpPrioOption();
    private final MpFailOption fail = new MpFailOption();
    private final MpFastcloseOption fastclose = new MpFastcloseOption();
    private final MpTcprstOption tcprst = new MpTcprstOption();
    private int present;
    private int addedCount;

    /** @param tcpFlags of the segment, see {@link io.tributary.wire.TcpFlags} */
    public ReceivedOptions parse(TcpOptions o, int tcpFlags) {
        present = 0;
        addedCount = 0;
        for (int i = 0; i < o.mptcpCount(); i++) {
            take(o, o.mptcpAt(i), o.mptcpLength(i), tcpFlags);
        }
        if ((present & HANDSHAKE_TWICE) != 0) {
            present &= ~(CAPABLE | JOIN);
        }
        return this;
    }

    private void take(TcpOptions o, int at, int length, int tcpFlags) {
        int subtype = MptcpSubtype.subtype(o.buffer(), at);
        if (subtype != MptcpSubtype.DSS) {
            present |= OTHER;
        }
        switch (subtype) {
            case MptcpSubtype.MP_CAPABLE ->
                handshake(CAPABLE, capable.wrap(o.buffer(), at, length).isWellFormed(tcpFlags));
            case MptcpSubtype.MP_JOIN -> handshake(JOIN, join.wrap(o.buffer(), at, length).isWellFormed(tcpFlags));
            case MptcpSubtype.DSS -> set(DSS, dss.wrap(o.buffer(), at, length).isWellFormed());
            case MptcpSubtype.ADD_ADDR -> {
                if (addedCount < MAX_ADDRESSES && added[addedCount].wrap(o.buffer(), at, length).isWellFormed()) {
                    addedCount++;
                }
            }
            case MptcpSubtype.REMOVE_ADDR -> set(REMOVE, removed.wrap(o.buffer(), at, length).isWellFormed());
            case MptcpSubtype.MP_PRIO -> set(PRIO, prio.wrap(o.buffer(), at, length).isWellFormed());
            case MptcpSubtype.MP_FAIL -> set(FAIL, fail.wrap(o.buffer(), at, length).isWellFormed());
            case MptcpSubtype.MP_FASTCLOSE -> set(FASTCLOSE, fastclose.wrap(o.buffer(), at, length).isWellFormed());
            case MptcpSubtype.MP_TCPRST -> set(TCPRST, tcprst.wrap(o.buffer(), at, length).isWellFormed());
            default -> {
                // unassigned and experimental subtypes are ignored like unknown options
            }
        }
    }

    private void handshake(int bit, boolean wellFormed) {
        if ((present & (CAPABLE | JOIN)) != 0) {
            present |= HANDSHAKE_TWICE;
        }
        set(bit, wellFormed);
    }

    private void set(int bit, boolean wellFormed) {
        present = wellFormed ? present | bit : present & ~bit;
    }

    private boolean has(int bit) {
        return (present & bit) != 0;
    }

    public boolean hasCapable() {
        return has(CAPABLE);
    }

    public MpCapableOption capable() {
        return capable;
    }

    public boolean hasJoin() {
        return has(JOIN);
    }

    public MpJoinOption join() {
        return join;
    }

    public boolean hasDss() {
        return has(DSS);
    }

    public DssOption dss() {
        return dss;
    }

    /** Well-formed ADD_ADDR options, echoes among them. */
    public int addedCount() {
        return addedCount;
    }

    public AddAddrOption added(int i) {
        return added[i];
    }

    public boolean hasRemoved() {
        return has(REMOVE);
    }

    public RemoveAddrOption removed() {
        return removed;
    }

    public boolean hasPrio() {
        return has(PRIO);
    }

    public MpPrioOption prio() {
        return prio;
    }

    public boolean hasFail() {
        return has(FAIL);
    }

    public MpFailOption fail() {
        return fail;
    }

    public boolean hasFastclose() {
        return has(FASTCLOSE);
    }

    public MpFastcloseOption fastclose() {
        return fastclose;
    }

    public boolean hasTcprst() {
        return has(TCPRST);
    }

    public MpTcprstOption tcprst() {
        return tcprst;
    }

    /** The segment carries MPTCP signalling other than a DSS, understood or not. */
    public boolean hasSignalling() {
        return has(OTHER);
    }
}
