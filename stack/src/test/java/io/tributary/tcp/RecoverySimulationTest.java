package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.LossModel;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What loss, reordering and silence cost, over many seeds: a slower recovery is a failing test. */
class RecoverySimulationTest {
    private static final int SEEDS = 11;
    private static final int BYTES = 2_000_000;

    /** One transfer over one link of 50 Mbit/s. */
    private static final class Run {
        private final SimHost client;
        private final Pump receiver;
        private double seconds;

        private Run(long seed, CongestionAlgorithm algorithm, int roundTripMs, int bytes, Consumer<SimLink> change) {
            Simulation sim = new Simulation(seed);
            TcpConfig config = TcpConfig.DEFAULT.with(TcpConfig.DEFAULT.congestion().withAlgorithm(algorithm));
            client = new SimHost(sim, "client", new ShardConfig(config, 100, 100));
            SimHost server = new SimHost(sim, "server", new ShardConfig(config, 100, 100));
            SimLink link = sim.link("link", client.addInterface("a", 0, 1500, "10.0.0.1"), server.addInterface("b", 0, 1500, "10.0.0.2"));
            link.bitsPerSecond(50_000_000).delayNs(Simulation.millis(roundTripMs / 2.0)).queuePackets(1000);
            change.accept(link);
            receiver = new Pump(seed, 0, bytes) {
                @Override
                protected void progressed(long nowNs) {
                    seconds = nowNs / 1e9;
                }
            };
            Pump sender = new Pump(seed, bytes, 0);
            server.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), receiver);
            sender.attachTo(client.shard().connect(ConnectSpec.to(0, IpAddress.parse("10.0.0.2"), 80).multipath(false), sender.out, sender.in,
                sender, 0));
            sim.run(() -> receiver.received() == bytes, Simulation.seconds(1000));
            assertThat(receiver.intact()).as("intact, seed " + seed).isTrue();
        }

        private long count(Counter c) {
            return client.shard().counters().get(c);
        }
    }

    @ParameterizedTest(name = "{0}, {1} ms, {2}: {3} s")
    @CsvSource({
        "newreno, 10, 0.001, 0.361", "newreno, 10, 0.01, 0.992", "newreno, 10, 0.03, 2.225",
        "newreno, 50, 0.001, 0.621", "newreno, 50, 0.01, 4.691", "newreno, 50, 0.03, 10.70",
        "newreno, 200, 0.001, 2.346", "newreno, 200, 0.01, 18.51", "newreno, 200, 0.03, 41.72",
        "cubic, 10, 0.001, 0.361", "cubic, 10, 0.01, 0.725", "cubic, 10, 0.03, 1.995",
        "cubic, 50, 0.001, 0.621", "cubic, 50, 0.01, 3.504", "cubic, 50, 0.03, 9.562",
        "cubic, 200, 0.001, 2.346", "cubic, 200, 0.01, 11.73", "cubic, 200, 0.03, 35.39"})
    @DisplayName("R8985-6-1 R8985-7-1 R8985-9-1 R6937-3-1 two megabytes over a lossy link, median: no time is left on the table, hardly a timeout, "
        + "nothing is sent in vain")
    void lossy(String algorithm, int roundTripMs, double loss, double expected) {
        double[] times = new double[SEEDS];
        long timeouts = 0;
        long duplicates = 0;
        for (int i = 0; i < SEEDS; i++) {
            Run r = new Run(i + 1, algorithm.equals("cubic") ? CongestionAlgorithms.CUBIC : CongestionAlgorithms.NEWRENO, roundTripMs, BYTES,
                l -> l.forward().loss(LossModel.random(loss)));
            times[i] = r.seconds;
            timeouts += r.count(Counter.TCP_TIMEOUTS);
            duplicates += r.count(Counter.TCP_DSACK_RECV);
        }
        Arrays.sort(times);
        assertThat(times[SEEDS / 2]).as("median of %s", Arrays.toString(times)).isBetween(expected * 0.9, expected * 1.1);
        assertThat(timeouts).as("timeouts in %d transfers", SEEDS).isLessThanOrEqualTo(3);
        assertThat(duplicates).as("segments sent in vain").isZero();
    }

    @Test
    @DisplayName("R8985-6-1 a link that reorders while its queue grows and drains: what is sent in vain is little, and no window stays reduced")
    void reordering() {
        long seen = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Run r = new Run(seed, CongestionAlgorithms.NEWRENO, 50, 1_000_000, l -> l.forward().reorder(0.05, Simulation.millis(8)));
            seen += r.count(Counter.TCP_SACK_REORDER);
            assertThat(r.count(Counter.TCP_RETRANS_SEGS)).as("seed " + seed).isLessThanOrEqualTo(30);
            assertThat(r.count(Counter.TCP_TIMEOUTS)).as("seed " + seed).isZero();
            assertThat(r.count(Counter.TCP_SACK_RECOVERY)).as("recoveries that were not undone, seed " + seed)
                .isLessThanOrEqualTo(r.count(Counter.TCP_DSACK_UNDO) + r.count(Counter.TCP_FULL_UNDO) + r.count(Counter.TCP_PARTIAL_UNDO));
        }
        assertThat(seen).isGreaterThan(10L * SEEDS);
    }

    @Test
    @DisplayName("R8985-7-1 the last segments of a transfer are lost: the probe finds it, the timer does not fire")
    void tail() {
        Run r = new Run(1, CongestionAlgorithms.NEWRENO, 50, 10_000, l -> l.forward().loss(LossModel.numbers(8, 9)));
        assertThat(r.count(Counter.TCP_LOSS_PROBES)).isEqualTo(1);
        assertThat(r.count(Counter.TCP_TIMEOUTS)).isZero();
        assertThat(r.seconds).isLessThan(0.5);
    }

    @Test
    @DisplayName("R6937-3-1 R8985-6-1 losses in bursts, and a third of the ACKs lost: repaired without the timer in nearly every case")
    void burstsAndAckLoss() {
        long timeouts = 0;
        long bursts = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Run r = new Run(seed, CongestionAlgorithms.NEWRENO, 50, 1_000_000, l -> {
                l.forward().loss(LossModel.bursty(0.01, 4));
                l.backward().loss(LossModel.random(0.3));
            });
            timeouts += r.count(Counter.TCP_TIMEOUTS);
            bursts += r.count(Counter.TCP_SACK_RECOVERY);
        }
        assertThat(bursts).isGreaterThan(11);
        assertThat(timeouts).as("timeouts beside %d recoveries", bursts).isLessThan(bursts / 3);
    }
}
