package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.ConnectionEvents;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionHost;
import io.tributary.connection.ConnectionInfo;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.tcp.receive.TunedInbound;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import java.util.List;

/** Plain TCP: one {@link Tcb} directly over the two streams. */
public final class TcpConnection extends FlowConnection implements TcpExtension {
    private final TunedInbound inbound;
    private final Tcb tcb;
    private final WritableRoom room = new WritableRoom();
    private boolean established;

    /** @param settings this connection's own; null for those of the context */
    public TcpConnection(long id, ConnectionHost host, ConnectionHandler handler, TcpContext context, TcpConfig settings, TcbHost tcbs,
                         FlowKey key, NetInterface out, OutboundStream text, InboundStream sink) {
        super(id, host, handler);
        SocketOptions.Receiving r = (settings == null ? context.config() : settings).socket().receiving();
        this.inbound = new TunedInbound(sink, r.initialWindow(), r.maxWindow());
        this.tcb = new Tcb(context, settings, tcbs, key, out, text, inbound, this, this::wake);
    }

    public Tcb tcb() {
        return tcb;
    }

    // ---- towards the shard

    @Override
    public boolean transmit(long nowNs) {
        inbound.tune(nowNs, tcb.socket().roundTripNs(), tcb.effectiveMss());
        boolean all = tcb.transmit(nowNs);
        if (room.takeWritable(tcb.socket())) {
            raise(ConnectionEvents.WRITABLE);
        }
        return all;
    }

    @Override
    public void onTimers(long nowNs) {
        tcb.onTimers(nowNs);
    }

    @Override
    public long deadlineNs() {
        return tcb.deadlineNs();
    }

    @Override
    public boolean isFinished() {
        return tcb.isClosed() && !tcb.owesReset();
    }

    // ---- towards the application

    @Override
    public FlowKey flow() {
        return tcb.key();
    }

    @Override
    public void abort(long nowNs) {
        tcb.abort(CloseReason.ABORTED);
    }

    @Override
    public void close(long nowNs) {
        tcb.socket().close(nowNs);
    }

    @Override
    public SocketOptions options() {
        return tcb.socket().options();
    }

    @Override
    public void options(SocketOptions options) {
        tcb.socket().apply(options);
    }

    @Override
    public void quickAck(boolean on) {
        tcb.socket().quickAck(on);
    }

    @Override
    public boolean urgent() {
        tcb.socket().urgent().mark();
        return true;
    }

    @Override
    public long urgentRemaining() {
        return tcb.socket().urgent().remaining();
    }

    @Override
    public int receivedDscp() {
        return tcb.socket().receivedDscp();
    }

    @Override
    public long notSent() {
        return tcb.socket().notSent();
    }

    @Override
    public long peerUserTimeoutNs() {
        return tcb.socket().peerUserTimeoutNs();
    }

    @Override
    public void repeatSyn(boolean withMultipath, long nowNs) {
        tcb.repeatSyn(false);
    }

    @Override
    public boolean isMultipath() {
        return false;
    }

    @Override
    public boolean isEstablished() {
        return established && !isClosed();
    }

    @Override
    public byte[] peerSynOptions() {
        return tcb.peerSynOptions();
    }

    @Override
    public int icmpError() {
        return tcb.icmpError();
    }

    @Override
    public ConnectionInfo info(long nowNs) {
        String local = tcb.key().local().withPort(tcb.key().localPort());
        String remote = tcb.key().remote().withPort(tcb.key().remotePort());
        return new ConnectionInfo(id(), "tcp", tcb.state().name(), local, remote, null, null, tcb.congestionName(),
            List.of(SubflowInfos.of(tcb, 0, false, SubflowInfos.idle(tcb))));
    }

    @Override
    public TcpInfo tcpInfo(long nowNs) {
        return tcb.info(nowNs);
    }

    // ---- from the Tcb

    /** The text beside a SYN that crosses ours is not taken yet. */
    @Override
    public boolean onSynAck(SegmentView s, Tcb t, long nowNs) {
        return !s.has(TcpFlags.ACK) || onSegment(s, t, nowNs);
    }

    @Override
    public boolean onSegment(SegmentView s, Tcb t, long nowNs) {
        if (s.payloadLength > 0) {
            raise(ConnectionEvents.READABLE);
        }
        return true;
    }

    @Override
    public void onReset(SegmentView s, Tcb t, long nowNs) {
    }

    @Override
    public void onEstablished(Tcb t, long nowNs) {
        established = true;
        raise(ConnectionEvents.ESTABLISHED);
    }

    @Override
    public void onTextAcked(Tcb t, long upTo, long nowNs) {
        room.onAcknowledged();
    }

    @Override
    public void onRetransmissionTimeout(Tcb t, int count, long nowNs) {
        report(count >= options().userTimeout().reportAfter(), ConnectionEvents.STALLED);
    }

    @Override
    public void onFin(Tcb t, long nowNs) {
        raise(ConnectionEvents.READABLE);
    }

    @Override
    public void onSoftError(Tcb t, long nowNs) {
        report(true, ConnectionEvents.SOFT_ERROR);
    }

    /** R1: the advice that IP and the owner should look for another way. */
    @Rfc(value = 9293, section = {"3.8.3", "3.9.1.8"})
    private void report(boolean due, int event) {
        if (due && options().reports()) {
            raise(event);
        }
    }

    @Override
    public void onUrgent(Tcb t) {
        raise(ConnectionEvents.URGENT);
    }

    @Override
    public void onPeerUserTimeout(Tcb t) {
        raise(ConnectionEvents.PEER_USER_TIMEOUT);
    }

    @Override
    public void onClosed(Tcb t, CloseReason reason, long nowNs) {
        raiseClosed(reason);
    }

    @Override
    public void planOptions(OptionPlan plan, Tcb t, int flags, long text, int length) {
    }

    @Override
    public int limitSegment(Tcb t, long text, int length) {
        return length;
    }

    @Override
    public boolean countsAsDuplicate(SegmentView s, Tcb t) {
        return true;
    }
}
