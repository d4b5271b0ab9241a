package io.tributary.script.packet;

import io.tributary.wire.IpAddress;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.MptcpSubtype;
import java.util.HexFormat;

/** An MPTCP option that the stack sent, in the words of scripts. */
final class MptcpText {
    private static final HexFormat HEX = HexFormat.of();

    private MptcpText() {
    }

    static String of(OptionItem i, Flow f) {
        MptcpSession s = f.subflow().session();
        long own = s == null ? 0 : MptcpSession.idsnOf(s.localKey());
        long peer = s == null ? 0 : MptcpSession.idsnOf(s.remoteKey());
        return switch (i.length() < 3 ? -1 : i.u8(2) >> 4) {
            case MptcpSubtype.MP_CAPABLE -> capable(new MpCapableOption().wrap(i.buffer(), i.at(), i.length()));
            case MptcpSubtype.MP_JOIN -> join(new MpJoinOption().wrap(i.buffer(), i.at(), i.length()));
            case MptcpSubtype.DSS -> dss(new DssOption().wrap(i.buffer(), i.at(), i.length()), own, peer);
            case MptcpSubtype.ADD_ADDR -> added(new AddAddrOption().wrap(i.buffer(), i.at(), i.length()));
            case MptcpSubtype.REMOVE_ADDR -> "remove_address address_id=" + HEX.formatHex(i.body(), 1, i.length() - 2);
            case MptcpSubtype.MP_PRIO -> "mp_prio backup=" + (i.u8(2) & 1);
            case MptcpSubtype.MP_FAIL -> i.length() == 12 ? "mp_fail dsn8=" + (i.i64(4) - peer) : raw(i);
            case MptcpSubtype.MP_FASTCLOSE -> i.length() == 12 ? "mp_fastclose 0x" + Long.toHexString(i.i64(4)) : raw(i);
            case MptcpSubtype.MP_TCPRST -> reset(new MpTcprstOption().wrap(i.buffer(), i.at(), i.length()), i);
            default -> raw(i);
        };
    }

    private static String raw(OptionItem i) {
        return "mptcp " + HEX.formatHex(i.body());
    }

    private static String capable(MpCapableOption c) {
        if (!c.isWellFormed()) {
            return "mpcapable of " + c.length() + " bytes";
        }
        return "mpcapable v" + c.version() + " flags 0x" + Integer.toHexString(c.flags())
            + (c.length() == 4 ? " nokey" : " key[" + Long.toHexString(c.senderKey()) + (c.length() > 12 ? ", "
                + Long.toHexString(c.receiverKey()) : "") + "]") + (c.hasMapping() ? " mpcdatalen " + c.dataLevelLength() : "");
    }

    private static String join(MpJoinOption j) {
        if (!j.isWellFormed()) {
            return "mp_join of " + j.length() + " bytes";
        }
        String first = (j.backup() ? " backup=1" : "") + " address_id=" + j.addressId();
        return switch (j.length()) {
            case 12 -> "mp_join_syn" + first + " token=" + Integer.toUnsignedString(j.token());
            case 16 -> "mp_join_syn_ack" + first + " sender_hmac=0x" + Long.toHexString(j.hmac64());
            default -> "mp_join_ack";
        };
    }

    private static String dss(DssOption d, long own, long peer) {
        if (!d.isWellFormed()) {
            return "dss of " + d.length() + " bytes";
        }
        StringBuilder s = new StringBuilder("dss");
        if (d.hasDataAck()) {
            s.append(d.isDataAck64() ? " dack8=" + (d.dataAck() - peer) : " dack4=" + ((int) d.dataAck() - (int) peer));
        }
        if (d.hasMapping()) {
            s.append(d.isDsn64() ? " dsn8=" + (d.dsn() - own) : " dsn4=" + ((int) d.dsn() - (int) own)).append(" ssn=").append(d.ssn())
                .append(" dll=").append(d.dataLevelLength()).append(d.hasChecksum() ? " cksum=" + d.checksum() : " nocs");
        }
        return s.append(d.hasDataFin() ? " fin" : "").toString();
    }

    private static String added(AddAddrOption a) {
        return !a.isWellFormed() ? "add_address of " + a.length() + " bytes" : "add_address address_id=" + a.addressId() + " "
            + new IpAddress(a.addressHi(), a.addressLo()) + (a.hasPort() ? " port=" + a.port() : "") + (a.isEcho() ? " addr_echo" : " hmac");
    }

    private static String reset(MpTcprstOption r, OptionItem i) {
        return r.isWellFormed() ? "mp_reset " + r.reason() + (r.isTransient() ? " flags[flag_t]" : "") : raw(i);
    }
}
