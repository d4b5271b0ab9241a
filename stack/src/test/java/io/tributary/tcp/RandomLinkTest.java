package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.LossModel;
import io.tributary.sim.SimDevice;
import io.tributary.sim.SimHost;
import io.tributary.sim.Simulation;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transfers both ways with options drawn for each end, over links drawn without mercy. */
class RandomLinkTest {
    private static final int LINKS = 12;

    private static TcpConfig config(Random r) {
        return TcpConfig.DEFAULT.withOptions(r.nextBoolean(), r.nextBoolean(), r.nextBoolean());
    }

    private static void transfer(long seed) {
        Random r = new Random(seed);
        Simulation sim = new Simulation(seed);
        SimHost client = new SimHost(sim, "client", new ShardConfig(config(r), 100, 100));
        SimHost server = new SimHost(sim, "server", new ShardConfig(config(r), 100, 100));
        SimDevice a = client.addInterface("a", 0, r.nextBoolean() ? 1500 : 300 + r.nextInt(1200), "10.0.0.1");
        sim.link("link", a, server.addInterface("b", 0, 1500, "10.0.0.2"))
            .bitsPerSecond(1_000_000 + r.nextInt(50_000_000)).delayNs(Simulation.millis(r.nextDouble() * 60)).queuePackets(5 + r.nextInt(200))
            .loss(LossModel.random(r.nextInt(3) == 0 ? 0 : r.nextDouble() * 0.12))
            .reorder(r.nextInt(3) == 0 ? 0 : r.nextDouble() * 0.2, Simulation.millis(r.nextDouble() * 20))
            .duplicate(r.nextInt(3) == 0 ? 0 : r.nextDouble() * 0.1);
        int up = r.nextInt(800_000);
        int down = 800_000 + r.nextInt(400_000);
        Pump near = new Pump(seed, up, down);
        Pump far = new Pump(seed, down, up);
        server.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), far);
        near.attachTo(client.shard().connect(ConnectSpec.to(0, IpAddress.parse("10.0.0.2"), 80).multipath(false), near.out, near.in, near, 0));
        assertThat(sim.run(() -> near.closed != null && far.closed != null, Simulation.seconds(3000))).as("ends, seed " + seed).isTrue();
        assertThat(near.closed).as("seed " + seed).isEqualTo(CloseReason.NORMAL);
        assertThat(far.closed).as("seed " + seed).isEqualTo(CloseReason.NORMAL);
        assertThat(near.intact() && far.intact()).as("intact, seed " + seed).isTrue();
        assertThat(client.shard().isEmpty() && server.shard().isEmpty()).as("nothing left, seed " + seed).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    @DisplayName("TCP-MUST-19 R7323-3.2-4 R2018-4-1 every mixture of options completes over every link, with every byte in its place")
    void anyLink(int batch) {
        for (int i = 0; i < LINKS; i++) {
            transfer(batch * 1000L + i);
        }
    }
}
