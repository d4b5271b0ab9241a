package io.tributary.shard;

import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionInfo;
import io.tributary.ip.FlowKey;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.FlowConnection;
import io.tributary.tcp.SocketOptions;
import java.util.List;

/**
 * A connection that never was: no address, no port, no room, or a client that has gone. Its handler hears so as it hears every
 * other end.
 */
final class FailedConnection extends FlowConnection {
    private final FlowKey key;

    private FailedConnection(ConnectionTable table, FlowKey key, ConnectionHandler handler) {
        super(table.nextId(), table, handler);
        this.key = key;
    }

    static FailedConnection of(ConnectionTable table, FlowKey key, CloseReason reason, ConnectionHandler handler) {
        FailedConnection c = new FailedConnection(table, key, handler);
        c.raiseClosed(reason);
        return c;
    }

    @Override
    public FlowKey flow() {
        return key;
    }

    @Override
    public boolean transmit(long nowNs) {
        return true;
    }

    @Override
    public void onTimers(long nowNs) {
    }

    @Override
    public long deadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isFinished() {
        return true;
    }

    @Override
    public void abort(long nowNs) {
    }

    @Override
    public void close(long nowNs) {
    }

    @Override
    public SocketOptions options() {
        return SocketOptions.DEFAULT;
    }

    @Override
    public void options(SocketOptions options) {
    }

    @Override
    public void quickAck(boolean on) {
    }

    @Override
    public boolean urgent() {
        return false;
    }

    @Override
    public long urgentRemaining() {
        return 0;
    }

    @Override
    public int receivedDscp() {
        return 0;
    }

    @Override
    public long notSent() {
        return 0;
    }

    @Override
    public long peerUserTimeoutNs() {
        return 0;
    }

    @Override
    public void repeatSyn(boolean withMultipath, long nowNs) {
    }

    @Override
    public boolean isMultipath() {
        return false;
    }

    @Override
    public boolean isEstablished() {
        return false;
    }

    @Override
    public byte[] peerSynOptions() {
        return new byte[0];
    }

    @Override
    public int icmpError() {
        return -1;
    }

    @Override
    public ConnectionInfo info(long nowNs) {
        return new ConnectionInfo(id(), "tcp", "CLOSED", key.local().withPort(key.localPort()),
            key.remote().withPort(key.remotePort()), null, null, null, List.of());
    }
}
