package io.tributary.sim;

import static io.tributary.sim.Simulation.millis;
import static io.tributary.sim.Simulation.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.random.RandomStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimLinkTest {
    private final Simulation simulation = new Simulation(1);
    private final ToyNode a = new ToyNode(simulation, "a", 1500);
    private final ToyNode b = new ToyNode(simulation, "b", 1500);
    private final SimLink link = simulation.link("wire", a.device, b.device);

    private static List<Integer> upTo(int n) {
        return IntStream.range(0, n).boxed().toList();
    }

    @Test
    @DisplayName("without properties packets arrive at once and unchanged")
    void perfect() {
        a.send(3, 100);
        simulation.run(0);
        assertThat(b.numbers()).containsExactly(0, 1, 2);
        assertThat(b.packets.get(2)).isEqualTo(ToyNode.packet(2, 100).bytes());
        assertThat(b.times).containsOnly(0L);
        assertThat(a.packets).isEmpty();
    }

    @Test
    @DisplayName("each packet takes its time at the rate, then the delay; directions do not disturb each other")
    void rateAndDelay() {
        link.bitsPerSecond(1_000_000).delayNs(millis(5)).backward().delayNs(millis(1));
        a.send(3, 1250);
        b.send(1, 125);
        simulation.run(seconds(1));
        assertThat(b.times).containsExactly(millis(15), millis(25), millis(35));
        assertThat(a.times).containsExactly(millis(2));
        assertThat(simulation.nowNs()).isEqualTo(seconds(1));
    }

    @Test
    @DisplayName("a new rate holds from the next packet on")
    void rateChange() {
        link.bitsPerSecond(1_000_000).at(millis(15), l -> l.bitsPerSecond(10_000_000));
        a.send(4, 1250);
        simulation.run(seconds(1));
        assertThat(b.times).containsExactly(millis(10), millis(20), millis(21), millis(22));
    }

    @Test
    @DisplayName("the queue drops at its tail: the packet that just fits stays, one byte more does not")
    void queueBytes() {
        link.bitsPerSecond(1_000_000).queueBytes(300);
        a.send(5, 100);
        simulation.run(seconds(1));
        assertThat(b.numbers()).containsExactly(0, 1, 2, 3);
        assertThat(link.forward().counters().queueDrops()).isEqualTo(1);
        assertThat(link.forward().counters().maxQueuedBytes()).isEqualTo(300);
        link.queueBytes(299);
        a.send(5, 100);
        simulation.run(seconds(2));
        assertThat(b.numbers()).containsExactly(0, 1, 2, 3, 0, 1, 2);
        assertThat(link.forward().queuedBytes()).isZero();
    }

    @Test
    @DisplayName("the queue may be limited in packets")
    void queuePackets() {
        link.bitsPerSecond(1_000_000).queuePackets(2);
        a.send(5, 100);
        simulation.run(seconds(1));
        assertThat(b.numbers()).containsExactly(0, 1, 2);
        assertThat(link.forward().counters().queueDrops()).isEqualTo(2);
    }

    @Test
    @DisplayName("the MTU passes, one byte more is lost; of a super-segment the segments count")
    void mtu() {
        link.mtu(1400);
        a.device.send(ToyNode.packet(1, 1400));
        a.device.send(ToyNode.packet(2, 1401));
        a.device.send(new SimPacket(new UnsafeBuffer(new byte[5000]), 0, 5000, new Offload().set(1360, true, 20, 40)));
        a.device.send(new SimPacket(new UnsafeBuffer(new byte[5000]), 0, 5000, new Offload().set(1361, true, 20, 40)));
        simulation.run(0);
        assertThat(b.packets).extracting(p -> p.length).containsExactly(1400, 5000);
        assertThat(link.forward().counters().tooBig()).isEqualTo(2);
    }

    @Test
    @DisplayName("random loss comes near its rate, the listed packets are lost exactly")
    void loss() {
        link.loss(LossModel.random(0.1));
        a.send(10_000, 20);
        simulation.run(0);
        assertThat(b.packets.size()).isBetween(8_800, 9_200);
        assertThat(b.packets.size() + link.forward().counters().lost()).isEqualTo(10_000);
        b.packets.clear();
        link.loss(LossModel.numbers(4, 1));
        a.send(5, 20);
        b.send(5, 20);
        simulation.run(0);
        assertThat(b.numbers()).containsExactly(1, 2, 4);
        assertThat(a.numbers()).as("the other direction counts for itself").containsExactly(1, 2, 4);
    }

    @Test
    @DisplayName("bursty loss has the rate and the run length asked for")
    void burstyLoss() {
        LossModel model = LossModel.bursty(0.05, 4);
        RandomStream random = simulation.random("test");
        int lost = 0;
        int runs = 0;
        boolean before = false;
        for (int i = 0; i < 200_000; i++) {
            boolean now = model.loses(random);
            lost += now ? 1 : 0;
            runs += now && !before ? 1 : 0;
            before = now;
        }
        assertThat(lost / 200_000.0).isBetween(0.045, 0.055);
        assertThat((double) lost / runs).isBetween(3.7, 4.3);
    }

    @Test
    @DisplayName("jitter spreads packets but keeps their order")
    void jitter() {
        link.delayNs(millis(10)).jitterNs(millis(5));
        for (int i = 0; i < 100; i++) {
            simulation.at(millis(i), () -> a.send(1, 20));
        }
        simulation.run(seconds(1));
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            delays.add(b.times.get(i) - millis(i));
        }
        assertThat(b.times).hasSize(100).isSorted();
        assertThat(delays).allMatch(d -> d >= millis(10) && d <= millis(15));
        assertThat(new HashSet<>(delays)).hasSizeGreaterThan(90);
    }

    @Test
    @DisplayName("reordered packets come late by what was asked, duplicates come twice")
    void reorderAndDuplicate() {
        link.bitsPerSecond(8_000_000).reorder(0.2, millis(1)).duplicate(0.2);
        a.send(100, 100);
        simulation.run(seconds(1));
        LinkCounters counters = link.forward().counters();
        assertThat(counters.reordered()).isBetween(10L, 35L);
        assertThat(counters.duplicated()).isBetween(10L, 35L);
        assertThat(b.packets).hasSize(100 + (int) counters.duplicated());
        assertThat(b.numbers()).containsAll(upTo(100)).isNotEqualTo(b.numbers().stream().sorted().toList());
        for (int i = 0; i < b.packets.size(); i++) {
            long undisturbed = millis(0.1) * (b.numbers().get(i) + 1);
            assertThat(b.times.get(i)).isIn(undisturbed, undisturbed + millis(1));
        }
    }

    @Test
    @DisplayName("a cut loses what is queued, being sent and in flight; after it everything is as before")
    void cut() {
        link.bitsPerSecond(1_000_000).delayNs(millis(12)).at(millis(25), SimLink::down).at(millis(40), SimLink::up);
        a.send(5, 1250);
        simulation.at(millis(30), () -> a.send(1, 1250));
        simulation.at(millis(40), () -> a.send(2, 1250));
        simulation.run(seconds(1));
        assertThat(b.times).containsExactly(millis(22), millis(62), millis(72));
        assertThat(link.forward().counters().cut()).isEqualTo(5);
        LinkCounters c = link.forward().counters();
        assertThat(c.entered()).isEqualTo(c.delivered() + c.cut());
        assertThat(c.deliveredBytes()).isEqualTo(3 * 1250);
    }

    @Test
    @DisplayName("one direction may be cut alone")
    void cutOneWay() {
        link.forward().down();
        a.send(1, 20);
        b.send(1, 20);
        simulation.run(0);
        assertThat(b.packets).isEmpty();
        assertThat(a.packets).hasSize(1);
    }

    @Test
    @DisplayName("a device with offload sends super-segments whole, with what belongs to them")
    void offload() {
        Simulation other = new Simulation(1);
        ToyNode from = new ToyNode(other, "from", 1500);
        List<Offload> seen = new ArrayList<>();
        ToyNode to = new ToyNode(other, "to", 1500);
        SimDevice gso = other.device(from, "gso", new DeviceCapabilities(1500, true, true, true, 65_535));
        other.link("l", gso, to.device).middlebox((p, forward, hop) -> {
            seen.add(new Offload().copyFrom(p.offload()));
            hop.pass(p);
        });
        assertThat(gso.sink().maxPacket()).isEqualTo(65_535);
        int at = gso.sink().claim(60_000);
        gso.sink().buffer().putByte(at + 59_999, (byte) 9);
        gso.sink().commit(at, 60_000, new Offload().set(1400, true, 20, 52));
        other.run(0);
        assertThat(to.packets.get(0)).hasSize(60_000).endsWith((byte) 9);
        assertThat(seen.get(0)).usingRecursiveComparison().isEqualTo(new Offload().set(1400, true, 20, 52));
    }

    @Test
    @DisplayName("corruption flips exactly one bit of about the share of packets asked for, in either direction")
    void corruption() {
        link.corrupt(0.25);
        a.send(1000, 60);
        b.send(1, 60);
        simulation.run(0);
        int changed = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] sent = ToyNode.packet(i, 60).bytes();
            int bits = 0;
            for (int at = 0; at < 60; at++) {
                bits += Integer.bitCount((sent[at] ^ b.packets.get(i)[at]) & 0xff);
            }
            assertThat(bits).isLessThanOrEqualTo(1);
            changed += bits;
        }
        assertThat(changed).isBetween(200, 300);
        assertThat(link.forward().counters().corrupted()).isEqualTo(changed);
    }
}
