package io.tributary.sim;

import static io.tributary.sim.Simulation.millis;
import static io.tributary.sim.Simulation.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.device.PcapNgWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimulationTest {
    /** Sends one packet at a time, again until its number comes back: the simplest protocol that recovers. */
    private static final class StopAndWait extends ToyNode {
        private static final long TIMEOUT_NS = millis(50);
        private final int total;
        private int next;
        private long deadlineNs;
        private boolean owes = true;
        private int sent;

        StopAndWait(Simulation simulation, String name, int total) {
            super(simulation, name, 1500);
            this.total = total;
            deadlineNs = Long.MAX_VALUE;
        }

        @Override
        void onPacket(MutableDirectBuffer buffer, int length, long nowNs) {
            if (buffer.getByte(0) == (byte) next && next < total) {
                next++;
                owes = next < total;
                deadlineNs = Long.MAX_VALUE;
            }
        }

        @Override
        public long nextDeadlineNs() {
            return deadlineNs;
        }

        @Override
        public void onTimers(long nowNs) {
            assertThat(nowNs).isEqualTo(deadlineNs);
            owes = true;
        }

        @Override
        public void transmit(long nowNs) {
            if (owes) {
                owes = false;
                deadlineNs = nowNs + TIMEOUT_NS;
                sent++;
                device.send(packet(next, 1000));
            }
        }

        boolean isDone() {
            return next == total;
        }
    }

    /** Sends everything back. */
    private static final class Mirror extends ToyNode {
        Mirror(Simulation simulation, String name) {
            super(simulation, name, 1500);
        }

        @Override
        void onPacket(MutableDirectBuffer buffer, int length, long nowNs) {
            super.onPacket(buffer, length, nowNs);
            device.send(new SimPacket(packets.get(packets.size() - 1)));
        }
    }

    private static Simulation lossy(long seed, int packets, List<StopAndWait> out) {
        Simulation simulation = new Simulation(seed);
        StopAndWait sender = new StopAndWait(simulation, "sender", packets);
        Mirror mirror = new Mirror(simulation, "mirror");
        simulation.link("wire", sender.device, mirror.device).bitsPerSecond(10_000_000).delayNs(millis(4)).jitterNs(millis(1))
            .loss(LossModel.bursty(0.2, 2)).duplicate(0.05).reorder(0.05, millis(3));
        out.add(sender);
        return simulation;
    }

    @Test
    @DisplayName("a protocol with a timer gets everything through a bad link, in virtual time")
    void recovers() {
        List<StopAndWait> senders = new ArrayList<>();
        Simulation simulation = lossy(5, 100, senders);
        assertThat(simulation.run(senders.get(0)::isDone, seconds(60))).isTrue();
        assertThat(senders.get(0).sent).isGreaterThan(100);
        assertThat(simulation.nowNs()).isBetween(millis(800), seconds(60));
        assertThat(simulation.run(() -> false, Long.MAX_VALUE)).as("comes to rest").isFalse();
        assertThat(simulation.nowNs()).isLessThan(seconds(60));
    }

    @Test
    @DisplayName("same seed, same packets at the same times; another seed, others")
    void repeatable() {
        List<StopAndWait> senders = new ArrayList<>();
        long[] hash = new long[4];
        for (int i = 0; i < 4; i++) {
            Simulation simulation = lossy(i == 3 ? 8 : 7, 100, senders);
            simulation.run(i == 2 ? millis(900) : seconds(60));
            hash[i] = simulation.traceHash();
        }
        assertThat(hash[0]).isEqualTo(hash[1]);
        assertThat(hash[2]).as("cut short").isNotEqualTo(hash[0]);
        assertThat(hash[3]).as("another seed").isNotEqualTo(hash[0]);
    }

    @Test
    @DisplayName("the trace hash tells a changed byte, time or place")
    void hash() {
        List<Long> hashes = new ArrayList<>();
        for (int variant = 0; variant < 4; variant++) {
            Simulation simulation = new Simulation(1);
            ToyNode a = new ToyNode(simulation, "a", 1500);
            ToyNode b = new ToyNode(simulation, "b", 1500);
            simulation.link("wire", a.device, b.device).delayNs(variant == 1 ? 1 : 0);
            byte[] bytes = new byte[13];
            bytes[12] = (byte) (variant == 2 ? 1 : 0);
            (variant == 3 ? b : a).device.send(new SimPacket(bytes));
            simulation.run(10);
            hashes.add(simulation.traceHash());
        }
        assertThat(hashes).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("actions happen at their times, in the order they were planned")
    void actions() {
        Simulation simulation = new Simulation(1);
        List<String> log = new ArrayList<>();
        simulation.at(20, () -> log.add("c" + simulation.nowNs()));
        simulation.at(10, () -> log.add("a" + simulation.nowNs()));
        simulation.at(10, () -> {
            log.add("b" + simulation.nowNs());
            simulation.after(5, () -> log.add("d" + simulation.nowNs()));
        });
        simulation.run(14);
        assertThat(log).containsExactly("a10", "b10");
        simulation.run(15);
        assertThat(log).containsExactly("a10", "b10", "d15");
        simulation.at(3, () -> log.add("late" + simulation.nowNs()));
        assertThat(simulation.run(() -> log.contains("c20"), 19)).isFalse();
        assertThat(simulation.nowNs()).isEqualTo(19);
        assertThat(simulation.run(() -> log.contains("c20"), 100)).isTrue();
        assertThat(simulation.nowNs()).isEqualTo(20);
        assertThat(log).containsExactly("a10", "b10", "d15", "late15", "c20");
    }

    @Test
    @DisplayName("a node whose deadline never moves is found out, with the seed in the message")
    void standsStill() {
        Simulation simulation = new Simulation(4711);
        simulation.add(new SimNode() {
            @Override
            public void onPackets(long nowNs) {
                throw new AssertionError("no device");
            }

            @Override
            public long nextDeadlineNs() {
                return 1000;
            }

            @Override
            public void onTimers(long nowNs) {
                assertThat(nowNs).isEqualTo(1000);
            }

            @Override
            public void transmit(long nowNs) {
                assertThat(nowNs).isLessThanOrEqualTo(1000);
            }
        });
        assertThatThrownBy(() -> simulation.run(seconds(1))).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("seed 4711").hasMessageContaining("at 1000 ns");
    }

    @Test
    @DisplayName("two nodes that answer each other forever are found out")
    void pingPong() {
        Simulation simulation = new Simulation(1).eventLimit(10_000);
        Mirror a = new Mirror(simulation, "a");
        Mirror b = new Mirror(simulation, "b");
        simulation.link("wire", a.device, b.device).delayNs(1);
        a.device.send(ToyNode.packet(1, 20));
        assertThatThrownBy(() -> simulation.run(seconds(1))).isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("no rest after 10001 events");
    }

    @Test
    @DisplayName("a recording holds each packet once per device, with virtual times")
    void recording() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PcapNgWriter writer = new PcapNgWriter(Channels.newChannel(file), "test")) {
            Simulation simulation = new Simulation(1);
            ToyNode a = new ToyNode(simulation, "a", 1500);
            simulation.record(writer);
            ToyNode b = new ToyNode(simulation, "b", 1500);
            simulation.link("wire", a.device, b.device).delayNs(millis(5)).loss(LossModel.numbers(2));
            a.send(3, 20);
            simulation.run(seconds(1));
        }
        ByteBuffer blocks = ByteBuffer.wrap(file.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> packets = new ArrayList<>();
        for (int at = 0; at < blocks.capacity(); at += blocks.getInt(at + 4)) {
            if (blocks.getInt(at) == 6) {
                packets.add(blocks.getInt(at + 8) + "@" + blocks.getInt(at + 16) + ":" + blocks.get(at + 28));
            }
        }
        assertThat(packets).containsExactly("0@0:0", "0@0:1", "0@0:2", "1@5000000:0", "1@5000000:2");
    }

    @Test
    @DisplayName("a random stream depends on seed and purpose only")
    void randomStreams() {
        Simulation one = new Simulation(3);
        Simulation two = new Simulation(3);
        two.random("something else").nextLong();
        assertThat(one.random("x").nextLong()).isEqualTo(two.random("x").nextLong())
            .isNotEqualTo(one.random("y").nextLong()).isNotEqualTo(new Simulation(4).random("x").nextLong());
        assertThat(one.randomSource("x").secret().nextLong()).isEqualTo(two.randomSource("x").secret().nextLong());
    }
}
