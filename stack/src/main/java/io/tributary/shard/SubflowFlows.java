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
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.TcpContext;
import io.tributary.tcp.TcpExtension;
import java.util.function.Consumer;

/** Gives MPTCP connections their subflows: addresses, ports, interfaces, a place in the flow table. */
final class SubflowFlows implements SubflowHost {
    private final ConnectionTable connections;
    private final FlowTable<SegmentTarget> flows;
    private final LocalAddresses addresses;
    private final TcpContext context;
    private final TcbHost tcbs;
    private final Consumer<Tcb> fastOpen;

    SubflowFlows(ConnectionTable connections, FlowTable<SegmentTarget> flows, LocalAddresses addresses, TcpContext context, TcbHost tcbs,
                 Consumer<Tcb> fastOpen) {
        this.connections = connections;
        this.flows = flows;
        this.addresses = addresses;
        this.context = context;
        this.tcbs = tcbs;
        this.fastOpen = fastOpen;
    }

    @Override
    public TcpConfig tcpConfig() {
        return context.config();
    }

    @Override
    public void ready(AbstractConnection c) {
        connections.ready(c);
    }

    @Override
    public void eventsPending(AbstractConnection c) {
        connections.eventsPending(c);
    }

    @Override
    public Tcb connect(MptcpConnection c, ConnectSpec spec, OutboundStream text, InboundStream sink, TcpExtension extension, long nowNs) {
        FlowKey key = addresses.flowFor(spec, flows);
        if (key == null) {
            return null;
        }
        Tcb t = new Tcb(context, c.tcpConfig(), tcbs, key, addresses.interfaceOf(key), text, sink, extension, c::wake);
        if (!flows.put(key, t)) {
            return null;
        }
        if (spec.fastOpen()) {
            fastOpen.accept(t);
        }
        t.openActive(spec.synPayload(), spec.drivenSyn(), nowNs);
        return t;
    }

    @Override
    public Tcb accept(MptcpConnection c, FlowKey key, NetInterface from, SynRecord syn, OutboundStream text, InboundStream sink,
                      TcpExtension extension, long nowNs) {
        Tcb t = new Tcb(context, c.tcpConfig(), tcbs, key, from, text, sink, extension, c::wake);
        if (!flows.put(key, t)) {
            return null;
        }
        t.openPassive(syn, nowNs);
        return t;
    }
}
