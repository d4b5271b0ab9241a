package io.tributary.tcp;

import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionHost;
import io.tributary.ip.FlowKey;
import io.tributary.wire.IpAddress;

/** A connection whose addresses are those of one flow: its only one, or its first. */
public abstract class FlowConnection extends AbstractConnection {
    protected FlowConnection(long id, ConnectionHost host, ConnectionHandler handler) {
        super(id, host, handler);
    }

    /** What the application sees, even when that flow is gone. */
    public abstract FlowKey flow();

    @Override
    public final IpAddress localAddress() {
        return flow().local();
    }

    @Override
    public final int localPort() {
        return flow().localPort();
    }

    @Override
    public final IpAddress remoteAddress() {
        return flow().remote();
    }

    @Override
    public final int remotePort() {
        return flow().remotePort();
    }

    @Override
    public final int zone() {
        return flow().zone();
    }
}
