package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.buffer.RoomBehind;
import io.tributary.buffer.StreamBehind;
import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
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
import io.tributary.tcp.FastOpen;
import io.tributary.tcp.KeptSegment;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SegmentWriter;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcbHost;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.TcpConnection;
import io.tributary.tcp.TcpContext;
import io.tributary.tcp.open.FastOpenCache;
import io.tributary.tcp.open.FastOpenCookies;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpTcprstOption;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/** How connections come to be, from either side, and how their flows enter and leave the flow table. */
final class Opening implements TcbHost {
    /** Servers of which a client remembers cookie and MSS. */
    private static final int KNOWN_SERVERS = 1024;

    private final ConnectionTable connections;
    private final FlowTable<SegmentTarget> flows;
    private final TimeWaitTable timeWaits;
    private final ListenerTable listeners;
    private final LocalAddresses addresses;
    private final TcpContext context;
    private final MptcpEngine mptcp;
    private final ArrayDeque<HeldSyn> toTell = new ArrayDeque<>();
    private final Map<FlowKey, PortListener> halfOpen = new HashMap<>();
    private final SynAnswers answers;
    private final FastOpenCookies fastOpenCookies;
    private final FastOpenServer fastOpen;
    private final FastOpenCache fastOpenCache = new FastOpenCache(KNOWN_SERVERS);
    private int undecided;
    private StreamBehind openingText;

    Opening(ConnectionTable connections, FlowTable<SegmentTarget> flows, TimeWaitTable timeWaits, ListenerTable listeners,
            LocalAddresses addresses, TcpContext context, MptcpConfig mptcpConfig, RandomSource random) {
        this.connections = connections;
        this.flows = flows;
        this.timeWaits = timeWaits;
        this.listeners = listeners;
        this.addresses = addresses;
        this.context = context;
        SubflowFlows subflows = new SubflowFlows(connections, flows, addresses, context, this, this::prepareFastOpen);
        this.answers = new SynAnswers(context, random.secret(), this::mptcp);
        this.fastOpenCookies = new FastOpenCookies(random.secret().nextLong(), random.secret().nextLong());
        this.fastOpen = new FastOpenServer(fastOpenCookies, context.counters());
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
        TcpConfig config = configOf(l);
        OpenSettings o = config.open();
        boolean full = connections.isFull() || l.isFull();
        if (SynAnswers.answers(o, full) && answers.answer(s, keyOf(s), from, l, config, nowNs)) {
            return true;
        }
        HeldSyn held = full ? null : new HeldSyn(this, l, keyOf(s), from, fastOpen.record(s, l, o, nowNs), null, nowNs);
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

    /** An ACK for nobody's flow. @return true if it brought a SYN cookie back: then it is taken, or there is no room */
    @Rfc(value = 4987, section = "3.6")
    boolean onAck(SegmentView s, NetInterface from, long nowNs) {
        PortListener l = listeners.find(s.zone, s.localHi, s.localLo, s.localPort);
        if (l == null || !l.mayComeBack(nowNs)) {
            return false;
        }
        FlowKey key = keyOf(s);
        SynRecord syn = answers.restore(s, key, l, nowNs);
        if (syn == null) {
            return false;
        }
        HeldSyn held = new HeldSyn(this, l, key, from, syn, new KeptSegment(s), nowNs);
        if (connections.isFull() || l.isCompleteFull() || !flows.put(key, held)) {
            counters().increment(Counter.TCP_LISTEN_OVERFLOWS);
            return true;
        }
        l.beginComplete();
        undecided++;
        enqueue(held);
        return true;
    }

    private TcpConfig configOf(PortListener l) {
        TcpConfig own = l.spec().tcp();
        return own == null ? context.config() : own;
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

    MptcpEngine mptcp() {
        return mptcp;
    }

    FastOpenCache fastOpenCache() {
        return fastOpenCache;
    }

    FastOpenCookies fastOpenCookies() {
        return fastOpenCookies;
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
        ListenSpec spec = held.listener().spec();
        return spec.multipath() && mptcp.offersCapable(held.syn().options(), spec.checksum());
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
        if (held.completing() != null) {
            held.listener().endComplete();
        } else {
            halfOpen.put(held.key(), held.listener());
        }
        boolean early = held.syn().payloadIsText();
        InboundStream sink = early ? withText(held, in) : in;
        AbstractConnection c = offersMultipath(held) ? acceptMultipath(held, out, sink, handler, nowNs)
            : acceptPlain(held, out, sink, handler, nowNs);
        if (early) {
            c.hasEarlyText();
        }
        return c;
    }

    /** Text that came in the SYN is the stream's first; MPTCP too counts from behind it. */
    @Rfc(value = 7413, section = "4.2.2")
    private static InboundStream withText(HeldSyn held, InboundStream in) {
        held.listener().fastOpens().begin(held.key());
        byte[] text = held.syn().payload();
        int fits = (int) Math.min(text.length, in.window());
        if (fits > 0 && !in.store(0, new UnsafeBuffer(text), 0, fits)) {
            fits = 0;
        }
        held.syn().truncatePayload(fits);
        in.contiguousUpTo(fits);
        return new RoomBehind(in, fits);
    }

    private AbstractConnection acceptMultipath(HeldSyn held, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        MptcpConnection m = mptcp.accept(connections.nextId(), held.listener().spec(), held.syn(), held.completing(), held.key(),
            held.networkInterface(), out, in, handler, nowNs);
        connections.add(m);
        return m;
    }

    private AbstractConnection acceptPlain(HeldSyn held, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        TcpConnection c = new TcpConnection(connections.nextId(), connections, handler, context, held.listener().spec().tcp(), this, held.key(),
            held.networkInterface(), out, in);
        flows.put(held.key(), c.tcb());
        connections.add(c);
        c.tcb().openPassive(held.syn(), nowNs);
        if (held.completing() != null) {
            c.tcb().onSegment(held.completing().view(), nowNs);
        }
        return c;
    }

    /** The client was faster: it has reset what is accepted now. */
    Connection acceptAbandoned(HeldSyn held, ConnectionHandler handler) {
        return FailedConnection.of(connections, held.key(), CloseReason.RESET, handler);
    }

    void refuse(HeldSyn held) {
        forget(held);
        if (held.completing() != null) {
            context.writer().writeReset(held.networkInterface(), held.key(), held.completing().view().ackNo, 0, false);
        } else {
            context.writer().writeReset(held.networkInterface(), held.key(), 0, held.syn().seqNo() + 1 + held.syn().payload().length, true);
        }
    }

    void forget(HeldSyn held) {
        undecided--;
        if (held.completing() != null) {
            held.listener().endComplete();
        } else {
            held.listener().end();
        }
        flows.remove(held.key(), held);
    }

    /** The client took its SYN back. */
    void abandoned(HeldSyn held) {
        held.markAbandoned();
        counters().increment(Counter.TCP_EMBRYONIC_RSTS);
        forget(held);
        enqueue(held);
    }

    // ---- active

    Connection connect(ConnectSpec spec, OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs) {
        if (connections.isFull()) {
            return noResources(spec, handler);
        }
        StreamBehind behind = spec.fastOpen() ? new StreamBehind(out) : null;
        OutboundStream text = behind == null ? out : behind;
        if (spec.multipath()) {
            openingText = behind;
            MptcpConnection m = mptcp.connect(connections.nextId(), spec, text, in, handler, nowNs);
            openingText = null;
            connections.add(m);
            return m;
        }
        FlowKey key = addresses.flowFor(spec, flows);
        if (key == null) {
            return noResources(spec, handler);
        }
        TcpConnection c = new TcpConnection(connections.nextId(), connections, handler, context, spec.tcp(), this, key,
            addresses.interfaceOf(key), text, in);
        if (!flows.put(key, c.tcb())) {
            return noResources(spec, handler);
        }
        if (behind != null) {
            c.tcb().fastOpen(FastOpen.client(behind, fastOpenCache));
        }
        connections.add(c);
        c.tcb().openActive(spec.synPayload(), spec.drivenSyn(), nowNs);
        return c;
    }

    /** The first subflow of what {@link #connect} is just opening. */
    private void prepareFastOpen(Tcb t) {
        if (openingText != null) {
            t.fastOpen(FastOpen.client(openingText, fastOpenCache));
        }
    }

    private Connection noResources(ConnectSpec s, ConnectionHandler handler) {
        FlowKey wanted = new FlowKey(s.zone(), s.local().hi(), s.local().lo(), s.localPort(), s.remote().hi(), s.remote().lo(),
            s.remotePort());
        return FailedConnection.of(connections, wanted, CloseReason.NO_RESOURCES, handler);
    }

    // ---- ends

    @Override
    public void onEstablished(Tcb tcb) {
        handshakeOver(tcb.key(), Long.MIN_VALUE);
    }

    @Override
    public void onTimeWait(Tcb tcb, long nowNs) {
        timeWaits.add(tcb, nowNs);
    }

    @Override
    public void onClosed(Tcb tcb, long nowNs) {
        handshakeOver(tcb.key(), nowNs);
        flows.remove(tcb.key(), tcb);
    }

    private void handshakeOver(FlowKey key, long failedNs) {
        PortListener l = halfOpen.remove(key);
        if (l != null) {
            l.fastOpens().end(key, failedNs);
            l.end();
        }
    }

    private Counters counters() {
        return context.counters();
    }
}
