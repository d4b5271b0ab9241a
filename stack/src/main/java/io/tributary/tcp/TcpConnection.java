package io.tributary.tcp;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectionEvents;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionHost;
import io.tributary.connection.ConnectionInfo;
import io.tributary.ip.FlowKey;
import io.tributary.ip.NetInterface;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import java.util.List;

/** Plain TCP: one {@link Tcb} directly over the two streams. */
public final class TcpConnection extends AbstractConnection implements TcpExtension {
    private final Tcb tcb;
    private boolean established;

    /** @param settings this connection's own; null for those of the context */
    public TcpConnection(long id, ConnectionHost host, ConnectionHandler handler, TcpContext context, TcpConfig settings, TcbHost tcbs,
                         FlowKey key, NetInterface out, OutboundStream text, InboundStream sink) {
        super(id, host, handler);
        this.tcb = new Tcb(context, settings, tcbs, key, out, text, sink, this, this::wake);
    }

    public Tcb tcb() {
        return tcb;
    }

    // ---- towards the shard

    @Override
    public boolean transmit(long nowNs) {
        return tcb.transmit(nowNs);
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
    public void abort(long nowNs) {
        tcb.abort(CloseReason.ABORTED);
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
    public IpAddress localAddress() {
        return tcb.key().local();
    }

    @Override
    public int localPort() {
        return tcb.key().localPort();
    }

    @Override
    public IpAddress remoteAddress() {
        return tcb.key().remote();
    }

    @Override
    public int remotePort() {
        return tcb.key().remotePort();
    }

    @Override
    public int zone() {
        return tcb.key().zone();
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
            List.of(SubflowInfos.of(tcb, 0, false, null)));
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
        raise(ConnectionEvents.WRITABLE);
    }

    @Override
    public void onRetransmissionTimeout(Tcb t, int count, long nowNs) {
    }

    @Override
    public void onFin(Tcb t, long nowNs) {
        raise(ConnectionEvents.READABLE);
    }

    @Override
    public void onSoftError(Tcb t, long nowNs) {
        raise(ConnectionEvents.SOFT_ERROR);
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
