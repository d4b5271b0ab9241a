package io.tributary.sim;

import static io.tributary.sim.Simulation.millis;
import static io.tributary.sim.Simulation.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("CoDel")
class CoDelTest {
    private final List<Long> fates = new ArrayList<>();
    private long now;

    private final QueueModel.Fate fate = new QueueModel.Fate() {
        @Override
        public void dropped(SimPacket packet) {
            fates.add(now);
        }

        @Override
        public void marked(SimPacket packet) {
            fates.add(-now);
        }
    };

    /** An IPv4 header with nothing behind it; 1000 bytes. */
    private static SimPacket packet(int ecn) {
        byte[] b = new byte[1000];
        b[0] = 0x45;
        SimPacket p = new SimPacket(b);
        Ecn.set(p, ecn);
        return p;
    }

    /** One packet a millisecond in and out through a queue that starts with {@code standing} packets: each waits so many milliseconds. */
    private void steady(QueueModel queue, int standing, int ecn, long millis) {
        for (int i = 0; i < standing; i++) {
            queue.offer(packet(ecn), now);
        }
        for (long i = 0; i < millis; i++, now += millis(1)) {
            queue.offer(packet(ecn), now);
            queue.poll(now, fate);
        }
    }

    @Test
    @DisplayName("RFC 8289 section 5.6: packets that wait below the target are left alone for ever, and so is a queue of one packet")
    void goodQueue() {
        steady(QueueModel.coDel(false), 4, Ecn.NOT_ECT, 2000);
        assertThat(fates).isEmpty();
        QueueModel slow = QueueModel.coDel(false);
        for (int i = 0; i < 100; i++, now += millis(50)) {
            slow.offer(packet(Ecn.NOT_ECT), now);
            now += millis(50);
            assertThat(slow.poll(now, fate)).isNotNull();
        }
        assertThat(fates).isEmpty();
    }

    @Test
    @DisplayName("RFC 8289 section 5.5: above the target nothing happens for one interval, then drops come at interval / sqrt(count)")
    void controlLaw() {
        QueueModel queue = QueueModel.coDel(false);
        steady(queue, 60, Ecn.NOT_ECT, 400);
        // waits reach 5 ms in the 5th millisecond and have stayed there for 100 ms at 105; then 100, 70.7, 57.7, 50 ms apart
        assertThat(fates.subList(0, 4)).containsExactly(millis(105), millis(205), millis(276), millis(334));
        assertThat(fates).hasSize(5);
    }

    @Test
    @DisplayName("dropping ends when the wait falls below the target")
    void recovers() {
        QueueModel queue = QueueModel.coDel(false);
        steady(queue, 20, Ecn.NOT_ECT, 150);
        assertThat(fates).hasSize(1);
        while (queue.packets() > 3) {
            queue.poll(now, fate);
        }
        fates.clear();
        steady(queue, 0, Ecn.NOT_ECT, 3000);
        assertThat(fates).isEmpty();
    }

    @Test
    @DisplayName("RFC 3168 section 5: with ECN, packets of transports that understand it are marked at the same times and not one is dropped")
    void marks() {
        QueueModel queue = QueueModel.coDel(true);
        steady(queue, 60, Ecn.ECT_0, 400);
        assertThat(fates.subList(0, 4)).containsExactly(-millis(105), -millis(205), -millis(276), -millis(334));
        assertThat(queue.packets()).isEqualTo(60);
        fates.clear();
        steady(QueueModel.coDel(true), 60, Ecn.NOT_ECT, 200);
        assertThat(fates).isNotEmpty().allMatch(t -> t > 0);
    }

    @Test
    @DisplayName("on a link: a sender 10 % too fast fills a drop-tail queue to its limit, with CoDel packets wait little")
    void onALink() {
        long[] waited = new long[2];
        for (int i = 0; i < 2; i++) {
            Simulation simulation = new Simulation(1);
            ToyNode a = new ToyNode(simulation, "a", 1500);
            ToyNode b = new ToyNode(simulation, "b", 1500);
            SimLink link = simulation.link("wire", a.device, b.device).bitsPerSecond(8_000_000).queueBytes(200_000);
            if (i == 1) {
                link.queue(() -> QueueModel.coDel(false));
            }
            for (int n = 0; n < 6000; n++) {
                simulation.at(n * 900_000L, () -> a.device.send(packet(Ecn.NOT_ECT)));
            }
            simulation.run(seconds(10));
            assertThat(link.forward().counters().queueDrops()).isPositive();
            waited[i] = link.forward().counters().maxQueuedNs();
        }
        assertThat(waited[0]).isGreaterThan(millis(190));
        assertThat(waited[1]).isLessThan(millis(120));
    }

    @Test
    @DisplayName("the model may be exchanged while packets wait: they stay in order, those without room are lost")
    void exchanged() {
        Simulation simulation = new Simulation(1);
        ToyNode a = new ToyNode(simulation, "a", 1500);
        ToyNode b = new ToyNode(simulation, "b", 1500);
        SimLink link = simulation.link("wire", a.device, b.device).bitsPerSecond(8_000_000);
        a.send(10, 1000);
        simulation.at(millis(1.5), () -> link.queuePackets(5).queue(() -> QueueModel.coDel(false)));
        simulation.run(seconds(1));
        assertThat(b.numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(link.forward().counters().queueDrops()).isEqualTo(3);
    }
}
