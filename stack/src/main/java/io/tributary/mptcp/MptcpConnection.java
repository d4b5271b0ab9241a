package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ConnectionEvents;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionInfo;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.data.DataFin;
import io.tributary.mptcp.data.DataReceiver;
import io.tributary.mptcp.data.DataSender;
import io.tributary.mptcp.fallback.Fallback;
import io.tributary.mptcp.fallback.FastClose;
import io.tributary.mptcp.open.CapableHandshake;
import io.tributary.mptcp.path.Addresses;
import io.tributary.mptcp.path.EndpointPaths;
import io.tributary.mptcp.schedule.MinRtt;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SynRecord;
import io.tributary.tcp.Tcb;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.MpTcprstOption;

/**
 * One byte stream each way over one or more TCP subflows. Its parts do the work; here is what holds them together: opening,
 * the order of work between inputs, and the end. Consequences of input that concern the whole connection wait for
 * {@link #transmit}, as a Tcb must not change under its own feet.
 */
@Rfc(value = 8684, section = {"2", "4"})
public final class MptcpConnection extends AbstractConnection {
    private final MptcpEngine engine;
    private final OutboundStream outbound;
    private final boolean initiator;
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
    private final Lifecycle lifecycle;
    private Subflow first;
    private FlowKey firstFlow;
    private byte[] peerSynOptions = {};
    private int icmpError = -1;
    private Addresses addresses;
    private boolean multipath;
    private boolean offeredCapable;
    private boolean drivenSyn;

    /** @param keys null: plain TCP from the start */
    MptcpConnection(long id, MptcpEngine engine, SubflowHost host, ConnectionHandler handler, OutboundStream out, InboundStream in,
                    CapableHandshake keys, boolean initiator) {
        super(id, host, handler);
        this.engine = engine;
        this.outbound = out;
        this.keys = keys;
        this.initiator = initiator;
        this.multipath = keys != null;
        this.sender = new DataSender(out, fin, subflows, new MinRtt(), engine.counters());
        this.receiver = new DataReceiver(in, fin, engine.counters());
        this.reader = new OptionReader(this);
        this.writer = new OptionWriter(this);
        this.joins = new Joins(this, host);
        this.lifecycle = new Lifecycle(this, host);
    }

    // ---- opening

    void open(ConnectSpec spec, long nowNs) {
        drivenSyn = spec.drivenSyn();
        firstFlow = new FlowKey(spec.zone(), spec.local().hi(), spec.local().lo(), spec.localPort(), spec.remote().hi(),
            spec.remote().lo(), spec.remotePort());
        Subflow f = new Subflow(this, 0, true, SubflowState.CAPABLE_SYN_SENT);
        lifecycle.begin(f, lifecycle.connect(spec, f, nowNs));
    }

    void accept(FlowKey key, NetInterface from, SynRecord syn, long nowNs) {
        firstFlow = key;
        Subflow f = new Subflow(this, 0, true, SubflowState.CAPABLE_SYN_RECEIVED);
        lifecycle.begin(f, lifecycle.accept(key, from, syn, f, nowNs));
    }

    void onFirstSubflow(Subflow f, Tcb tcb) {
        first = f;
        firstFlow = tcb.key();
        f.attach(tcb);
        subflows.add(f);
        subflows.established();
        if (multipath) {
            addresses = new Addresses(this, new EndpointPaths(engine.config().endpoints(), firstFlow.zone()), joins, engine.hmac(),
                firstFlow, engine.config().addAddrAccepted(), engine.config().addAddrTimeoutNs());
        } else {
            f.becomePlain(1);
            f.takePlain(0, 1);
        }
    }

    /** Whether the SYN about to be written still offers MPTCP: not when that went unanswered before. */
    @Rfc(value = 8684, section = "3.9.3")
    boolean offersCapableNow(Subflow f) {
        boolean now = f.tcb().offersExtension() && (drivenSyn || f.tcb().synsSent() <= engine.config().synsWithOption());
        offeredCapable |= now;
        return now;
    }

    boolean offeredCapable() {
        return offeredCapable;
    }

    // ---- what subflows report

    /** TCP's handshake is done; for a join, the third packet goes out now. */
    void onTcpEstablished(Subflow f, long nowNs) {
        if (f.isInitial()) {
            peerSynOptions = f.tcb().peerSynOptions();
            lifecycle.onEstablished();
        } else if (f.state() == SubflowState.PRE_ESTABLISHED) {
            f.timers().armJoinAck(nowNs, f.tcb().rtoNs());
        }
    }

    /** Both sides have the keys: data may have mappings from here on. */
    void onConfirmed(Subflow f, long nowNs) {
        if (initiator) {
            addresses.confirm();
        }
        f.tcb().requestAck();
    }

    void onJoined(Subflow f, long nowNs) {
        subflows.established();
        addresses.remote().put(f.remoteAddressId(), f.tcb().key().remoteHi(), f.tcb().key().remoteLo(), f.tcb().key().remotePort());
        for (int i = 0; i < subflows.count(); i++) {
            Subflow other = subflows.get(i);
            other.tcb().setMaxTimeouts(Subflow.MAX_TIMEOUTS);
            if (other.isStale()) {
                sender.retransmission().reinject(other);
            }
        }
    }

    void onTextAcked(Subflow f) {
        if (f.isStale()) {
            counters().increment(Counter.MP_SUBFLOW_RECOVER);
        }
        f.textAcked();
        if (f.state() == SubflowState.PLAIN) {
            raise(ConnectionEvents.WRITABLE);
        }
    }

    @Rfc(value = 8684, section = "3.3.6")
    void onTimeout(Subflow f) {
        if (f.state().carriesData() && !f.isStale()) {
            f.stale(true);
            counters().increment(Counter.MP_SUBFLOW_STALE);
            if (subflows.usable() > 1) {
                sender.retransmission().reinject(f);
            }
        }
    }

    /** The end of one direction of one subflow, never that of the data: ours may go on if there is no other. */
    @Rfc(value = 8684, section = "3.3.3")
    void onSubflowFin(Subflow f) {
        if (f.state() != SubflowState.PLAIN && subflows.usable() > 1) {
            f.finish();
        }
    }

    void onSoftError(Subflow f) {
        if (f.isInitial()) {
            icmpError = f.tcb().icmpError();
            raise(ConnectionEvents.SOFT_ERROR);
        }
    }

    void onChecksumFailure() {
        lifecycle.onFault();
    }

    /** Unverified bytes of other copies in this place are not theirs any more. */
    void takenOver(SubflowInbound by, int mapping, long from, long to) {
        long start = Math.max(from, receiver.rcvNxt());
        for (int i = 0; i < subflows.count() && start < to; i++) {
            SubflowInbound sink = subflows.get(i).sink();
            if (sink.mappings() != null) {
                sink.mappings().takenOver(start, to, sink == by ? mapping : -1);
            }
        }
    }

    /** Subflows that use a withdrawn address are asked for a sign of life. */
    @Rfc(value = 8684, section = "3.4.2")
    public void probe(int remoteAddressId, long nowNs) {
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.remoteAddressId() == remoteAddressId && f.isUsable()) {
                f.timers().armRemoval(nowNs, f.tcb().rtoNs());
                f.tcb().probe();
            }
        }
    }

    /** The connection is plain TCP on {@code f} from now on, for good. */
    @Rfc(value = 8684, section = "3.7")
    public void leaveMptcp(Subflow f) {
        multipath = false;
        engine.release(this, keys.localToken());
        lifecycle.onPlain();
        f.becomePlain(sender.dataNxt());
        for (int i = 0; i < subflows.count(); i++) {
            if (subflows.get(i) != f) {
                subflows.get(i).abort(MpTcprstOption.UNSPECIFIED, CloseReason.ABORTED);
            }
        }
    }

    // ---- work between inputs

    @Override
    public boolean transmit(long nowNs) {
        lifecycle.settle(nowNs);
        if (multipath && addresses != null) {
            addresses.run(nowNs);
            lifecycle.requestAcks();
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
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.tcb().deadlineNs() <= nowNs) {
                f.tcb().onTimers(nowNs);
            }
        }
        lifecycle.onTimers(nowNs);
        wake();
    }

    @Override
    public long deadlineNs() {
        long deadline = lifecycle.deadlineNs();
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            deadline = Math.min(deadline, Math.min(f.tcb().deadlineNs(), f.timers().deadlineNs()));
        }
        if (multipath && addresses != null) {
            deadline = Math.min(deadline, Math.min(addresses.deadlineNs(), sender.retransmission().deadlineNs()));
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
            lifecycle.onOver();
            if (keys != null) {
                engine.release(this, keys.localToken());
            }
            noteProgress();
            raiseClosed(reason);
        }
    }

    void established() {
        raise(ConnectionEvents.ESTABLISHED);
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
    public void repeatSyn(boolean withMultipath, long nowNs) {
        if (first != null) {
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
    public IpAddress localAddress() {
        return firstFlow.local();
    }

    @Override
    public int localPort() {
        return firstFlow.localPort();
    }

    @Override
    public IpAddress remoteAddress() {
        return firstFlow.remote();
    }

    @Override
    public int remotePort() {
        return firstFlow.remotePort();
    }

    @Override
    public int zone() {
        return firstFlow.zone();
    }

    @Override
    public byte[] peerSynOptions() {
        return peerSynOptions;
    }

    @Override
    public int icmpError() {
        return icmpError;
    }

    @Override
    public ConnectionInfo info(long nowNs) {
        return Description.of(this);
    }

    // ---- the parts

    /** The flow of the first subflow: what the application sees, even when that subflow is gone. */
    public FlowKey firstFlow() {
        return firstFlow;
    }

    public boolean isInitiator() {
        return initiator;
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

    OptionReader reader() {
        return reader;
    }

    OptionWriter writer() {
        return writer;
    }
}
