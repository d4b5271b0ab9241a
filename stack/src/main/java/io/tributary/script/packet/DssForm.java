package io.tributary.script.packet;

import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.script.syntax.MptcpLine;
import io.tributary.script.syntax.ScriptException;
import io.tributary.wire.Checksum;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MptcpSubtype;
import org.agrona.concurrent.UnsafeBuffer;

/** The bytes of a DSS option. Its numbers are relative: to the initial data sequence numbers, and to the subflow's. */
final class DssForm {
    private DssForm() {
    }

    static Template of(MptcpLine o, Perspective p, long seq, int payload) throws ScriptException {
        boolean ack = o.has("dack4") || o.has("dack8");
        boolean mapping = o.has("dsn4") || o.has("dsn8");
        boolean fin = o.has("fin");
        int flags = (ack ? DssOption.ACK : 0) | (o.has("dack8") ? DssOption.ACK_64 : 0) | (mapping ? DssOption.MAPPING : 0)
            | (o.has("dsn8") ? DssOption.DSN_64 : 0) | (fin ? DssOption.DATA_FIN : 0);
        Template t = new Template().put(1, MptcpSubtype.DSS << 4).put(1, flags);
        if (ack) {
            boolean wide = o.has("dack8");
            Long n = MptcpForms.number(o, p, wide ? "dack8" : "dack4", p.stack() ? null : Long.valueOf(p.peerNext()));
            t.maybe(wide ? 8 : 4, n == null ? null : Long.valueOf(p.peerIdsn() + n));
        }
        if (mapping) {
            mapping(o, p, seq, payload, t);
        }
        return t;
    }

    private static void mapping(MptcpLine o, Perspective p, long seq, int payload, Template t) throws ScriptException {
        boolean wide = o.has("dsn8");
        boolean fin = o.has("fin");
        boolean stack = p.stack();
        Long dsn = MptcpForms.number(o, p, wide ? "dsn8" : "dsn4", stack ? null : Long.valueOf(p.ownNext()));
        Long ssn = MptcpForms.number(o, p, "ssn", stack ? null : Long.valueOf(payload == 0 ? 0 : seq));
        Long dll = MptcpForms.number(o, p, "dll", stack ? null : Long.valueOf(payload + (fin ? 1 : 0)));
        t.maybe(wide ? 8 : 4, dsn == null ? null : Long.valueOf(p.ownIdsn() + dsn)).maybe(4, ssn).maybe(2, dll);
        boolean known = dsn != null && ssn != null && dll != null;
        if (known) {
            p.ownSent(dsn + dll);
            if (!stack) {
                p.subflow().addInbound(ssn, dsn, dll - (fin && dll > 0 ? 1 : 0));
            }
        }
        if (!o.has("nocs") && (o.has("cksum") || p.session().checksum())) {
            Long field = MptcpForms.number(o, p, "cksum", known
                ? Long.valueOf(checksum(p.ownIdsn() + dsn, dsn, ssn.intValue(), dll.intValue(), fin ? 1 : 0)) : null);
            t.maybe(2, field);
        }
    }

    /**
     * The checksum over a mapping of the pattern.
     *
     * @param dsn      on the wire
     * @param relative the same number in the script
     * @param length   the mapping's, with the DATA_FIN
     */
    static int checksum(long dsn, long relative, int ssn, int length, int fin) {
        byte[] data = new byte[Math.max(0, length - fin)];
        Pattern.fill(data, 0, data.length, relative - 1);
        return DssChecksum.of(dsn, ssn, length, Checksum.sum(new UnsafeBuffer(data), 0, data.length));
    }
}
