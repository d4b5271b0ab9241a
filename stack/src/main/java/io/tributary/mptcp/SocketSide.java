package io.tributary.mptcp;

import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectionHost;
import io.tributary.tcp.FlowConnection;
import io.tributary.tcp.SocketOptions;
import io.tributary.tcp.TcpConfig;

/** What an application may ask of a connection beyond its two streams, handed to {@link SocketCalls}. */
abstract class SocketSide extends FlowConnection {
    SocketSide(long id, ConnectionHost host, ConnectionHandler handler) {
        super(id, host, handler);
    }

    abstract SocketCalls calls();

    /** What its subflows are to use. */
    public final TcpConfig tcpConfig() {
        return calls().config();
    }

    @Override
    public final void close(long nowNs) {
        calls().close(nowNs);
    }

    @Override
    public final boolean scheduler(String name) {
        return calls().scheduler(name);
    }

    @Override
    public final SocketOptions options() {
        return calls().options();
    }

    @Override
    public final void options(SocketOptions options) {
        calls().options(options);
    }

    @Override
    public final void quickAck(boolean on) {
        calls().quickAck(on);
    }

    @Override
    public final boolean urgent() {
        return calls().urgent();
    }

    @Override
    public final long urgentRemaining() {
        return calls().urgentRemaining();
    }

    @Override
    public final int receivedDscp() {
        return calls().receivedDscp();
    }

    @Override
    public final long peerUserTimeoutNs() {
        return calls().peerUserTimeoutNs();
    }
}
