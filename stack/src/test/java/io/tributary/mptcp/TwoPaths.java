package io.tributary.mptcp;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;

/** A client and a server with two paths between them, 10.1.0.1 - 10.1.0.2 and 10.2.0.1 - 10.2.0.2, one connection over path 1. */
final class TwoPaths {
    static final IpAddress CLIENT_2 = IpAddress.parse("10.2.0.1");
    static final IpAddress SERVER_1 = IpAddress.parse("10.1.0.2");
    static final IpAddress SERVER_2 = IpAddress.parse("10.2.0.2");

    final Simulation sim;
    final Shard client;
    final Shard server;
    final SimLink path1;
    final SimLink path2;
    final Pump clientApp;
    final Pump serverApp;

    /** The client sends {@code up} bytes, the server {@code down}. */
    TwoPaths(long seed, int up, int down, MptcpConfig clientConfig, MptcpConfig serverConfig) {
        this(seed, up, down, clientConfig, serverConfig, new boolean[1]);
    }

    /** @param serverSleeps while its element is true the server's application does not read */
    TwoPaths(long seed, int up, int down, MptcpConfig clientConfig, MptcpConfig serverConfig, boolean[] serverSleeps) {
        sim = new Simulation(seed);
        SimHost c = new SimHost(sim, "client", ShardConfig.DEFAULT.withMptcp(clientConfig));
        SimHost s = new SimHost(sim, "server", ShardConfig.DEFAULT.withMptcp(serverConfig));
        client = c.shard();
        server = s.shard();
        path1 = sim.link("path1", c.addInterface("a1", 0, 1500, "10.1.0.1"), s.addInterface("b1", 0, 1500, "10.1.0.2"));
        path2 = sim.link("path2", c.addInterface("a2", 0, 1500, "10.2.0.1"), s.addInterface("b2", 0, 1500, "10.2.0.2"));
        path1.bitsPerSecond(20_000_000).delayNs(Simulation.millis(10)).queuePackets(100);
        path2.bitsPerSecond(20_000_000).delayNs(Simulation.millis(10)).queuePackets(100);
        clientApp = new Pump(seed, up, down);
        serverApp = new Pump(seed, down, up) {
            @Override
            public void onReadable(Connection c, long nowNs) {
                if (!serverSleeps[0]) {
                    super.onReadable(c, nowNs);
                }
            }
        };
    }

    TwoPaths start(boolean checksum) {
        server.listen(new ListenSpec(0, IpAddress.ANY, 80, true, checksum, 10), serverApp);
        ConnectSpec spec = ConnectSpec.to(0, SERVER_1, 80).checksum(checksum);
        clientApp.attachTo(client.connect(spec, clientApp.out, clientApp.in, clientApp, 0));
        return this;
    }

    MptcpConnection clientConnection() {
        return (MptcpConnection) clientApp.connection;
    }

    MptcpConnection serverConnection() {
        return (MptcpConnection) serverApp.connection;
    }

    boolean closed() {
        return clientApp.closed != null && serverApp.closed != null;
    }

    boolean intact() {
        return clientApp.intact() && serverApp.intact();
    }

    long count(Counter c) {
        return client.counters().get(c) + server.counters().get(c);
    }
}
