package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.connection.ConnectSpec;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.open.JoinHandshake;
import io.tributary.mptcp.path.AddressIds;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.wire.AddressKind;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MpTcprstOption;

/** Adds subflows to a connection, in either role, within its limits. */
@Rfc(value = 8684, section = {"3.2", "3.9.1"})
final class Joins {
    private static final int MAX_HALF_OPEN = 4;

    private final MptcpConnection connection;
    private final SubflowHost host;

    Joins(MptcpConnection connection, SubflowHost host) {
        this.connection = connection;
        this.host = host;
    }

    /** @see io.tributary.mptcp.path.PathActions#join */
    int join(JoinSpec j, long nowNs) {
        FlowKey first = connection.flow();
        int port = j.remotePort() == 0 ? first.remotePort() : j.remotePort();
        boolean toFirst = first.remoteHi() == j.remote().hi() && first.remoteLo() == j.remote().lo() && first.remotePort() == port;
        if (!hasRoom() || isFailing() || toFirst && connection.keys().peerForbidsJoin()) {
            return -1;
        }
        Subflow f = new Subflow(connection, freeSlot(), false, SubflowState.JOIN_SYN_SENT);
        f.join(new JoinHandshake(connection.keys(), connection.engine().hmac(), connection.engine().drawNonce()));
        f.openedByUs();
        f.remoteAddressId(j.remoteId());
        f.backupByUs(j.backup());
        ConnectSpec spec = ConnectSpec.to(first.zone(), j.remote(), port);
        Tcb tcb = null;
        if (j.localPort() != 0 && !j.local().equals(IpAddress.ANY)) {
            tcb = open(f, spec.from(j.local(), j.localPort() < 0 ? first.localPort() : j.localPort()), nowNs);
        }
        if (tcb == null && j.localPort() <= 0) {
            tcb = open(f, spec.from(j.local(), 0), nowNs);
        }
        if (tcb == null) {
            boolean reachable = AddressKind.isUnicast(j.remote().hi(), j.remote().lo());
            connection.counters().increment(reachable ? Counter.MP_JOIN_SYN_TX_BIND_ERR : Counter.MP_JOIN_SYN_TX_CONNECT_ERR);
            return -1;
        }
        f.attach(tcb);
        f.localAddressId(idOf(tcb.key(), j.localId()));
        connection.subflows().add(f);
        connection.wake();
        return f.slot();
    }

    private Tcb open(Subflow f, ConnectSpec spec, long nowNs) {
        return host.connect(connection, spec, f.text(), f.sink(), new SubflowExtension(connection, f), nowNs);
    }

    /** The limit is for subflows beside the first: in its place, when it is gone, there is room for one more. */
    private boolean hasRoom() {
        Subflows s = connection.subflows();
        return connection.isMultipath() && !connection.isClosed() && connection.keys().isRemoteKnown()
            && !connection.dataFin().state().isDone() && s.count() <= connection.engine().endpoints().subflows()
            && s.halfOpenJoins() < MAX_HALF_OPEN && freeSlot() >= 0;
    }

    private int freeSlot() {
        return connection.subflows().freeSlot(connection.addresses().events().closing());
    }

    /** We have told of a wrong checksum on the only subflow. Both hosts go on as plain TCP on that one if it is the only one still. */
    @Rfc(value = 8684, section = "3.7")
    private boolean isFailing() {
        Subflows s = connection.subflows();
        for (int i = 0; i < s.count(); i++) {
            if (s.get(i).isLive() && s.get(i).awaitsInfiniteMapping()) {
                return true;
            }
        }
        return false;
    }

    /** The ID that means the flow's local address, the same for all its subflows. @param wanted -1: whatever is free */
    private int idOf(FlowKey key, int wanted) {
        AddressIds local = connection.addresses().local();
        int id = local.find(key.localHi(), key.localLo());
        if (id < 0) {
            Endpoint e = connection.engine().endpoints().byAddress(key.zone(), key.localHi(), key.localLo());
            id = wanted > 0 ? wanted : e != null ? e.id() : unused();
            if (local.contains(id)) {
                // it means another address in this connection, where the peer came first
                id = unused();
            }
        }
        local.put(id, key.localHi(), key.localLo(), local.contains(id) ? local.port(id) : key.localPort());
        return id;
    }

    /** No endpoint's either, as that may still be announced. */
    private int unused() {
        int id = 1;
        while (connection.addresses().local().contains(id) || connection.engine().endpoints().byId(id) != null) {
            id++;
        }
        return id;
    }

    /**
     * A SYN with MP_JOIN and this connection's token.
     *
     * @return {@link MptcpEngine#TAKEN}, or the reason of {@link MpTcprstOption} to refuse it for
     */
    int accept(SegmentView s, MpJoinOption o, FlowKey key, NetInterface from, long nowNs) {
        FlowKey first = connection.flow();
        boolean toFirst = first.localHi() == key.localHi() && first.localLo() == key.localLo() && first.localPort() == key.localPort();
        if (!connection.isMultipath() || !connection.keys().isRemoteKnown() || connection.dataFin().state().isDone()
            || toFirst && connection.keys().forbidsJoinHere() || s.payloadLength > 0) {
            return MpTcprstOption.MPTCP_ERROR;
        }
        if (connection.subflows().halfOpenJoins() >= MAX_HALF_OPEN) {
            return refuse(MpTcprstOption.LACK_OF_RESOURCES);
        }
        if (isFailing()) {
            return refuse(MpTcprstOption.MIDDLEBOX_INTERFERENCE);
        }
        if (!hasRoom()) {
            return refuse(MpTcprstOption.PROHIBITED);
        }
        if (o.backup()) {
            connection.counters().increment(Counter.MP_JOIN_SYN_BACKUP_RX);
        }
        Subflow f = new Subflow(connection, freeSlot(), false, SubflowState.JOIN_SYN_RECEIVED);
        f.join(new JoinHandshake(connection.keys(), connection.engine().hmac(), connection.engine().drawNonce()));
        f.join().onSyn(o);
        f.remoteAddressId(o.addressId());
        f.backupByPeer(o.backup());
        Endpoint e = connection.engine().endpoints().byAddress(key.zone(), key.localHi(), key.localLo());
        f.backupByUs(e != null && e.backup());
        Tcb tcb = host.accept(connection, key, from, new SynRecord(s), f.text(), f.sink(), new SubflowExtension(connection, f), nowNs);
        if (tcb == null) {
            return refuse(MpTcprstOption.LACK_OF_RESOURCES);
        }
        f.attach(tcb);
        f.localAddressId(idOf(key, -1));
        connection.subflows().add(f);
        return MptcpEngine.TAKEN;
    }

    private int refuse(int reason) {
        connection.counters().increment(Counter.MP_JOIN_REJECTED);
        return reason;
    }
}
