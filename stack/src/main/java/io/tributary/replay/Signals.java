package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpJoinOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a segment says in MPTCP beside mappings and Data ACKs, each as words that are the same whenever the same is said: how
 * often and on which segment it is said is left to the sender.
 */
final class Signals {
    private final long start;
    private final ReceivedOptions o = new ReceivedOptions();

    /** @param start DSN of the sender's first byte */
    Signals(long start) {
        this.start = start;
    }

    /** By the option's name: words. */
    Map<String, String> of(ReplayPacket p) {
        Map<String, String> words = new LinkedHashMap<>();
        o.parse(p.options, p.flags);
        if (o.hasCapable()) {
            capable(words, o.capable(), p);
        }
        if (o.hasJoin()) {
            join(words, o.join(), p);
        }
        if (o.hasDss() && o.dss().hasMapping()) {
            dss(words, o.dss());
        }
        for (int i = 0; i < o.addedCount(); i++) {
            AddAddrOption a = o.added(i);
            words.put(a.isEcho() ? "add-addr-echo" : "add-addr", "id " + a.addressId() + " " + new IpAddress(a.addressHi(), a.addressLo())
                + (a.hasPort() ? " port " + a.port() : "") + (a.isEcho() ? "" : String.format(" hmac %016x", a.hmac())));
        }
        if (o.hasRemoved()) {
            StringBuilder ids = new StringBuilder("ids");
            for (int i = 0; i < o.removed().count(); i++) {
                ids.append(' ').append(o.removed().addressId(i));
            }
            words.put("remove-addr", ids.toString());
        }
        if (o.hasPrio()) {
            words.put("mp-prio", o.prio().backup() ? "backup" : "no backup");
        }
        if (o.hasFail()) {
            words.put("mp-fail", String.format("dsn %016x", o.fail().dsn()));
        }
        if (o.hasFastclose()) {
            words.put("mp-fastclose", String.format("key %016x", o.fastclose().receiverKey()));
        }
        if (o.hasTcprst()) {
            words.put("mp-tcprst", "reason " + o.tcprst().reason() + (o.tcprst().isTransient() ? " transient" : ""));
        }
        return words;
    }

    private static void capable(Map<String, String> words, MpCapableOption c, ReplayPacket p) {
        StringBuilder t = new StringBuilder(String.format("version %d flags %02x", c.version(), c.flags()));
        t.append(c.hasSenderKey() ? String.format(" key %016x", c.senderKey()) : "");
        t.append(c.hasReceiverKey() ? String.format(" peer's %016x", c.receiverKey()) : "");
        words.put(p.isSyn() ? p.has(TcpFlags.ACK) ? "mp-capable-synack" : "mp-capable-syn" : c.hasMapping() ? "mp-capable-data"
            : "mp-capable-ack", t.toString());
    }

    private static void join(Map<String, String> words, MpJoinOption j, ReplayPacket p) {
        String id = "id " + (p.isSyn() ? j.addressId() + (j.backup() ? " backup" : "") : "");
        if (!p.isSyn()) {
            byte[] hmac = new byte[MpJoinOption.HMAC_LENGTH];
            p.buffer.getBytes(j.hmacAt(), hmac);
            words.put("mp-join-ack", "hmac " + java.util.HexFormat.of().formatHex(hmac));
        } else if (p.has(TcpFlags.ACK)) {
            words.put("mp-join-synack", id + String.format(" nonce %08x hmac %016x", j.nonce(), j.hmac64()));
        } else {
            words.put("mp-join-syn", id + String.format(" token %08x nonce %08x", j.token(), j.nonce()));
        }
    }

    private void dss(Map<String, String> words, DssOption d) {
        long data = d.isDsn64() ? d.dsn() - start : (int) d.dsn() - (int) start;
        if (d.hasDataFin()) {
            words.put("data-fin", "behind byte " + (data + d.dataLevelLength() - 1));
        }
        if (d.dataLevelLength() == 0) {
            words.put("infinite-mapping", "");   // where it starts nobody looks at
        }
    }
}
