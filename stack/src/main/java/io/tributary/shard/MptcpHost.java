package io.tributary.shard;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectSpec;
import io.tributary.ip.FlowKey;
import io.tributary.ip.FlowTable;
import io.tributary.ip.NetInterface;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.SubflowHost;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcbHost;
import io.tributary.tcp.TcpContext;
import io.tributary.tcp.TcpExtension;

/** Gives MPTCP connections their subflows' Tcbs, flows and ports. */
final class MptcpHost implements SubflowHost {
    private final ConnectionTable connections;
    private final FlowTable<SegmentTarget> flows;
    private final LocalAddresses addresses;
    private final TcpContext context;
    private final TcbHost tcbHost;

    MptcpHost(ConnectionTable connections, FlowTable<SegmentTarget> flows, LocalAddresses addresses, TcpContext context, TcbHost tcbHost) {
        this.connections = connections;
        this.flows = flows;
        this.addresses = addresses;
        this.context = context;
        this.tcbHost = tcbHost;
    }

    @Override
    public Tcb connect(MptcpConnection c, ConnectSpec spec, OutboundStream text, InboundStream sink, TcpExtension extension, long nowNs) {
        FlowKey key = addresses.flowFor(spec, flows);
        Tcb tcb = key == null ? null : enter(c, key, addresses.interfaceOf(key), text, sink, extension);
        if (tcb != null) {
            tcb.openActive(spec.synPayload(), spec.drivenSyn(), nowNs);
        }
        return tcb;
    }

    @Override
    public Tcb accept(MptcpConnection c, FlowKey key, NetInterface from, SynRecord syn, OutboundStream text, InboundStream sink,
                      TcpExtension extension, long nowNs) {
        Tcb tcb = enter(c, key, from, text, sink, extension);
        if (tcb != null) {
            tcb.openPassive(syn, nowNs);
        }
        return tcb;
    }

    private Tcb enter(MptcpConnection c, FlowKey key, NetInterface out, OutboundStream text, InboundStream sink, TcpExtension extension) {
        Tcb tcb = new Tcb(context, tcbHost, key, out, text, sink, extension, c::wake);
        return flows.put(key, tcb) ? tcb : null;
    }

    @Override
    public void ready(AbstractConnection c) {
        connections.ready(c);
    }

    @Override
    public void eventsPending(AbstractConnection c) {
        connections.eventsPending(c);
    }
}
