package io.tributary.convert.leg;

import io.tributary.Rfc;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.convert.address.SharedPool;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.Optional;

/** A connection to the server itself, from an address of ours. */
@Rfc(value = 8803, section = "4.2")
final class DirectDownstream implements DownstreamLeg, ConnectionHandler {
    /** Beyond these SYNs a path that drops MP_CAPABLE must not cost the client its own MPTCP. */
    private static final int SYNS_WITH_MULTIPATH = 2;

    private final DirectSettings settings;
    private final SharedPool pool;
    private final TransportStack stack;
    private final TransportSession session;
    private Connection connection;
    private boolean multipath;

    DirectDownstream(DirectSettings settings, SharedPool pool, TransportStack stack, TransportSession session) {
        this.settings = settings;
        this.pool = pool;
        this.stack = stack;
        this.session = session;
    }

    @Override
    public void open(Target target, boolean drivenByClient, long nowNs) {
        Optional<IpAddress> source = pool.sourceFor(session.client(), target.address());
        if (source.isEmpty()) {
            session.downstreamFailed(Failure.of(Failure.Kind.NETWORK), nowNs);
            return;
        }
        multipath = settings.multipath() || target.multipathRequest();
        ConnectSpec spec = ConnectSpec.to(settings.zone(), target.address(), target.port()).from(source.get(), 0)
            .multipath(multipath).insistent(target.multipathRequest()).checksum(settings.checksum()).drivenSyn(drivenByClient);
        connection = stack.connect(spec, session.relay().toDownstream(), session.relay().fromDownstream(), this, nowNs);
        session.relay().attachDownstream(connection);
    }

    @Override
    public void repeatSyn(int synCount, long nowNs) {
        connection.repeatSyn(multipath && synCount <= SYNS_WITH_MULTIPATH, nowNs);
    }

    @Override
    public void abandon(long nowNs) {
        if (connection != null) {
            connection.abort(nowNs);
        }
    }

    @Override
    public void onEstablished(Connection c, long nowNs) {
        session.downstreamEstablished(c.peerSynOptions(), nowNs);
    }

    @Override
    public void onSoftError(Connection c, long nowNs) {
        session.downstreamSoftError(c.icmpError(), c.remoteAddress().isV4());
    }

    @Override
    public void onClosed(Connection c, CloseReason reason, long nowNs) {
        session.downstreamClosed(reason, c.icmpError(), nowNs);
    }
}
