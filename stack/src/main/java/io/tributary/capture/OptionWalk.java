package io.tributary.capture;

import io.tributary.tcp.SegmentView;
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

/** Hands every MPTCP option of a segment to the one who understands it, and counts those that are broken. */
final class OptionWalk {
    private final CapableAnalysis capable;
    private final JoinAnalysis join;
    private final DataAnalysis data = new DataAnalysis();
    private final SignalAnalysis signal = new SignalAnalysis();
    private final PacketCounts counts;

    private final MpCapableOption mpCapable = new MpCapableOption();
    private final MpJoinOption mpJoin = new MpJoinOption();
    private final DssOption dss = new DssOption();
    private final AddAddrOption addAddr = new AddAddrOption();
    private final RemoveAddrOption removeAddr = new RemoveAddrOption();
    private final MpPrioOption mpPrio = new MpPrioOption();
    private final MpFailOption mpFail = new MpFailOption();
    private final MpFastcloseOption mpFastclose = new MpFastcloseOption();
    private final MpTcprstOption mpTcprst = new MpTcprstOption();

    private boolean hasCapable;
    private boolean hasKeysOnly;
    private boolean hasOther;

    OptionWalk(CapableAnalysis capable, JoinAnalysis join, PacketCounts counts) {
        this.capable = capable;
        this.join = join;
        this.counts = counts;
    }

    void walk(SegmentContext x) {
        SegmentView s = x.segment;
        hasCapable = false;
        hasKeysOnly = false;
        hasOther = false;
        boolean broken = s.options.malformed();
        for (int i = 0; i < s.options.mptcpCount(); i++) {
            int at = s.options.mptcpAt(i);
            int subtype = MptcpSubtype.subtype(s.buffer, at);
            counts.option(subtype);
            if (!dispatch(x, subtype, at, s.options.mptcpLength(i))) {
                broken = true;
                counts.malformedOption();
                x.event(EventType.MALFORMED_OPTION,
                    "MPTCP option of subtype " + subtype + " with " + s.options.mptcpLength(i) + " bytes");
            }
        }
        if (broken) {
            counts.malformed();
        }
    }

    /** @return false if the option is not well-formed */
    private boolean dispatch(SegmentContext x, int subtype, int at, int length) {
        SegmentView s = x.segment;
        boolean right = switch (subtype) {
            case MptcpSubtype.MP_CAPABLE -> mpCapable.wrap(s.buffer, at, length).isWellFormed(s.flags);
            case MptcpSubtype.MP_JOIN -> mpJoin.wrap(s.buffer, at, length).isWellFormed(s.flags);
            case MptcpSubtype.DSS -> dss.wrap(s.buffer, at, length).isWellFormed();
            case MptcpSubtype.ADD_ADDR -> addAddr.wrap(s.buffer, at, length).isWellFormed();
            case MptcpSubtype.REMOVE_ADDR -> removeAddr.wrap(s.buffer, at, length).isWellFormed();
            case MptcpSubtype.MP_PRIO -> mpPrio.wrap(s.buffer, at, length).isWellFormed();
            case MptcpSubtype.MP_FAIL -> mpFail.wrap(s.buffer, at, length).isWellFormed();
            case MptcpSubtype.MP_FASTCLOSE -> mpFastclose.wrap(s.buffer, at, length).isWellFormed();
            case MptcpSubtype.MP_TCPRST -> mpTcprst.wrap(s.buffer, at, length).isWellFormed();
            default -> true;   // unknown ones are ignored, like unknown TCP options
        };
        if (right) {
            take(x, subtype);
        }
        return right;
    }

    private void take(SegmentContext x, int subtype) {
        hasCapable |= subtype == MptcpSubtype.MP_CAPABLE;
        hasKeysOnly |= subtype == MptcpSubtype.MP_CAPABLE && mpCapable.hasReceiverKey() && !mpCapable.hasMapping();
        hasOther |= subtype != MptcpSubtype.MP_CAPABLE;
        if (!x.connection.multipath) {
            return;
        }
        switch (subtype) {
            case MptcpSubtype.MP_CAPABLE -> capable.onOption(x, mpCapable);
            case MptcpSubtype.MP_JOIN -> join.onOption(x, mpJoin);
            case MptcpSubtype.DSS -> data.onOption(x, dss);
            case MptcpSubtype.ADD_ADDR -> signal.onAddAddr(x, addAddr);
            case MptcpSubtype.REMOVE_ADDR -> signal.onRemoveAddr(x, removeAddr);
            case MptcpSubtype.MP_PRIO -> signal.onPrio(x, mpPrio);
            case MptcpSubtype.MP_FAIL -> signal.onFail(x, mpFail);
            case MptcpSubtype.MP_FASTCLOSE -> signal.onFastclose(x, mpFastclose);
            case MptcpSubtype.MP_TCPRST -> signal.onTcprst(x, mpTcprst);
            default -> {
                // nothing to learn
            }
        }
    }

    /** The last segment had a well-formed MP_CAPABLE. */
    boolean hasCapable() {
        return hasCapable;
    }

    /** It was the form with both keys and no mapping. */
    boolean hasKeysOnly() {
        return hasKeysOnly;
    }

    /** The last segment had a well-formed MPTCP option that is no MP_CAPABLE. */
    boolean hasOther() {
        return hasOther;
    }

    boolean hasAny() {
        return hasCapable || hasOther;
    }
}
