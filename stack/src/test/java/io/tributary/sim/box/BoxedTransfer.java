package io.tributary.sim.box;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpConfig;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;

/** A transfer in both directions through a box: 10 Mbit/s, 20 ms; with MPTCP a second path without the box. */
final class BoxedTransfer {
    static final IpAddress SERVER = IpAddress.parse("198.51.100.9");
    private static final int UP = 400_000;
    private static final int DOWN = 300_000;

    final Simulation sim = new Simulation(3);
    final Shard client;
    final Shard server;
    final SimLink link;
    final Pump clientApp = new Pump(3, UP, DOWN);
    final Pump serverApp = new Pump(3, DOWN, UP);
    private final boolean multipath;
    private final boolean checksum;

    private BoxedTransfer(boolean multipath, boolean twoPaths, boolean checksum) {
        this.multipath = multipath;
        this.checksum = checksum;
        MptcpConfig config = twoPaths
            ? MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, IpAddress.parse("10.2.0.1"), 1)) : MptcpConfig.DEFAULT;
        SimHost c = new SimHost(sim, "client", ShardConfig.DEFAULT.withMptcp(config));
        SimHost s = new SimHost(sim, "server", ShardConfig.DEFAULT);
        client = c.shard();
        server = s.shard();
        link = sim.link("boxed", c.addInterface("a", 0, 1500, "10.0.0.1"), s.addInterface("a", 0, 1500, SERVER.toString()));
        link.bitsPerSecond(10_000_000).delayNs(Simulation.millis(10)).queuePackets(100);
        SimLink free = sim.link("free", c.addInterface("b", 0, 1500, "10.2.0.1"), s.addInterface("b", 0, 1500, "10.2.0.2"));
        free.bitsPerSecond(10_000_000).delayNs(Simulation.millis(15)).queuePackets(100);
    }

    static BoxedTransfer tcp() {
        return new BoxedTransfer(false, false, false);
    }

    /** One subflow only. */
    static BoxedTransfer mptcp() {
        return new BoxedTransfer(true, false, false);
    }

    static BoxedTransfer mptcpWithChecksum() {
        return new BoxedTransfer(true, false, true);
    }

    BoxedTransfer through(Middlebox box) {
        link.middlebox(box);
        return this;
    }

    BoxedTransfer start() {
        server.listen(new ListenSpec(0, IpAddress.ANY, 80, multipath, checksum, 10), serverApp);
        ConnectSpec spec = ConnectSpec.to(0, SERVER, 80).from(IpAddress.parse("10.0.0.1"), 0).multipath(multipath).checksum(checksum);
        clientApp.attachTo(client.connect(spec, clientApp.out, clientApp.in, clientApp, 0));
        return this;
    }

    /** Starts if need be; both ends are done, in order, with what the other sent. */
    BoxedTransfer survives() {
        return completes().intact();
    }

    BoxedTransfer completes() {
        if (clientApp.connection == null) {
            start();
        }
        assertThat(sim.run(this::closed, Simulation.seconds(120))).as("completes: %d and %d; %s", clientApp.received(),
            serverApp.received(), sim).isTrue();
        assertThat(clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(serverApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(client.counters().get(Counter.INTERNAL_ERRORS) + server.counters().get(Counter.INTERNAL_ERRORS)).isZero();
        return this;
    }

    BoxedTransfer intact() {
        assertThat(clientApp.intact() && serverApp.intact()).as("intact").isTrue();
        return this;
    }

    BoxedTransfer staysMultipath() {
        assertThat(clientApp.connection.isMultipath()).isTrue();
        assertThat(serverApp.connection.isMultipath()).isTrue();
        return this;
    }

    BoxedTransfer fellBack() {
        assertThat(clientApp.connection.isMultipath()).isFalse();
        assertThat(serverApp.connection.isMultipath()).isFalse();
        return this;
    }

    boolean closed() {
        return clientApp.closed != null && serverApp.closed != null;
    }
}
