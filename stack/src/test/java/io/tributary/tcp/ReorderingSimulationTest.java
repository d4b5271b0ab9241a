package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A link of 50 ms that lets 5 % of the packets be overtaken, and nothing else: no loss, no queue whose length varies. */
class ReorderingSimulationTest {
    private static final int SEEDS = 11;
    private static final int BYTES = 5_000_000;
    private static final long ADAPTED_NS = Simulation.millis(250);

    private record Outcome(long resentEarly, long resentLater, long duplicatesReported) {
    }

    private static Outcome run(long seed, double lateMs) {
        Simulation sim = new Simulation(seed);
        ShardConfig config = new ShardConfig(TcpConfig.DEFAULT, 10, 10);
        SimHost client = new SimHost(sim, "client", config);
        SimHost server = new SimHost(sim, "server", config);
        SimLink link = sim.link("link", client.addInterface("a", 0, 1500, "10.0.0.1"), server.addInterface("b", 0, 1500, "10.0.0.2"));
        link.delayNs(Simulation.millis(25)).forward().reorder(0.05, Simulation.millis(lateMs));
        Pump receiver = new Pump(seed, 0, BYTES);
        Pump sender = new Pump(seed, BYTES, 0);
        server.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), receiver);
        sender.attachTo(client.shard().connect(ConnectSpec.to(0, IpAddress.parse("10.0.0.2"), 80).multipath(false), sender.out, sender.in,
            sender, 0));
        sim.run(ADAPTED_NS);
        long early = client.shard().counters().get(Counter.TCP_RETRANS_SEGS);
        assertThat(sim.run(() -> receiver.received() == BYTES, Simulation.seconds(60))).as("complete, seed " + seed).isTrue();
        assertThat(receiver.intact()).as("intact, seed " + seed).isTrue();
        assertThat(client.shard().counters().get(Counter.TCP_TIMEOUTS)).as("timeouts, seed " + seed).isZero();
        return new Outcome(early, client.shard().counters().get(Counter.TCP_RETRANS_SEGS) - early,
            client.shard().counters().get(Counter.TCP_DSACK_RECV) + client.shard().counters().get(Counter.TCP_DSACK_OFO_RECV));
    }

    @Test
    @DisplayName("R8985-6-1 overtaken by just less than a quarter of the round trip: once that is known, nothing is sent in vain")
    void withinTheWindow() {
        long early = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Outcome o = run(seed, 12.4);
            assertThat(o.resentLater()).as("sent again behind the first quarter of a second, seed " + seed).isZero();
            assertThat(o.resentEarly()).as("sent again before, seed " + seed).isLessThanOrEqualTo(3);
            early += o.resentEarly();
        }
        assertThat(early).as("without knowledge of reordering it is taken for loss: else this test has no power").isPositive();
    }

    @Test
    @DisplayName("R8985-6-1 R2883-4-1 overtaken by more than that: the receiver reports what came twice, and the window becomes wide enough")
    void beyondTheWindow() {
        for (int seed = 1; seed <= SEEDS; seed++) {
            Outcome o = run(seed, 20);
            assertThat(o.duplicatesReported()).as("duplicates reported, seed " + seed).isPositive();
            assertThat(o.resentEarly() + o.resentLater()).as("of some 170 packets overtaken, seed " + seed).isLessThanOrEqualTo(5);
        }
    }
}
