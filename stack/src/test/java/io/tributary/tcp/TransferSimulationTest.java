package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.LossModel;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransferSimulationTest {
    private static final IpAddress B = IpAddress.parse("10.0.0.2");

    /** Both ends of one TCP connection over one link; the client sends {@code up} bytes, the server {@code down}. */
    private static final class Run {
        final Simulation sim;
        final Shard client;
        final Shard server;
        final SimLink link;
        final Pump clientApp;
        final Pump serverApp;

        Run(long seed, int up, int down, TcpConfig config) {
            sim = new Simulation(seed);
            SimHost c = new SimHost(sim, "client", new ShardConfig(config, 100, 100));
            SimHost s = new SimHost(sim, "server", new ShardConfig(config, 100, 100));
            client = c.shard();
            server = s.shard();
            link = sim.link("link", c.addInterface("a", 0, 1500, "10.0.0.1"), s.addInterface("b", 0, 1500, "10.0.0.2"));
            clientApp = new Pump(seed, up, down);
            serverApp = new Pump(seed, down, up);
            server.listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), serverApp);
            clientApp.attachTo(client.connect(ConnectSpec.to(0, B, 80).multipath(false), clientApp.out, clientApp.in, clientApp, 0));
        }

        boolean complete() {
            return clientApp.closed != null && serverApp.closed != null;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    @DisplayName("TCP-MUST-12 R5681-4.3-1 both directions arrive intact over loss, reordering and duplication, with and without SACK and timestamps")
    void lossyTransfer(long seed) {
        TcpConfig config = TcpConfig.DEFAULT.withOptions(seed % 2 == 0, seed % 3 != 0, seed % 5 != 0);
        Run r = new Run(seed, 1_000_000, 300_000, config);
        r.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(10)).loss(LossModel.random(0.02))
            .reorder(0.05, Simulation.millis(5)).duplicate(0.01).queuePackets(100);
        assertThat(r.sim.run(r::complete, Simulation.seconds(200))).as("completes, seed " + seed).isTrue();
        assertThat(r.clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(r.serverApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(r.clientApp.intact() && r.serverApp.intact()).as("intact, seed " + seed).isTrue();
        assertThat(r.client.isEmpty() && r.server.isEmpty()).isTrue();
        assertThat(r.client.counters().get(Counter.INTERNAL_ERRORS)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50})
    @DisplayName("R5681-3.1-4 a clean link is filled: 10 Mbyte at 50 Mbit/s in no more than 1.25 times the ideal time")
    void cleanLink(int rttMs) {
        Run r = new Run(99, 10_000_000, 0, TcpConfig.DEFAULT);
        r.link.bitsPerSecond(50_000_000).delayNs(Simulation.millis(rttMs / 2.0)).queuePackets(200);
        assertThat(r.sim.run(r::complete, Simulation.seconds(60))).isTrue();
        assertThat(r.serverApp.intact()).isTrue();
        double ideal = 10_000_000 * 8 / 50e6 * 1500 / 1448;
        assertThat(r.sim.nowNs() / 1e9).isLessThan(ideal * 1.25 + 0.5);
    }
}
