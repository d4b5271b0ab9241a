package io.tributary.shard;

import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionInfo;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.List;

/** A connection that never was: no address, no port or no room. Its handler hears so as it hears every other end. */
final class FailedConnection extends AbstractConnection {
    private final ConnectSpec spec;

    private FailedConnection(ConnectionTable table, ConnectSpec spec, ConnectionHandler handler) {
        super(table.nextId(), table, handler);
        this.spec = spec;
    }

    static FailedConnection of(ConnectionTable table, ConnectSpec spec, ConnectionHandler handler) {
        FailedConnection c = new FailedConnection(table, spec, handler);
        c.raiseClosed(CloseReason.NO_RESOURCES);
        return c;
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
    public IpAddress localAddress() {
        return spec.local();
    }

    @Override
    public int localPort() {
        return spec.localPort();
    }

    @Override
    public IpAddress remoteAddress() {
        return spec.remote();
    }

    @Override
    public int remotePort() {
        return spec.remotePort();
    }

    @Override
    public int zone() {
        return spec.zone();
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
        return new ConnectionInfo(id(), "tcp", "CLOSED", spec.local().withPort(spec.localPort()),
            spec.remote().withPort(spec.remotePort()), null, null, null, List.of());
    }
}
