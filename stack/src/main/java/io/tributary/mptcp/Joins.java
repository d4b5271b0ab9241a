package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.connection.ConnectSpec;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.open.JoinHandshake;
import io.tributary.mptcp.path.AddressIds;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.PathActions;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MpTcprstOption;

/** Adds subflows to a connection, in either role, within its limits. */
@Rfc(value = 8684, section = {"3.2", "3.9.1"})
final class Joins implements PathActions {
    private static final int MAX_HALF_OPEN = 4;

    private final MptcpConnection connection;
    private final SubflowHost host;

    Joins(MptcpConnection connection, SubflowHost host) {
        this.connection = connection;
        this.host = host;
    }

    @Override
    public boolean isInitiator() {
        return connection.isInitiator();
    }

    @Override
    public void announce(Endpoint e, long nowNs) {
        connection.addresses().announce(e, nowNs);
    }

    @Override
    public void joinFirst(Endpoint from, long nowNs) {
        FlowKey first = connection.flow();
        join(from, 0, first.remoteHi(), first.remoteLo(), first.remotePort(), nowNs);
    }

    @Override
    public void join(Endpoint from, int remoteId, long remoteHi, long remoteLo, int remotePort, long nowNs) {
        IpAddress remote = new IpAddress(remoteHi, remoteLo);
        FlowKey first = connection.flow();
        boolean toFirst = first.remoteHi() == remoteHi && first.remoteLo() == remoteLo && first.remotePort() == remotePort;
        if (!hasRoom() || from != null && from.address().isV4() != remote.isV4()
            || from != null && isFirstLocal(from.address()) || toFirst && connection.keys().peerForbidsJoin()) {
            return;
        }
        Subflow f = new Subflow(connection, connection.subflows().freeSlot(), false, SubflowState.JOIN_SYN_SENT);
        f.join(new JoinHandshake(connection.keys(), connection.engine().hmac(), connection.engine().drawNonce()));
        f.remoteAddressId(remoteId);
        f.backupByUs(from != null && from.backup());
        ConnectSpec spec = ConnectSpec.to(first.zone(), remote, remotePort);
        Tcb tcb = null;
        if (from != null) {
            tcb = open(f, spec.from(from.address(), first.localPort()), nowNs);
        }
        if (tcb == null) {
            tcb = open(f, from == null ? spec : spec.from(from.address(), 0), nowNs);
        }
        if (tcb != null) {
            f.attach(tcb);
            f.localAddressId(idOf(tcb.key(), from));
            connection.subflows().add(f);
        } else {
            connection.counters().increment(Counter.MP_JOIN_SYN_TX_BIND_ERR);
        }
    }

    private Tcb open(Subflow f, ConnectSpec spec, long nowNs) {
        return host.connect(connection, spec, f.text(), f.sink(), new SubflowExtension(connection, f), nowNs);
    }

    private boolean isFirstLocal(IpAddress address) {
        FlowKey first = connection.flow();
        return first.localHi() == address.hi() && first.localLo() == address.lo();
    }

    private boolean hasRoom() {
        Subflows s = connection.subflows();
        return connection.isMultipath() && !connection.dataFin().state().isDone()
            && s.additional() < connection.engine().config().paths().subflows() && s.halfOpenJoins() < MAX_HALF_OPEN && s.freeSlot() >= 0;
    }

    /** The ID that means the flow's local address, the same for all its subflows. */
    private int idOf(FlowKey key, Endpoint from) {
        AddressIds local = connection.addresses().local();
        int known = local.find(key.localHi(), key.localLo());
        if (known >= 0) {
            return known;
        }
        int id = from != null ? from.id() : connection.engine().endpointId(key, local.unused());
        local.put(id, key.localHi(), key.localLo(), key.localPort());
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
        if (!hasRoom()) {
            return refuse(MpTcprstOption.PROHIBITED);
        }
        if (o.backup()) {
            connection.counters().increment(Counter.MP_JOIN_SYN_BACKUP_RX);
        }
        Subflow f = new Subflow(connection, connection.subflows().freeSlot(), false, SubflowState.JOIN_SYN_RECEIVED);
        f.join(new JoinHandshake(connection.keys(), connection.engine().hmac(), connection.engine().drawNonce()));
        f.join().onSyn(o);
        f.remoteAddressId(o.addressId());
        f.backupByPeer(o.backup());
        f.backupByUs(connection.engine().isBackup(key));
        Tcb tcb = host.accept(connection, key, from, new SynRecord(s), f.text(), f.sink(), new SubflowExtension(connection, f), nowNs);
        if (tcb == null) {
            return refuse(MpTcprstOption.LACK_OF_RESOURCES);
        }
        f.attach(tcb);
        f.localAddressId(idOf(key, null));
        connection.subflows().add(f);
        return MptcpEngine.TAKEN;
    }

    private int refuse(int reason) {
        connection.counters().increment(Counter.MP_JOIN_REJECTED);
        return reason;
    }
}
