package io.tributary.script.packet;

import io.tributary.script.syntax.MptcpLine;
import io.tributary.script.syntax.MptcpLine.Operand;
import io.tributary.script.syntax.OptionLine;
import io.tributary.script.syntax.ScriptException;
import io.tributary.script.syntax.TcpLine;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MptcpSubtype;
import io.tributary.wire.option.OptionPlan;
import java.util.List;

/** MPTCP options of a run: writes those of the script's peer, compares those of the stack, and remembers what both say. */
public final class MptcpOptions {
    private final MptcpForms forms;
    private MptcpSession session = new MptcpSession();

    public MptcpOptions(Addresses addresses) {
        forms = new MptcpForms(addresses);
    }

    /** @return false if it does not fit */
    boolean encode(MptcpLine o, TcpLine t, Flow f, OptionPlan plan) throws ScriptException {
        byte[] bytes = forms.of(o, new Perspective(sessionOf(o, t, f), f.subflow(), false), t.seq(), t.length()).finish();
        int at = plan.claim(bytes.length);
        if (at >= 0) {
            plan.buffer().putBytes(at, bytes);
        }
        return at >= 0;
    }

    /** Whether a real option is of the subtype that the script names; true for what is no MPTCP option. */
    static boolean mayBe(OptionLine wanted, OptionItem item) {
        if (!(wanted instanceof MptcpLine o)) {
            return true;
        }
        int subtype = item.length() < 3 ? -1 : item.u8(2) >> 4;
        return subtype == switch (o.name()) {
            case "mpcapable", "mp_capable" -> MptcpSubtype.MP_CAPABLE;
            case "dss" -> MptcpSubtype.DSS;
            case "add_address" -> MptcpSubtype.ADD_ADDR;
            case "remove_address" -> MptcpSubtype.REMOVE_ADDR;
            case "mp_prio" -> MptcpSubtype.MP_PRIO;
            case "mp_fail" -> MptcpSubtype.MP_FAIL;
            case "mp_fastclose" -> MptcpSubtype.MP_FASTCLOSE;
            case "mp_reset" -> MptcpSubtype.MP_TCPRST;
            default -> MptcpSubtype.MP_JOIN;
        };
    }

    /** @return null if the packet's option is what the script expects */
    String difference(MptcpLine o, OptionItem item, TcpLine t, Flow f) throws ScriptException {
        Perspective p = new Perspective(sessionOf(o, t, f), f.subflow(), true);
        capture(o, item, p);
        return forms.of(o, p, t.seq(), t.length()).matches(item) ? null : "got " + MptcpText.of(item, f);
    }

    /**
     * The mapping of a part of what the script sees as one segment may be that of the whole or of some of it: what the script
     * says, cut to the packet's mapping if that covers the part.
     */
    static MptcpLine fitted(MptcpLine o, OptionItem item, TcpLine t, int from, int length) {
        DssOption d = new DssOption().wrap(item.buffer(), item.at(), item.length());
        MptcpLine.Attribute ssn = o.find("ssn");
        if (!o.name().equals("dss") || ssn == null || ssn.operands().isEmpty() || !d.isWellFormed() || !d.hasMapping()) {
            return o;
        }
        int skipped = d.ssn() - (int) ssn.operands().get(0).plus();
        int size = d.dataLevelLength();
        boolean covers = skipped >= 0 && skipped <= from && skipped + size >= from + length && skipped + size <= t.length();
        return o.part(covers ? skipped : from, covers ? size : length);
    }

    /** An MP_CAPABLE on the SYN of a flow that belongs to no connection yet opens one; all else belongs to the latest. */
    private MptcpSession sessionOf(MptcpLine o, TcpLine t, Flow f) {
        if (f.subflow().session() == null) {
            if (o.name().endsWith("capable") && (t.flags() & TcpFlags.SYN) != 0) {
                session = session.next();
            }
            f.subflow().join(session);
        }
        return f.subflow().session();
    }

    /** Takes over what only the stack knows: its key, under the name that the script gives it, and its nonce. */
    private static void capture(MptcpLine o, OptionItem item, Perspective p) {
        if (o.name().endsWith("capable") && item.length() >= 12 && o.has("key")) {
            List<Operand> keys = o.find("key").operands();
            if (!keys.isEmpty() && keys.get(0).name() != null && keys.get(0).define() == null && !p.session().isNamed(keys.get(0).name())) {
                p.session().name(keys.get(0).name(), item.i64(4));
            }
        }
        if (o.name().equals("mp_join_syn") && item.length() == 12) {
            p.subflow().localNonce(item.i32(8));
        }
        if (o.name().equals("mp_join_syn_ack") && item.length() == 16) {
            p.subflow().localNonce(item.i32(12));
        }
    }
}
