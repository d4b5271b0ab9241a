package io.tributary.script.packet;

import io.tributary.script.syntax.MptcpLine;
import io.tributary.script.syntax.MptcpLine.Attribute;
import io.tributary.script.syntax.MptcpLine.Operand;
import io.tributary.script.syntax.ScriptException;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.MptcpSubtype;
import java.util.List;

/** The bytes that an MPTCP option of the script stands for, seen from its sender. What it leaves out is computed, or open. */
final class MptcpForms {
    private static final int DEFAULT_NONCE = 0x5ca1ab1e;

    private final Addresses addresses;

    MptcpForms(Addresses addresses) {
        this.addresses = addresses;
    }

    /**
     * @param seq     relative number of the segment's first byte
     * @param payload its length
     */
    Template of(MptcpLine o, Perspective p, long seq, int payload) throws ScriptException {
        return switch (o.name()) {
            case "mpcapable", "mp_capable" -> capable(o, p);
            case "mp_join_syn" -> joinSyn(o, p);
            case "mp_join_syn_ack" -> joinSynAck(o, p);
            case "mp_join_ack" -> new Template().put(2, MptcpSubtype.MP_JOIN << 12).put(hmac(o, p), 20);
            case "dss" -> DssForm.of(o, p, seq, payload);
            case "add_address" -> addAddress(o, p);
            case "remove_address" -> removeAddress(o, p);
            case "mp_prio" -> new Template().put(1, MptcpSubtype.MP_PRIO << 4 | number(o, p, "backup", 1L));
            case "mp_fail" -> fail(o, p);
            case "mp_fastclose" -> fastclose(o, p);
            case "mp_reset" -> new Template().put(1, MptcpSubtype.MP_TCPRST << 4 | flags(o, "flags")).put(1, number(o, p, "", 0L));
            default -> throw ScriptException.unsupported(o.position(), "option " + o.name());
        };
    }

    static Long number(MptcpLine o, Perspective p, String name, Long usual) throws ScriptException {
        Attribute a = o.find(name);
        return a == null || a.operands().isEmpty() ? usual : Long.valueOf(p.session().value(a.operands().get(0), o.position()));
    }

    private static int flags(MptcpLine o, String name) throws ScriptException {
        Attribute a = o.find(name);
        int bits = 0;
        for (Operand f : a == null ? List.<Operand>of() : a.operands()) {
            if (f.isNumber()) {
                bits |= (int) f.plus();
            } else if (f.name().matches("flag_[a-h]")) {
                bits |= 0x80 >> f.name().charAt(5) - 'a';
            } else if (f.name().matches("flag_[t-w]")) {
                bits |= 1 << "twvu".indexOf(f.name().charAt(5));
            } else {
                throw ScriptException.unsupported(o.position(), "flag " + f.name());
            }
        }
        return bits;
    }

    private static Template capable(MptcpLine o, Perspective p) throws ScriptException {
        int flags = flags(o, "flags");
        if ((flags & 0x80) != 0) {
            p.session().requireChecksum();
        }
        Template t = new Template().put(1, MptcpSubtype.MP_CAPABLE << 4 | (o.has("v0") ? 0 : 1)).put(1, flags);
        List<Operand> keys = o.has("key") ? o.find("key").operands() : List.of();
        for (int i = 0; i < keys.size(); i++) {
            long key = p.session().value(keys.get(i), o.position());
            t.put(8, key);
            if (i == 0) {
                p.ownKey(key);
            }
        }
        Long length = number(o, p, "mpcdatalen", null);
        if (length != null) {
            t.put(2, length);
            p.ownSent(1 + length);
            if (!p.stack()) {
                p.subflow().addInbound(1, 1, length);
            }
            if ((flags & 0x80) != 0 && !o.has("nocs")) {
                t.put(2, number(o, p, "cksum", (long) DssForm.checksum(p.ownIdsn() + 1, 1, 1, length.intValue(), 0)));
            }
        }
        return t;
    }

    private static Template joinSyn(MptcpLine o, Perspective p) throws ScriptException {
        Attribute a = o.find("token");
        Operand token = a == null || a.operands().isEmpty() ? null : a.operands().get(0);
        long value;
        if (token == null || "auto".equals(token.name())) {
            value = p.peerKey() == null ? 0 : MptcpSession.tokenOf(p.peerKey());
        } else if (token.argument() != null) {
            value = MptcpSession.tokenOf(p.session().value(new Operand(token.argument(), null, null, 0), o.position()));
        } else {
            value = p.session().value(token, o.position());
        }
        return start(o, p).put(4, value).put(4, nonce(o, p));
    }

    private static Template joinSynAck(MptcpLine o, Perspective p) throws ScriptException {
        long nonce = nonce(o, p);
        return start(o, p).put(hmac(o, p), 8).put(4, nonce);
    }

    private static Template start(MptcpLine o, Perspective p) throws ScriptException {
        return new Template().put(1, MptcpSubtype.MP_JOIN << 4 | number(o, p, "backup", 0L)).maybe(1, number(o, p, "address_id", null));
    }

    /** The stack's was seen already. */
    private static long nonce(MptcpLine o, Perspective p) throws ScriptException {
        if (p.stack()) {
            return number(o, p, "rand", (long) p.subflow().localNonce());
        }
        p.subflow().remoteNonce((int) (long) number(o, p, "rand", (long) DEFAULT_NONCE));
        return p.subflow().remoteNonce();
    }

    private static byte[] hmac(MptcpLine o, Perspective p) throws ScriptException {
        Attribute a = o.find("sender_hmac");
        if (a == null || a.operands().isEmpty() || "auto".equals(a.operands().get(0).name())) {
            return p.joinHmac(o.position());
        }
        byte[] wrong = new byte[20];
        long value = p.session().value(a.operands().get(0), o.position());
        for (int i = 0; i < 8; i++) {
            wrong[i] = (byte) (value >>> 56 - 8 * i);
        }
        return wrong;
    }

    private Template addAddress(MptcpLine o, Perspective p) throws ScriptException {
        Attribute a = o.find("addr");
        if (a == null || a.operands().size() != 1 || a.operands().get(0).isNumber()) {
            throw ScriptException.failed(o.position(), "add_address needs addr[NAME]");
        }
        Operand name = a.operands().get(0);
        String literal = name.argument() == null ? null : name.argument().substring(name.argument().indexOf(':') + 1);
        IpAddress address = addresses.resolve(name.name(), literal, o.position());
        boolean echo = o.has("addr_echo");
        Long id = number(o, p, "address_id", p.stack() ? null : Long.valueOf(1));
        int port = (int) (long) number(o, p, "port", 0L);
        Template t = new Template().put(1, MptcpSubtype.ADD_ADDR << 4 | (echo ? 1 : 0)).maybe(1, id).put(address.bytes(), address.bytes().length);
        if (port != 0) {
            t.put(2, port);
        }
        if (echo) {
            return t;
        }
        Long given = o.has("hmac") && o.find("hmac").operands().stream().anyMatch(h -> !"auto".equals(h.name()))
            ? number(o, p, "hmac", null) : null;
        if (id == null) {
            return t.open(8, 0);
        }
        return t.put(8, given != null ? given : p.addressHmac(id.intValue(), address.hi(), address.lo(), port, o.position()));
    }

    private static Template removeAddress(MptcpLine o, Perspective p) throws ScriptException {
        Template t = new Template().put(1, MptcpSubtype.REMOVE_ADDR << 4);
        Attribute ids = o.find("address_id");
        for (Operand id : ids == null ? List.<Operand>of() : ids.operands()) {
            t.put(1, p.session().value(id, o.position()));
        }
        return t;
    }

    /** The number is one of the data that the option's sender received. */
    private static Template fail(MptcpLine o, Perspective p) throws ScriptException {
        Long dsn = number(o, p, "dsn8", null);
        return new Template().put(2, MptcpSubtype.MP_FAIL << 12).maybe(8, dsn == null ? null : Long.valueOf(p.peerIdsn() + dsn));
    }

    private static Template fastclose(MptcpLine o, Perspective p) throws ScriptException {
        Template t = new Template().put(2, MptcpSubtype.MP_FASTCLOSE << 12);
        if (o.attributes().isEmpty()) {
            return t.maybe(8, p.peerKey());
        }
        Attribute a = o.attributes().get(0);
        if (a.name().isEmpty()) {
            return t.put(8, a.operands().get(0).plus());
        }
        Operand behind = a.operands().isEmpty() ? null : a.operands().get(0);
        boolean plus = behind != null && "+".equals(behind.name());
        Operand key = new Operand(a.name(), null, behind == null || plus ? null : behind.plus(), plus ? behind.plus() : 0);
        return t.put(8, p.session().value(key, o.position()));
    }
}
