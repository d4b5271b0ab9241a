package io.tributary.sim.scenario;

import io.tributary.connection.AcceptHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.connection.PendingOpen;
import io.tributary.shard.Shard;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;

/** One transfer while it runs: both applications and what they noticed. */
final class TransferRun implements AcceptHandler {
    private static final int BACKLOG = 16;

    private final Scenario.Transfer plan;
    private final Simulation simulation;
    final Side client;
    final Side server;
    private long establishedNs = -1;

    /** One application. */
    final class Side implements ConnectionHandler {
        final PatternSource source;
        final PatternSink sink;
        Connection connection;
        CloseReason closed;
        long closedNs = -1;

        Side(PatternSource source, PatternSink sink) {
            this.source = source;
            this.sink = sink;
        }

        @Override
        public void onEstablished(Connection c, long nowNs) {
            if (this == client) {
                establishedNs = nowNs;
            }
            onReadable(c, nowNs);
        }

        /** A side that only receives ends when the other has. */
        @Override
        public void onReadable(Connection c, long nowNs) {
            if (sink.isEnded() && source.size() == 0) {
                source.end();
                c.wake();
            }
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
            closed = reason;
            closedNs = nowNs;
        }
    }

    TransferRun(Scenario.Transfer plan, Simulation simulation, int number) {
        this.plan = plan;
        this.simulation = simulation;
        Pattern up = new Pattern(number * 2L);
        Pattern down = new Pattern(number * 2L + 1);
        client = new Side(new PatternSource(up, plan.up(), plan.sendBuffer(), plan.up() > 0),
            new PatternSink(down, plan.down(), plan.receiveBuffer(), simulation::nowNs));
        server = new Side(new PatternSource(down, plan.down(), plan.sendBuffer(), plan.down() > 0),
            new PatternSink(up, plan.up(), plan.receiveBuffer(), simulation::nowNs));
    }

    Scenario.Transfer plan() {
        return plan;
    }

    /** Listens now and connects at its time. */
    void start(Shard from, IpAddress local, Shard to, IpAddress remote, int port) {
        to.listen(new ListenSpec(0, IpAddress.ANY, port, plan.multipath(), plan.checksum(), BACKLOG, plan.tcp()), this);
        simulation.at(plan.startNs(), () -> {
            ConnectSpec spec = ConnectSpec.to(0, remote, port).from(local, 0).multipath(plan.multipath()).checksum(plan.checksum())
                .tcp(plan.tcp());
            client.connection = from.connect(spec, client.source, client.sink, client, simulation.nowNs());
        });
    }

    @Override
    public void onSyn(PendingOpen open, long nowNs) {
        if (server.connection == null) {
            server.connection = open.accept(server.source, server.sink, server, nowNs);
        } else {
            open.reset(nowNs);
        }
    }

    boolean isEndless() {
        return plan.up() == Scenario.Transfer.ENDLESS || plan.down() == Scenario.Transfer.ENDLESS;
    }

    /** Nothing more will come of it. */
    boolean isOver() {
        return client.closed != null && (server.connection == null || server.closed != null);
    }

    /** When the client's handshake was complete; -1 before. */
    long establishedNs() {
        return establishedNs;
    }
}
