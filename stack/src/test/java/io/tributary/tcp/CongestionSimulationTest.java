package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.sim.QueueModel;
import io.tributary.sim.Simulation;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.EcnMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Congestion control on links with a queue. */
class CongestionSimulationTest {
    private static final CongestionSettings RENO = CongestionSettings.DEFAULT;
    private static final CongestionSettings CUBIC = RENO.withAlgorithm(CongestionAlgorithms.CUBIC);

    private static CongestionSettings settings(String name) {
        return RENO.withAlgorithm(CongestionAlgorithms.named(name).orElseThrow());
    }

    private static double share(Bottleneck.Flow a, Bottleneck.Flow b, Bottleneck world, double warmUp, double seconds) {
        world.run(warmUp);
        a.lately();
        b.lately();
        world.run(seconds);
        return (double) a.lately() / b.lately();
    }

    @ParameterizedTest
    @CsvSource({"newreno,5", "cubic,3", "cubic,11"})
    @DisplayName("TCP-MAY-18 CUBIC fairness: a flow that comes late gets its half of the link")
    void fairness(String name, long seed) {
        Bottleneck world = new Bottleneck(seed);
        world.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(15)).queuePackets(60);
        Bottleneck.Flow first = world.flow(settings(name));
        world.run(3);
        Bottleneck.Flow second = world.flow(settings(name));
        assertThat(share(first, second, world, 20, 60)).isBetween(0.6, 1.6);
    }

    @Test
    @DisplayName("CUBIC beside Reno on a short path takes little more than its share")
    void friendly() {
        Bottleneck world = new Bottleneck(1);
        world.link.bitsPerSecond(10_000_000).delayNs(Simulation.millis(10)).queuePackets(30);
        Bottleneck.Flow cubic = world.flow(CUBIC);
        Bottleneck.Flow reno = world.flow(RENO);
        assertThat(share(cubic, reno, world, 10, 60)).isBetween(0.6, 2.2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"newreno", "cubic"})
    @DisplayName("TCP-MAY-18 CUBIC R5681-3.1-6 one flow keeps a link with a sensible queue busy")
    void utilisation(String name) {
        Bottleneck world = new Bottleneck(2);
        world.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(20)).queuePackets(70);
        Bottleneck.Flow f = world.flow(settings(name));
        world.run(5);
        f.lately();
        world.run(20);
        assertThat(f.lately() * 8 / 20.0).isGreaterThan(0.93 * 20_000_000 * 1448 / 1500);
        assertThat(world.client.counters().get(Counter.TCP_TIMEOUTS)).isZero();
    }

    @Test
    @DisplayName("CUBIC from loss to loss: fast at first, flat at the plateau, fast again; after two losses in a row at 0.85 of the window")
    void plateau() {
        Bottleneck world = new Bottleneck(3);
        world.link.bitsPerSecond(100_000_000).delayNs(Simulation.millis(40)).queuePackets(250);
        Bottleneck.Flow f = world.flow(CUBIC);
        toLoss(world, f);
        long lostAt = toLoss(world, f);
        world.run(0.5);
        assertThat((double) cwnd(world, f) / lostAt).as("seven tenths are left").isBetween(0.69, 0.74);
        List<Long> growth = new ArrayList<>();
        long plateau = 0;
        long last = cwnd(world, f);
        world.run(1);
        for (long now = cwnd(world, f); now >= last; now = cwnd(world, f)) {
            if (growth.isEmpty() || now - last < Collections.min(growth)) {
                plateau = now;
            }
            growth.add(now - last);
            last = now;
            world.run(1);
        }
        long flat = Collections.min(growth);
        assertThat(growth.size()).as("about 2 K").isBetween(10, 16);
        assertThat(growth.get(0)).as("concave").isGreaterThan(5 * flat + 1448);
        assertThat(growth.get(growth.size() - 1)).as("convex").isGreaterThan(5 * flat + 1448);
        assertThat((double) plateau / lostAt).isBetween(0.83, 0.87);
    }

    /** @return the window before */
    private static long toLoss(Bottleneck world, Bottleneck.Flow f) {
        long before = cwnd(world, f);
        long threshold = f.info(world.sim.nowNs()).flight().ssthresh();
        while (f.info(world.sim.nowNs()).flight().ssthresh() == threshold) {
            before = cwnd(world, f);
            world.run(0.01);
        }
        return before;
    }

    private static long cwnd(Bottleneck world, Bottleneck.Flow f) {
        return f.info(world.sim.nowNs()).flight().cwnd();
    }

    @Test
    @DisplayName("CUBIC HyStart++ leaves slow start before it has filled a deep buffer; without it the buffer overflows")
    void hyStart() {
        Bottleneck with = deep(CUBIC);
        Bottleneck without = deep(CUBIC.withHyStart(false));
        assertThat(without.link.forward().counters().queueDrops()).isPositive();
        assertThat(with.link.forward().counters().queueDrops()).isZero();
        assertThat(with.link.forward().counters().maxQueuedBytes())
            .isLessThan(without.link.forward().counters().maxQueuedBytes() * 2 / 3);
        assertThat(with.link.forward().counters().deliveredBytes()).as("and yet the link is used")
            .isGreaterThan((long) (0.7 * 4 * 20_000_000 / 8));
    }

    private static Bottleneck deep(CongestionSettings settings) {
        Bottleneck world = new Bottleneck(4);
        world.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(40)).queuePackets(1500);
        world.flow(settings);
        world.run(4);
        return world;
    }

    @Test
    @DisplayName("pacing: a window sent after a pause is no burst in the queue, and nothing wakes while the application is silent")
    void pacing() {
        long burst = pulses(RENO.withSlowStartAfterIdle(false));
        long paced = pulses(RENO.withSlowStartAfterIdle(false).withPacing(true));
        assertThat(burst).isGreaterThan(100_000);
        assertThat(paced).isLessThan(burst / 4);
    }

    /** Twenty times 150 kB, each after a pause. @return most bytes ever queued in the later ones */
    private static long pulses(CongestionSettings settings) {
        Bottleneck world = new Bottleneck(5);
        world.link.bitsPerSecond(200_000_000).delayNs(Simulation.millis(20)).queuePackets(1000);
        Bottleneck.Flow f = world.flow(settings);
        f.endless = false;
        world.run(0.2);
        long most = 0;
        for (int i = 0; i < 20; i++) {
            f.sender.out.write(new UnsafeBuffer(new byte[150_000]), 0, 150_000);
            f.sender.connection.wake();
            world.client.runOnce(world.sim.nowNs());
            for (int k = 0; k < 500; k++) {
                world.run(0.001);
                most = i < 10 ? 0 : Math.max(most, world.link.forward().queuedBytes());
            }
            assertThat(f.received).isEqualTo((i + 1) * 150_000L);
            assertThat(world.client.nextDeadlineNs()).as("no timer runs").isGreaterThan(world.sim.nowNs() + Simulation.seconds(60));
        }
        return most;
    }

    @Test
    @DisplayName("pacing keeps the link as busy")
    void pacedThroughput() {
        Bottleneck world = new Bottleneck(6);
        world.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(20)).queuePackets(70);
        Bottleneck.Flow f = world.flow(CUBIC.withPacing(true));
        world.run(5);
        f.lately();
        world.run(20);
        assertThat(f.lately() * 8 / 20.0).isGreaterThan(0.93 * 20_000_000 * 1448 / 1500);
    }

    @ParameterizedTest
    @CsvSource({"newreno,false", "newreno,true", "cubic,false", "cubic,true"})
    @DisplayName("TCP-SHLD-8 R3168-6.1-3 where the queue marks, ECN keeps it short without a loss or a retransmission; without ECN it drops")
    void ecn(String name, boolean request) {
        Bottleneck world = new Bottleneck(7);
        world.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(20)).queue(() -> QueueModel.coDel(true)).queuePackets(1000);
        Bottleneck.Flow f = world.flow(settings(name).withEcn(request ? EcnMode.REQUEST : EcnMode.OFF));
        world.run(5);
        f.lately();
        world.run(20);
        assertThat(f.lately() * 8 / 20.0).isGreaterThan(0.75 * 20_000_000 * 1448 / 1500);
        assertThat(world.client.counters().get(Counter.TCP_RETRANS_SEGS) == 0).isEqualTo(request);
        assertThat(world.client.counters().get(Counter.ECN_REDUCTIONS) > 5).isEqualTo(request);
        assertThat(world.server.counters().get(Counter.IP_IN_CE) > 5).isEqualTo(request);
        assertThat(world.link.forward().counters().marked() > 5).isEqualTo(request);
    }

    @Test
    @DisplayName("R3168-6.1-3 two ECN flows share a marking queue")
    void ecnFairness() {
        Bottleneck world = new Bottleneck(8);
        world.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(20)).queue(() -> QueueModel.coDel(true)).queuePackets(1000);
        Bottleneck.Flow a = world.flow(CUBIC.withEcn(EcnMode.REQUEST));
        world.run(2);
        Bottleneck.Flow b = world.flow(CUBIC.withEcn(EcnMode.REQUEST));
        assertThat(share(a, b, world, 20, 60)).isBetween(0.6, 1.6);
    }

    @Test
    @DisplayName("R6298-3-1 R7323-4.1-1 after a silence in which only ACKs were lost the echo of an old timestamp is no round trip")
    void acksLost() {
        Bottleneck world = new Bottleneck(9);
        world.link.bitsPerSecond(20_000_000).delayNs(Simulation.millis(20)).queuePackets(70);
        Bottleneck.Flow f = world.flow(RENO);
        world.run(3);
        long before = f.info(world.sim.nowNs()).timing().srttNs();
        assertThat(before).isBetween(Simulation.millis(40), Simulation.millis(90));
        world.link.backward().down();
        world.run(8);
        world.link.backward().up();
        f.lately();
        for (int i = 0; i < 800; i++) {
            world.run(0.01);
            assertThat(f.info(world.sim.nowNs()).timing().srttNs()).isLessThan(Simulation.millis(150));
        }
        assertThat(f.lately()).as("it goes on").isGreaterThan(2_000_000);
    }
}
