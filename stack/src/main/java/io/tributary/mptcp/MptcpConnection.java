package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ConnectionEvents;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionInfo;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.data.DataFin;
import io.tributary.mptcp.data.DataReceiver;
import io.tributary.mptcp.data.DataSender;
import io.tributary.mptcp.fallback.CloseSettings;
import io.tributary.mptcp.fallback.Fallback;
import io.tributary.mptcp.fallback.FastClose;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.open.CapableOffer;
import io.tributary.mptcp.path.Addresses;
import io.tributary.mptcp.path.PathActions;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.KeptSegment;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcpInfo;
import io.tributary.tcp.TcpConfig;
import io.tributary.wire.option.MpTcprstOption;

/**
 * One byte stream each way over one or more TCP subflows. Its parts do the work; here is what holds them together: opening,
 * the order of work between inputs, and the end. Consequences of input that concern the whole connection wait for
 * {@link #transmit}, as a Tcb must not change under its own feet.
 */
@Rfc(value = 8684, section = {"2", "4"})
public final class MptcpConnection extends SocketSide {
    private final MptcpEngine engine;
    private final ClosableOutbound outbound;
    private final boolean initiator;
    private final SocketCalls calls;
    private final CapableHandshake keys;
    private final DataFin fin = new DataFin();
    private final Subflows subflows = new Subflows();
    private final DataSender sender;
    private final DataReceiver receiver;
    private final Fallback fallback = new Fallback(this);
    private final FastClose fastClose = new FastClose(this);
    private final OptionReader reader;
    private final OptionWriter writer;
    private final Joins joins;
    private final PathActions paths = new PathCalls(this);
    private final Lifecycle lifecycle;
    private final SubflowEvents subflowEvents;
    private Subflow first;
    private FlowKey firstFlow;
    private Addresses addresses;
    private boolean multipath;
    private CapableOffer offer;

    /** @param keys null: plain TCP from the start */
    MptcpConnection(long id, MptcpEngine engine, SubflowHost host, ConnectionHandler handler, OutboundStream out, InboundStream in,
                    CapableHandshake keys, boolean initiator, TcpConfig tcpConfig) {
        super(id, host, handler);
        this.engine = engine;
        this.outbound = new ClosableOutbound(out);
        this.calls = new SocketCalls(this, outbound, (tcpConfig == null ? host.tcpConfig() : tcpConfig).grouped());
        this.keys = keys;
        this.initiator = initiator;
        this.multipath = keys != null;
        this.sender = new DataSender(outbound, fin, subflows, engine.config().data(), engine.scheduler(), fallback,
            engine.counters());
        this.receiver = new DataReceiver(calls.tuned(in), fin, engine.counters());
        this.sender.noDelay(calls.options().sending().noDelay());
        this.reader = new OptionReader(this);
        this.writer = new OptionWriter(this);
        this.joins = new Joins(this, host);
        this.lifecycle = new Lifecycle(this, host);
        this.subflowEvents = new SubflowEvents(this, lifecycle);
    }

    // ---- opening

    void open(ConnectSpec spec, long nowNs) {
        offer = new CapableOffer(spec.drivenSyn() ? Integer.MAX_VALUE : engine.config().capable().synsWithOption(),
            engine.counters(), nowNs);
        firstFlow = new FlowKey(spec.zone(), spec.local().hi(), spec.local().lo(), spec.localPort(), spec.remote().hi(),
            spec.remote().lo(), spec.remotePort());
        Subflow f = new Subflow(this, 0, true, SubflowState.CAPABLE_SYN_SENT);
        lifecycle.begin(f, lifecycle.connect(spec, f, nowNs));
    }

    @Override
    SocketCalls calls() {
        return calls;
    }

    void accept(FlowKey key, NetInterface from, SynRecord syn, KeptSegment completing, long nowNs) {
        firstFlow = key;
        Subflow f = new Subflow(this, 0, true, SubflowState.CAPABLE_SYN_RECEIVED);
        lifecycle.begin(f, lifecycle.accept(key, from, syn, f, nowNs));
        if (completing != null && !isClosed()) {
            f.tcb().onSegment(completing.view(), nowNs);
        }
    }

    void onFirstSubflow(Subflow f, Tcb tcb) {
        first = f;
        firstFlow = tcb.key();
        f.attach(tcb);
        subflows.add(f);
        subflows.established();
        if (multipath) {
            addresses = engine.addresses(this);
        } else {
            f.becomePlain(1);
            f.takePlain(0, 1);
        }
    }

    /** Null on the listener's side. */
    CapableOffer offer() {
        return offer;
    }

    /** The connection is plain TCP on {@code f} from now on, for good. */
    @Rfc(value = 8684, section = "3.7")
    public void leaveMptcp(Subflow f) {
        closePaths();
        multipath = false;
        engine.release(this, keys.localToken());
        lifecycle.onPlain();
        f.becomePlain(sender.dataNxt());
        raise(ConnectionEvents.WRITABLE);
        resetOthers(f, MpTcprstOption.UNSPECIFIED);
    }

    /** RST on all subflows but {@code f}. */
    public void resetOthers(Subflow f, int why) {
        for (int i = 0; i < subflows.count(); i++) {
            if (subflows.get(i) != f) {
                subflows.get(i).abort(why, CloseReason.ABORTED);
            }
        }
    }

    private void closePaths() {
        if (addresses != null) {
            addresses.events().closed();
        }
    }

    // ---- work between inputs

    @Override
    public boolean transmit(long nowNs) {
        calls.settle(nowNs);
        lifecycle.settle(nowNs);
        receiver.tune(nowNs, subflows.slowestNs(), subflows.largestSegment());
        if (multipath && addresses != null && !isClosed()) {
            addresses.run(nowNs);
            lifecycle.requestAcks(nowNs);
            sender.assign(nowNs);
            lifecycle.freeHostages();
        }
        boolean all = true;
        for (int i = 0; i < subflows.count(); i++) {
            all &= subflows.get(i).tcb().transmit(nowNs);
        }
        lifecycle.settle(nowNs);
        sender.release();
        noteProgress();
        return all;
    }

    private void noteProgress() {
        if (receiver.takeProgress()) {
            raise(ConnectionEvents.READABLE);
        }
        if (sender.takeProgress()) {
            raise(ConnectionEvents.WRITABLE);
        }
    }

    @Override
    public void onTimers(long nowNs) {
        subflows.onTimers(nowNs);
        lifecycle.onTimers(nowNs);
        calls.onTimers(nowNs);
        wake();
    }

    @Override
    public long deadlineNs() {
        long deadline = Math.min(subflows.deadlineNs(), Math.min(lifecycle.deadlineNs(), calls.deadlineNs()));
        if (multipath && addresses != null && !isClosed()) {
            deadline = Math.min(deadline, Math.min(sender.deadlineNs(), addresses.deadlineNs(subflows.usable() > 0)));
        }
        return deadline;
    }

    @Override
    public boolean isFinished() {
        return isClosed() && subflows.count() == 0;
    }

    /** The connection has ended for its owner; what is left of subflows ends by itself. */
    public void over(CloseReason reason) {
        if (!isClosed()) {
            closePaths();
            lifecycle.onOver();
            if (keys != null) {
                engine.release(this, keys.localToken());
            }
            noteProgress();
            raiseClosed(reason);
        }
    }

    /** For the parts: notes an event of {@link ConnectionEvents}. */
    void note(int bits) {
        raise(bits);
    }

    // ---- towards the application

    @Override
    public void abort(long nowNs) {
        if (!isClosed()) {
            fastClose.send(CloseReason.ABORTED);
            wake();
        }
    }

    @Override
    public long notSent() {
        return Math.max(0, outbound.limit() + 1 - sender.dataNxt());
    }

    /** Its paths, to be acted on between inputs. */
    public PathActions paths() {
        return paths;
    }

    /** One of our addresses is gone for this connection, or is to be left: see {@link PathActions#remove}. */
    public boolean withdraw(int localAddressId) {
        return paths.remove(localAddressId);
    }

    /** Asks the peer, and ourselves, to use the subflows from one of our addresses only when no other works; or no longer so. */
    public void prioritize(int localAddressId, boolean backup) {
        if (multipath) {
            subflowEvents.prioritize(localAddressId, backup);
            wake();
        }
    }

    @Override
    public void repeatSyn(boolean withMultipath, long nowNs) {
        if (first != null && offer != null) {
            offer.onRepeat(withMultipath, nowNs);
            first.tcb().repeatSyn(withMultipath);
        }
    }

    @Override
    public boolean isMultipath() {
        return multipath;
    }

    @Override
    public boolean isEstablished() {
        return lifecycle.isEstablished() && !isClosed();
    }

    @Override
    public byte[] peerSynOptions() {
        return subflowEvents.peerSynOptions();
    }

    @Override
    public int icmpError() {
        return subflowEvents.icmpError();
    }

    @Override
    public ConnectionInfo info(long nowNs) {
        return Description.of(this);
    }

    @Override
    public TcpInfo tcpInfo(long nowNs) {
        return first == null ? null : first.tcb().info(nowNs);
    }

    // ---- the parts

    @Override
    public FlowKey flow() {
        return firstFlow;
    }

    public boolean isInitiator() {
        return initiator;
    }

    public CloseSettings closeSettings() {
        return engine.config().close();
    }

    MptcpEngine engine() {
        return engine;
    }

    public Counters counters() {
        return engine.counters();
    }

    /** Null if the connection was plain TCP from the start. */
    public CapableHandshake keys() {
        return keys;
    }

    public DataFin dataFin() {
        return fin;
    }

    public Subflows subflows() {
        return subflows;
    }

    public DataSender sender() {
        return sender;
    }

    public DataReceiver receiver() {
        return receiver;
    }

    OutboundStream outbound() {
        return outbound;
    }

    public Fallback fallback() {
        return fallback;
    }

    FastClose fastClose() {
        return fastClose;
    }

    Addresses addresses() {
        return addresses;
    }

    Joins joins() {
        return joins;
    }

    public SubflowEvents subflowEvents() {
        return subflowEvents;
    }

    OptionReader reader() {
        return reader;
    }

    OptionWriter writer() {
        return writer;
    }
}
