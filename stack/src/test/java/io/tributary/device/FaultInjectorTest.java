package io.tributary.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.random.SeededRandomStream;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FaultInjectorTest {
    private static final int MANY = 2000;

    private final PipeDevice[] pipe = PipeDevice.pair(new DeviceCapabilities(1500, true, true, true, 65_535), 3 * MANY);
    private final FaultInjector injector = new FaultInjector(pipe[0], new SeededRandomStream(3));
    private final Received here = new Received();
    private final Received there = new Received();

    private void bothWays() {
        for (int i = 0; i < MANY; i++) {
            byte[] packet = TestPackets.tcp4(i, new byte[] {(byte) i});
            Received.send(injector, packet);
            Received.send(pipe[1], packet);
        }
        injector.flush();
        injector.flush();
        pipe[1].receive(there, 9 * MANY);
        while (injector.receive(here, 9 * MANY) > 0) {
            assertThat(here.packets.size()).isLessThan(9 * MANY);
        }
    }

    private static List<Integer> numbers(Received received) {
        return received.packets.stream().map(TestPackets::seqNo).toList();
    }

    @Test
    @DisplayName("without faults everything passes unchanged")
    void none() {
        bothWays();
        List<Integer> all = IntStream.range(0, MANY).boxed().toList();
        assertThat(numbers(here)).isEqualTo(all);
        assertThat(numbers(there)).isEqualTo(all);
    }

    @Test
    @DisplayName("drops about as many as asked, counts them, keeps the order of the rest")
    void drop() {
        injector.drop(0.1);
        bothWays();
        assertThat(here.packets.size() + there.packets.size()).isEqualTo(2 * MANY - (int) injector.dropped());
        assertThat(injector.dropped()).isBetween(300L, 500L);
        assertThat(numbers(here)).isSorted().doesNotHaveDuplicates();
        assertThat(numbers(there)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("doubles packets, the twin follows at once")
    void duplicate() {
        injector.duplicate(0.1).onlyOutbound();
        bothWays();
        assertThat(here.packets).hasSize(MANY);
        assertThat(injector.duplicated()).isBetween(150L, 250L);
        assertThat(there.packets).hasSize(MANY + (int) injector.duplicated());
        assertThat(numbers(there)).isSorted();
    }

    @Test
    @DisplayName("damages one bit, which a checksum notices")
    void corrupt() {
        injector.corrupt(1).onlyInbound();
        bothWays();
        assertThat(injector.corrupted()).isEqualTo(MANY);
        for (int i = 0; i < MANY; i++) {
            byte[] whole = there.packets.get(i);
            int different = 0;
            for (int k = 0; k < whole.length; k++) {
                different += Integer.bitCount((whole[k] ^ here.packets.get(i)[k]) & 0xff);
            }
            assertThat(different).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("damage to a packet whose checksum is left to the device stays noticeable; a super-segment is dropped")
    void corruptPartial() {
        injector.corrupt(1).onlyOutbound();
        byte[] packet = TestPackets.tcp4(1, new byte[1000]);
        byte[] partial = packet.clone();
        partial[36] = 0;
        Received.send(injector, partial, new Offload().set(0, true, 20, 40));
        Received.send(injector, partial, new Offload().set(500, true, 20, 40));
        pipe[1].receive(there, 9);
        assertThat(there.packets).hasSize(1);
        assertThat(there.offloads.get(0).checksumPartial).isFalse();
        assertThat(there.packets.get(0)).isNotEqualTo(packet).isNotEqualTo(partial);
        assertThat(injector.dropped()).isEqualTo(1);
    }

    @Test
    @DisplayName("reordered packets are overtaken by one, none is lost, even the last")
    void reorder() {
        injector.reorder(0.3);
        bothWays();
        Integer[] all = IntStream.range(0, MANY).boxed().toArray(Integer[]::new);
        assertThat(injector.reordered()).isBetween(700L, 1300L);
        assertThat(numbers(here)).containsExactlyInAnyOrder(all).isNotEqualTo(List.of(all));
        assertThat(numbers(there)).containsExactlyInAnyOrder(all).isNotEqualTo(List.of(all));
        List<Integer> order = numbers(here);
        for (int i = 0; i < MANY; i++) {
            assertThat(Math.abs(order.get(i) - i)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    @DisplayName("a packet held back alone goes out after a turn")
    void heldAlone() {
        injector.reorder(1);
        Received.send(injector, TestPackets.tcp4(5, new byte[0]));
        assertThat(pipe[1].waiting()).isZero();
        injector.flush();
        assertThat(pipe[1].waiting()).isZero();
        injector.flush();
        assertThat(pipe[1].waiting()).isEqualTo(1);
        Received.send(pipe[1], TestPackets.tcp4(6, new byte[0]));
        injector.receive(here, 1);
        assertThat(here.packets).isEmpty();
        assertThat(injector.receive(here, 1)).isEqualTo(1);
        assertThat(numbers(here)).containsExactly(6);
    }
}
