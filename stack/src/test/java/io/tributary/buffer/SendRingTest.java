package io.tributary.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendRingTest {
    @Test
    @DisplayName("takes up to the maximum and not a byte more, until acknowledged")
    void bounded() {
        SendRing ring = new SendRing(16, 1000);
        assertThat(ring.free()).isEqualTo(1000);
        assertThat(ring.write(Bytes.from(0, 1500), 0, 1500)).isEqualTo(1000);
        assertThat(ring.write(Bytes.from(1000, 1), 0, 1)).isZero();
        assertThat(Bytes.copy(ring, 0, 1000)).isEqualTo(Bytes.expected(0, 1000));
        ring.acknowledged(1);
        assertThat(ring.free()).isEqualTo(1);
        assertThat(ring.write(Bytes.from(1000, 2), 0, 2)).isEqualTo(1);
        assertThat(Bytes.copy(ring, 1, 1000)).isEqualTo(Bytes.expected(1, 1000));
    }

    @Test
    @DisplayName("an idle ring holds no memory, before the first byte and when drained")
    void idle() {
        SendRing ring = new SendRing(16, 1000);
        assertThat(ring.capacity()).isZero();
        ring.write(Bytes.from(0, 100), 0, 100);
        assertThat(ring.capacity()).isEqualTo(128);
        ring.acknowledged(99);
        assertThat(ring.capacity()).isEqualTo(128);
        ring.acknowledged(100);
        assertThat(ring.capacity()).isZero();
    }

    @Test
    @DisplayName("the doorbell rings for bytes and for the end, not for a write that took nothing")
    void doorbell() {
        SendRing ring = new SendRing(16, 16);
        AtomicInteger rings = new AtomicInteger();
        ring.doorbell(rings::incrementAndGet);
        ring.write(Bytes.from(0, 16), 0, 16);
        assertThat(rings).hasValue(1);
        ring.write(Bytes.from(16, 1), 0, 1);
        assertThat(rings).hasValue(1);
        assertThat(ring.ended()).isFalse();
        ring.end();
        assertThat(rings).hasValue(2);
        assertThat(ring.ended()).isTrue();
        assertThatThrownBy(() -> ring.write(Bytes.from(16, 1), 0, 1)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    @DisplayName("without memory for a larger slab it takes what fits the present one, without any it takes nothing")
    void noMemory() {
        PooledRingAllocator allocator = new PooledRingAllocator(64, 2, false);
        SendRing first = new SendRing(16, 1000, allocator);
        SendRing second = new SendRing(64, 1000, allocator);
        assertThat(first.write(Bytes.from(0, 10), 0, 10)).isEqualTo(10);
        assertThat(first.write(Bytes.from(10, 100), 0, 100)).isEqualTo(6);
        assertThat(second.write(Bytes.from(0, 1), 0, 1)).isZero();
        assertThat(Bytes.copy(first, 0, 16)).isEqualTo(Bytes.expected(0, 16));
        first.acknowledged(16);
        assertThat(allocator.lentBytes()).isZero();
        assertThat(second.write(Bytes.from(0, 1), 0, 1)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("any sequence of writes, copies and acknowledgments yields the bytes that were written")
    void againstModel(long seed) {
        Random random = new Random(seed);
        int max = 1 + random.nextInt(5000);
        PooledRingAllocator allocator = new PooledRingAllocator(1 << 20, 2, random.nextBoolean());
        SendRing ring = new SendRing(1 + random.nextInt(max), max, allocator);
        long written = 0;
        long acknowledged = 0;
        for (int step = 0; step < 20_000; step++) {
            int n = random.nextInt(1 + random.nextInt(max + 10));
            if (random.nextInt(3) == 0) {
                int taken = ring.write(Bytes.from(written - 3, n + 3), 3, n);
                assertThat(taken).isEqualTo((int) Math.min(n, max - (written - acknowledged)));
                written += taken;
            } else if (random.nextBoolean()) {
                acknowledged = Math.min(written, acknowledged + n);
                ring.acknowledged(acknowledged);
                ring.acknowledged(acknowledged - 1);
            } else {
                int length = (int) Math.min(n, written - acknowledged);
                long from = acknowledged + random.nextInt((int) (written - acknowledged) - length + 1);
                assertThat(Bytes.copy(ring, from, length)).isEqualTo(Bytes.expected(from, length));
            }
            assertThat(ring.limit()).isEqualTo(written);
            assertThat(ring.acknowledgedUpTo()).isEqualTo(acknowledged);
            assertThat(ring.free()).isEqualTo((int) (max - (written - acknowledged)));
            assertThat(ring.capacity() == 0).isEqualTo(written == acknowledged);
        }
    }

    @Test
    @DisplayName("one thread writes while another sends: no byte is lost or mixed up")
    void twoThreads() throws InterruptedException {
        long total = 20_000_000;
        PooledRingAllocator allocator = new PooledRingAllocator(1 << 20, 2, false);
        SendRing ring = new SendRing(64, 60_000, allocator);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread writer = new Thread(() -> {
            Random random = new Random(1);
            UnsafeBuffer block = Bytes.from(0, 1 << 16);
            for (long written = 0; written < total;) {
                // the stream repeats the block, so that writing costs no computing
                int at = (int) (written & 0xffff);
                int n = (int) Math.min(total - written, Math.min((1 << 16) - at, 1 + random.nextInt(9000)));
                written += ring.write(block, at, n);
            }
            ring.end();
        });
        writer.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        writer.start();
        UnsafeBuffer block = Bytes.from(0, 1 << 16);
        UnsafeBuffer got = Bytes.empty(1 << 16);
        long sent = 0;
        while (failure.get() == null) {
            boolean ended = ring.ended();
            int n = (int) (ring.limit() - sent);
            if (n == 0 && ended) {
                break;
            }
            ring.copy(sent, n, got, 0);
            for (int i = 0; i < n; i++) {
                if (got.getByte(i) != block.getByte((int) (sent + i & 0xffff))) {
                    assertThat(sent + i).as("position of a wrong byte").isNegative();
                }
            }
            sent += n;
            ring.acknowledged(sent);
        }
        writer.join();
        assertThat(failure.get()).isNull();
        assertThat(sent).isEqualTo(total);
    }
}
