package io.tributary.shard;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.ip.FlowKey;
import io.tributary.ip.FlowTable;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SegmentWriter;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcbHost;
import io.tributary.tcp.TcpConnection;
import io.tributary.tcp.TcpContext;
import java.util.ArrayDeque;

/** How connections come to be, from either side, and how their flows enter and leave the flow table. */
final class Opening implements TcbHost {
    private final ConnectionTable connections;
    private final FlowTable<SegmentTarget> flows;
    private final TimeWaitTable timeWaits;
    private final ListenerTable listeners;
    private final LocalAddresses addresses;
    private final TcpContext context;
    private final ArrayDeque<HeldSyn> toTell = new ArrayDeque<>();

    Opening(ConnectionTable connections, FlowTable<SegmentTarget> flows, TimeWaitTable timeWaits, ListenerTable listeners,
            LocalAddresses addresses, TcpContext context) {
        this.connections = connections;
        this.flows = flows;
        this.timeWaits = timeWaits;
        this.listeners = listeners;
        this.addresses = addresses;
        this.context = context;
    }

    // ---- passive

    /** A SYN for nobody's flow. @return false if nobody listens there */
    boolean onSyn(SegmentView s, NetInterface from, long nowNs) {
        PortListener l = listeners.find(s.zone, s.localHi, s.localLo, s.localPort);
        if (l == null) {
            return false;
        }
        FlowKey key = new FlowKey(s.zone, s.localHi, s.localLo, s.localPort, s.remoteHi, s.remoteLo, s.remotePort);
        if (connections.isFull() || !l.admit()) {
            counters().increment(Counter.TCP_LISTEN_OVERFLOWS);
            return true;
        }
        HeldSyn held = new HeldSyn(this, l, key, from, s, nowNs);
        if (!flows.put(key, held)) {
            l.decided();
            counters().increment(Counter.TCP_LISTEN_OVERFLOWS);
            return true;
        }
        enqueue(held);
        return true;
    }

    void enqueue(HeldSyn held) {
        if (held.markQueued()) {
            toTell.add(held);
        }
    }

    /** Tells the owners of listeners about new and repeated SYNs. @return how many */
    int tellHandlers(long nowNs) {
        int n = toTell.size();
        for (int i = 0; i < n; i++) {
            toTell.poll().tell(nowNs);
        }
        return n;
    }

    boolean hasSomethingToTell() {
        return !toTell.isEmpty();
    }

    boolean offersMultipath(HeldSyn held) {
        return false;
    }

    Connection accept(HeldSyn held, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        held.listener().decided();
        TcpConnection c = new TcpConnection(connections.nextId(), connections, handler, context, this, held.key(),
            held.networkInterface(), out, in);
        flows.put(held.key(), c.tcb());
        connections.add(c);
        c.tcb().openPassive(held.syn(), nowNs);
        return c;
    }

    void refuse(HeldSyn held) {
        forget(held);
        context.writer().writeReset(held.networkInterface(), held.key(), 0, held.syn().seqNo() + 1 + held.syn().payload().length, true);
    }

    void forget(HeldSyn held) {
        held.listener().decided();
        flows.remove(held.key(), held);
    }

    /** The client took its SYN back. */
    void abandoned(HeldSyn held) {
        held.markAbandoned();
        forget(held);
        enqueue(held);
    }

    // ---- active

    Connection connect(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        FlowKey key = addresses.flowFor(spec, flows);
        if (key == null || connections.isFull()) {
            return FailedConnection.of(connections, spec, handler);
        }
        TcpConnection c = new TcpConnection(connections.nextId(), connections, handler, context, this, key,
            addresses.interfaceOf(key), out, in);
        if (!flows.put(key, c.tcb())) {
            return FailedConnection.of(connections, spec, handler);
        }
        register(c);
        c.tcb().openActive(spec.synPayload(), spec.drivenSyn(), nowNs);
        return c;
    }

    private void register(AbstractConnection c) {
        connections.add(c);
    }

    // ---- ends

    @Override
    public void onTimeWait(Tcb tcb, long nowNs) {
        timeWaits.add(tcb, nowNs);
    }

    @Override
    public void onClosed(Tcb tcb) {
        flows.remove(tcb.key(), tcb);
    }

    private Counters counters() {
        return context.counters();
    }

    SegmentWriter writer() {
        return context.writer();
    }
}
