package io.tributary.mptcp;

import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpJoinOption;

/** The MPTCP options of a segment as a line of text, data sequence numbers relative to the IDSNs where these are given. */
final class OptionText {
    private OptionText() {
    }

    /**
     * @param stackIdsn of the stack's data, 0 to show numbers as they are
     * @param peerIdsn  of the peer's
     */
    static String of(SegmentView s, long stackIdsn, long peerIdsn) {
        ReceivedOptions o = new ReceivedOptions().parse(s.options, s.flags);
        StringBuilder t = new StringBuilder();
        if (o.hasCapable()) {
            MpCapableOption c = o.capable();
            t.append(String.format(" mpc%d v%d %02x", c.length(), c.version(), c.flags()));
            t.append(c.hasMapping() ? " len=" + c.dataLevelLength() : "");
        }
        if (o.hasJoin()) {
            MpJoinOption j = o.join();
            t.append(" join").append(j.length());
            t.append(j.length() == 24 ? "" : " id=" + j.addressId() + (j.backup() ? " backup" : ""));
        }
        if (o.hasDss()) {
            DssOption d = o.dss();
            t.append(" dss");
            t.append(d.hasDataAck() ? " ack=" + (d.dataAck() - peerIdsn) : "");
            t.append(d.hasMapping() ? " map=" + (d.dsn() - stackIdsn) + "/" + d.ssn() + "/" + d.dataLevelLength() : "");
            t.append(d.hasDataFin() ? " fin" : "").append(d.hasChecksum() ? String.format(" sum=%04x", d.checksum()) : "");
        }
        for (int i = 0; i < o.addedCount(); i++) {
            AddAddrOption a = o.added(i);
            t.append(a.isEcho() ? " echo" : " add").append(" id=").append(a.addressId()).append(' ')
                .append(new IpAddress(a.addressHi(), a.addressLo())).append(a.hasPort() ? " port " + a.port() : "");
        }
        if (o.hasRemoved()) {
            t.append(" remove id=").append(o.removed().addressId(0));
        }
        t.append(o.hasPrio() ? o.prio().backup() ? " prio backup" : " prio" : "");
        t.append(o.hasFail() ? " fail=" + (o.fail().dsn() - peerIdsn) : "");
        t.append(o.hasFastclose() ? String.format(" fastclose=%016x", o.fastclose().receiverKey()) : "");
        t.append(o.hasTcprst() ? " tcprst=" + o.tcprst().reason() : "");
        return t.toString().strip();
    }
}
