package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.mptcp.path.PathEvent;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.Tcb;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpTcprstOption;

/** What arrives while a subflow's own handshake is under way: the second and third packets, and what proves the last. */
@Rfc(value = 8684, section = {"3.1", "3.2"})
final class Handshakes {
    private final MptcpConnection connection;
    private final Counters counters;

    Handshakes(MptcpConnection connection) {
        this.connection = connection;
        this.counters = connection.counters();
    }

    /** The peer's SYN/ACK, or its SYN where both crossed. @return false if the subflow was reset */
    boolean onSynAck(Subflow f, SegmentView s, ReceivedOptions o, long nowNs) {
        if (f.state() == SubflowState.PLAIN) {
            return true;
        }
        return f.isInitial() ? capableSynAck(f, s, o, nowNs) : joinSynAck(f, s, o);
    }

    private boolean capableSynAck(Subflow f, SegmentView s, ReceivedOptions o, long nowNs) {
        boolean offered = f.state() == SubflowState.CAPABLE_SYN_SENT && connection.offer().wasMade();
        if (offered && !o.hasCapable() && connection.offer().provesDrop()
            && connection.engine().middleboxes().onDropped(connection.zone(), nowNs)) {
            counters.increment(Counter.MP_BLACKHOLE);
        }
        if (!offered || !s.has(TcpFlags.ACK) || !o.hasCapable()
            || !connection.keys().onSynAck(o.capable(), connection.engine().keys())) {
            connection.fallback().atHandshake(f, s.has(TcpFlags.ACK) ? Counter.MP_CAPABLE_FALLBACK_SYN_ACK
                : Counter.MP_SIMULT_CONNECT_FALLBACK, "no MP_CAPABLE in SYN/ACK");
            return true;
        }
        counters.increment(Counter.MP_CAPABLE_SYN_ACK_RX);
        connection.engine().middleboxes().onPassed(connection.zone());
        f.begin(SubflowState.KEYS_SENT);
        connection.sender().open(s.window);
        connection.addresses().events().post(PathEvent.Type.CREATED);
        takeOutside(f, s);
        return true;
    }

    private boolean joinSynAck(Subflow f, SegmentView s, ReceivedOptions o) {
        if (!o.hasJoin()) {
            return refuse(f);
        }
        if (!s.has(TcpFlags.ACK)) {
            return joinsCross(f, o.join());
        }
        counters.increment(Counter.MP_JOIN_SYN_ACK_RX);
        if (o.join().backup()) {
            counters.increment(Counter.MP_JOIN_SYN_ACK_BACKUP_RX);
        }
        if (f.tcb().key().remotePort() != connection.remotePort()) {
            counters.increment(Counter.MP_JOIN_PORT_SYN_ACK_RX);
        }
        if (!f.join().onSynAck(o.join())) {
            counters.increment(Counter.MP_JOIN_SYN_ACK_HMAC_FAILURE);
            return refuse(f);
        }
        f.remoteAddressId(o.join().addressId());
        f.backupByPeer(o.join().backup());
        f.begin(SubflowState.PRE_ESTABLISHED);
        return true;
    }

    /** Both hosts join between the same addresses and ports at once: one subflow comes of it, with the nonce of each SYN. */
    @Rfc(value = 8684, section = "3.9.2")
    private boolean joinsCross(Subflow f, MpJoinOption syn) {
        counters.increment(Counter.MP_JOIN_SYN_RX);
        if (syn.token() != connection.keys().localToken()) {
            counters.increment(Counter.MP_JOIN_NO_TOKEN_FOUND);
            return refuse(f);
        }
        f.join().onSyn(syn);
        f.remoteAddressId(syn.addressId());
        f.backupByPeer(syn.backup());
        f.state(SubflowState.JOIN_CROSSED);
        return true;
    }

    /** The peer's SYN/ACK behind crossed SYNs, or the third packet by which it answers ours. @return false if the subflow was reset */
    boolean onCrossed(Subflow f, SegmentView s, long nowNs) {
        ReceivedOptions o = connection.engine().options().parse(s.options, TcpFlags.SYN | TcpFlags.ACK);
        if (!o.hasJoin()) {
            return onJoinAck(f, o.parse(s.options, s.flags), nowNs);
        }
        counters.increment(Counter.MP_JOIN_SYN_ACK_RX);
        if (!f.join().isSameNonce(o.join()) || !f.join().onSynAck(o.join())) {
            counters.increment(Counter.MP_JOIN_SYN_ACK_HMAC_FAILURE);
            return refuse(f);
        }
        f.begin(SubflowState.PRE_ESTABLISHED);
        return true;
    }

    private static boolean refuse(Subflow f) {
        f.abort(MpTcprstOption.MPTCP_ERROR, CloseReason.PROTOCOL_ERROR);
        return false;
    }

    /**
     * The first segment after our SYN/ACK with MP_CAPABLE. One in order decides, and no other: without the keys there is nothing
     * to wait for, even if it carries a DSS, as Linux sends it when the answer to a repeated SYN acknowledges SYN payload.
     *
     * @return false to drop its text: nothing is decided yet
     */
    @Rfc(value = 8684, section = "3.1")
    boolean onThirdPacket(Subflow f, SegmentView s, ReceivedOptions o) {
        Tcb tcb = f.tcb();
        if (!tcb.isInOrder(s) || overtookKeys(s, o)) {
            return false;
        }
        f.timers().clearKeys();
        if (!o.hasCapable() || !connection.keys().onKeys(o.capable(), connection.engine().keys())) {
            connection.fallback().atHandshake(f, Counter.MP_CAPABLE_FALLBACK_ACK, "no keys in the third packet");
            return true;
        }
        if (!o.capable().hasMapping() && s.payloadLength > 0 && !takeOutside(f, s)) {
            return false;
        }
        counters.increment(Counter.MP_CAPABLE_ACK_RX);
        f.begin(SubflowState.ESTABLISHED);
        connection.sender().open(tcb.scaledWindow(s));
        connection.addresses().events().post(PathEvent.Type.CREATED);
        connection.addresses().confirm();
        return true;
    }

    /**
     * A DATA_FIN by itself, without keys: a peer that ends at once sends it right behind its third packet, there being no room
     * for both, and the keys come again with its next ACK. A bare Data ACK is no such thing: that is how Linux goes on when it
     * has left MPTCP.
     */
    @Rfc(value = 8684, section = "3.1", deviation = "a DATA_FIN without keys does not decide against MPTCP")
    private static boolean overtookKeys(SegmentView s, ReceivedOptions o) {
        return !o.hasCapable() && o.hasDss() && o.dss().hasDataFin() && s.payloadLength == 0 && !s.has(TcpFlags.FIN);
    }

    /** Payload beside an option that maps nothing is outside of the data, as if the SYN had carried it. */
    @Rfc(value = 8684, section = "B.2")
    private boolean takeOutside(Subflow f, SegmentView s) {
        if (s.payloadLength == 0 || !connection.receiver().takeOutside(s.buffer, s.payloadAt, s.payloadLength)) {
            return false;
        }
        f.tcb().takeOutsideText(s);
        return true;
    }

    /** The third packet of a join to us. @return false if the subflow was reset */
    boolean onJoinAck(Subflow f, ReceivedOptions o, long nowNs) {
        if (!o.hasJoin() || !f.join().verifiesAck(o.join())) {
            connection.engine().joinGuard().failed(f.tcb().key().remoteHi(), f.tcb().key().remoteLo(), nowNs);
            counters.increment(Counter.MP_JOIN_ACK_HMAC_FAILURE);
            return refuse(f);
        }
        counters.increment(Counter.MP_JOIN_ACK_RX);
        if (f.tcb().key().localPort() != connection.localPort()) {
            counters.increment(Counter.MP_JOIN_PORT_ACK_RX);
        }
        f.begin(SubflowState.ESTABLISHED);
        f.tcb().requestPureAck();
        connection.subflowEvents().onJoined(f);
        return true;
    }

    /**
     * We sent the third packet of a join and the peer says something: it has it. If the SYNs crossed that may be its own third packet.
     *
     * @return false if the subflow was reset
     */
    boolean onFourthPacket(Subflow f, ReceivedOptions o) {
        if (o.hasJoin() && !f.join().verifiesAck(o.join())) {
            counters.increment(Counter.MP_JOIN_ACK_HMAC_FAILURE);
            return refuse(f);
        }
        f.timers().clearJoinAck();
        f.state(SubflowState.ESTABLISHED);
        connection.subflowEvents().onJoined(f);
        return true;
    }

    /** The peer has shown that it has both keys. */
    void onKeysConfirmed(Subflow f) {
        f.state(SubflowState.ESTABLISHED);
        connection.addresses().confirm();
    }
}
