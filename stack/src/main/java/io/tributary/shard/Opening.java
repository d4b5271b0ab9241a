package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.ip.FlowKey;
import io.tributary.ip.FlowTable;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.MptcpEngine;
import io.tributary.random.RandomSource;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SegmentWriter;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcbHost;
import io.tributary.tcp.TcpConnection;
import io.tributary.tcp.TcpContext;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpTcprstOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/** How connections come to be, from either side, and how their flows enter and leave the flow table. */
final class Opening implements TcbHost {
    private final ConnectionTable connections;
    private final FlowTable<SegmentTarget> flows;
    private final TimeWaitTable timeWaits;
    private final ListenerTable listeners;
    private final LocalAddresses addresses;
    private final TcpContext context;
    private final MptcpEngine mptcp;
    private final ArrayDeque<HeldSyn> toTell = new ArrayDeque<>();
    private final Map<FlowKey, PortListener> halfOpen = new HashMap<>();
    private int undecided;

    Opening(ConnectionTable connections, FlowTable<SegmentTarget> flows, TimeWaitTable timeWaits, ListenerTable listeners,
            LocalAddresses addresses, TcpContext context, MptcpConfig mptcpConfig, RandomSource random) {
        this.connections = connections;
        this.flows = flows;
        this.timeWaits = timeWaits;
        this.listeners = listeners;
        this.addresses = addresses;
        this.context = context;
        SubflowFlows subflows = new SubflowFlows(connections, flows, addresses, context, this);
        this.mptcp = new MptcpEngine(mptcpConfig, subflows, context.counters(), random, 0, 0);
    }

    // ---- passive

    /**
     * A SYN for nobody's flow.
     *
     * @param before what was left of the flow's former incarnation; or null
     * @return false if nobody listens there
     */
    boolean onSyn(SegmentView s, NetInterface from, TimeWait before, long nowNs) {
        PortListener l = listeners.find(s.zone, s.localHi, s.localLo, s.localPort);
        if (l == null) {
            return false;
        }
        HeldSyn held = connections.isFull() || l.isFull() ? null : new HeldSyn(this, l, keyOf(s), from, s, nowNs);
        if (held == null || !flows.put(held.key(), held)) {
            counters().increment(Counter.TCP_LISTEN_OVERFLOWS);
            return true;
        }
        if (before != null) {
            held.syn().follows(before.sndNxt());
        }
        l.begin();
        undecided++;
        enqueue(held);
        return true;
    }

    /** Whether somebody would take this SYN: until then what is left of the former incarnation stays. */
    boolean hasRoomFor(SegmentView s) {
        if (s.options.mptcpCount() > 0 && mptcp.isJoin(s)) {
            return true;
        }
        PortListener l = listeners.find(s.zone, s.localHi, s.localLo, s.localPort);
        return l != null && !l.isFull() && !connections.isFull();
    }

    /** A SYN that ended TIME-WAIT. */
    void succeed(SegmentView s, NetInterface from, TimeWait before, long nowNs) {
        if (!onJoin(s, from, nowNs)) {
            onSyn(s, from, before, nowNs);
        }
    }

    /** SYNs that nobody has decided about. */
    int undecided() {
        return undecided;
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
        return held.listener().spec().multipath() && mptcp.offersCapable(held.syn().options());
    }

    /** @return false if the SYN is no join; one that is has been taken or refused */
    @Rfc(value = 8684, section = {"3.2", "3.6"})
    boolean onJoin(SegmentView s, NetInterface from, long nowNs) {
        if (s.options.mptcpCount() == 0 || !mptcp.isJoin(s)) {
            return false;
        }
        FlowKey key = keyOf(s);
        int outcome = mptcp.onJoin(s, key, from, nowNs);
        if (outcome != MptcpEngine.TAKEN) {
            int reason = outcome == MptcpEngine.NOT_OURS ? MptcpEngine.unknownTokenReason() : outcome;
            SegmentWriter w = context.writer();
            MpTcprstOption.encode(w.barePlan().reset(), false, reason);
            w.writeBare(from, key, 0, s.seqNo + s.sequenceLength(), TcpFlags.RST | TcpFlags.ACK, 0);
            counters().increment(Counter.MP_RST_TX);
        }
        return true;
    }

    private static FlowKey keyOf(SegmentView s) {
        return new FlowKey(s.zone, s.localHi, s.localLo, s.localPort, s.remoteHi, s.remoteLo, s.remotePort);
    }

    Connection accept(HeldSyn held, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        undecided--;
        halfOpen.put(held.key(), held.listener());
        if (offersMultipath(held)) {
            MptcpConnection m = mptcp.accept(connections.nextId(), held.listener().spec(), held.syn(), held.key(),
                held.networkInterface(), out, in, handler, nowNs);
            connections.add(m);
            return m;
        }
        TcpConnection c = new TcpConnection(connections.nextId(), connections, handler, context, held.listener().spec().tcp(), this, held.key(),
            held.networkInterface(), out, in);
        flows.put(held.key(), c.tcb());
        connections.add(c);
        c.tcb().openPassive(held.syn(), nowNs);
        return c;
    }

    /** The client was faster: it has reset what is accepted now. */
    Connection acceptAbandoned(HeldSyn held, ConnectionHandler handler) {
        return FailedConnection.of(connections, held.key(), CloseReason.RESET, handler);
    }

    void refuse(HeldSyn held) {
        forget(held);
        context.writer().writeReset(held.networkInterface(), held.key(), 0, held.syn().seqNo() + 1 + held.syn().payload().length, true);
    }

    void forget(HeldSyn held) {
        undecided--;
        held.listener().end();
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
        if (connections.isFull()) {
            return noResources(spec, handler);
        }
        if (spec.multipath()) {
            MptcpConnection m = mptcp.connect(connections.nextId(), spec, out, in, handler, nowNs);
            connections.add(m);
            return m;
        }
        FlowKey key = addresses.flowFor(spec, flows);
        if (key == null) {
            return noResources(spec, handler);
        }
        TcpConnection c = new TcpConnection(connections.nextId(), connections, handler, context, spec.tcp(), this, key,
            addresses.interfaceOf(key), out, in);
        if (!flows.put(key, c.tcb())) {
            return noResources(spec, handler);
        }
        connections.add(c);
        c.tcb().openActive(spec.synPayload(), spec.drivenSyn(), nowNs);
        return c;
    }

    private Connection noResources(ConnectSpec s, ConnectionHandler handler) {
        FlowKey wanted = new FlowKey(s.zone(), s.local().hi(), s.local().lo(), s.localPort(), s.remote().hi(), s.remote().lo(),
            s.remotePort());
        return FailedConnection.of(connections, wanted, CloseReason.NO_RESOURCES, handler);
    }

    // ---- ends

    @Override
    public void onEstablished(Tcb tcb) {
        handshakeOver(tcb.key());
    }

    @Override
    public void onTimeWait(Tcb tcb, long nowNs) {
        timeWaits.add(tcb, nowNs);
    }

    @Override
    public void onClosed(Tcb tcb) {
        handshakeOver(tcb.key());
        flows.remove(tcb.key(), tcb);
    }

    private void handshakeOver(FlowKey key) {
        PortListener l = halfOpen.remove(key);
        if (l != null) {
            l.end();
        }
    }

    private Counters counters() {
        return context.counters();
    }
}
