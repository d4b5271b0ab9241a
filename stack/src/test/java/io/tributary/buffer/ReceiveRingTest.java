package io.tributary.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiveRingTest {
    @Test
    @DisplayName("bytes are readable when declared contiguous, not when stored")
    void outOfOrder() {
        ReceiveRing ring = new ReceiveRing(16, 1000);
        assertThat(Bytes.store(ring, 500, 500)).isTrue();
        assertThat(ring.available()).isZero();
        assertThat(ring.window()).isEqualTo(1000);
        assertThat(Bytes.store(ring, 0, 500)).isTrue();
        ring.contiguousUpTo(1000);
        assertThat(ring.available()).isEqualTo(1000);
        assertThat(ring.window()).isZero();
        UnsafeBuffer got = Bytes.empty(1000);
        assertThat(ring.peek(990, got, 0, 100)).isEqualTo(10);
        assertThat(Bytes.array(got, 0, 10)).isEqualTo(Bytes.expected(990, 10));
        assertThat(ring.read(got, 0, 2000)).isEqualTo(1000);
        assertThat(Bytes.array(got, 0, 1000)).isEqualTo(Bytes.expected(0, 1000));
    }

    @Test
    @DisplayName("the last promised byte is taken, the one behind it and one already there are not")
    void edges() {
        ReceiveRing ring = new ReceiveRing(16, 100);
        assertThat(Bytes.store(ring, 99, 1)).isTrue();
        assertThat(Bytes.store(ring, 99, 2)).isFalse();
        assertThat(Bytes.store(ring, 100, 1)).isFalse();
        Bytes.store(ring, 0, 10);
        ring.contiguousUpTo(10);
        assertThat(Bytes.store(ring, 9, 2)).isFalse();
        assertThat(Bytes.store(ring, 10, 1)).isTrue();
        assertThat(ring.skip(1)).isEqualTo(1);
        assertThat(Bytes.store(ring, 100, 1)).isTrue();
        assertThat(Bytes.store(ring, 101, 1)).isFalse();
    }

    @Test
    @DisplayName("the end is seen at once and reached when everything was read")
    void end() {
        ReceiveRing ring = new ReceiveRing(16, 100);
        Bytes.store(ring, 0, 2);
        ring.contiguousUpTo(2);
        assertThat(ring.endSeen()).isFalse();
        ring.ended();
        assertThat(ring.endSeen()).isTrue();
        assertThat(ring.isEnded()).isFalse();
        ring.skip(1);
        assertThat(ring.isEnded()).isFalse();
        ring.skip(1);
        assertThat(ring.isEnded()).isTrue();
    }

    @Test
    @DisplayName("an idle ring holds no memory; one with bytes beyond a hole keeps it")
    void idle() {
        ReceiveRing ring = new ReceiveRing(16, 100);
        Bytes.store(ring, 0, 10);
        Bytes.store(ring, 20, 5);
        ring.contiguousUpTo(10);
        ring.skip(10);
        assertThat(ring.capacity()).isEqualTo(32);
        Bytes.store(ring, 10, 10);
        ring.contiguousUpTo(25);
        UnsafeBuffer got = Bytes.empty(15);
        ring.read(got, 0, 15);
        assertThat(Bytes.array(got, 0, 15)).isEqualTo(Bytes.expected(10, 15));
        assertThat(ring.capacity()).isZero();
    }

    @Test
    @DisplayName("TCP-MUST-39 the doorbell rings from a closed window, then after two full segments, not a byte earlier")
    void sillyWindow() {
        ReceiveRing ring = new ReceiveRing(16, 10_000);
        AtomicInteger rings = new AtomicInteger();
        ring.doorbell(rings::incrementAndGet);
        Bytes.store(ring, 0, 10_000);
        ring.contiguousUpTo(10_000);
        ring.skip(1);
        assertThat(rings).as("from zero").hasValue(1);
        ring.skip(2919);
        assertThat(rings).hasValue(1);
        ring.skip(1);
        assertThat(rings).as("two segments").hasValue(2);
    }

    @Test
    @DisplayName("TCP-MUST-39 in a small buffer the step is half of it")
    void sillyWindowSmall() {
        ReceiveRing ring = new ReceiveRing(16, 100);
        AtomicInteger rings = new AtomicInteger();
        ring.doorbell(rings::incrementAndGet);
        Bytes.store(ring, 0, 99);
        ring.contiguousUpTo(99);
        ring.skip(49);
        assertThat(rings).hasValue(0);
        ring.skip(1);
        assertThat(rings).hasValue(1);
    }

    @Test
    @DisplayName("without memory a store is refused and may succeed later")
    void noMemory() {
        PooledRingAllocator allocator = new PooledRingAllocator(64, 2, true);
        ReceiveRing first = new ReceiveRing(16, 64, allocator);
        ReceiveRing second = new ReceiveRing(64, 64, allocator);
        assertThat(Bytes.store(second, 0, 1)).isTrue();
        assertThat(Bytes.store(first, 0, 1)).isFalse();
        second.contiguousUpTo(1);
        second.skip(1);
        assertThat(Bytes.store(first, 0, 1)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    @DisplayName("any order of arrival is read back in order, and no promise is taken back")
    void againstModel(long seed) {
        Random random = new Random(seed);
        int max = 1 + random.nextInt(4000);
        PooledRingAllocator allocator = new PooledRingAllocator(1 << 20, 2, random.nextBoolean());
        ReceiveRing ring = new ReceiveRing(1 + random.nextInt(max), max, allocator);
        BitSet stored = new BitSet();
        int contiguous = 0;
        int consumed = 0;
        long edge = max;
        for (int step = 0; step < 20_000; step++) {
            int n = random.nextInt(1 + random.nextInt(max + 10));
            if (random.nextInt(3) > 0) {
                int from = contiguous + random.nextInt(max + 1);
                boolean fits = from + n <= consumed + max;
                assertThat(Bytes.store(ring, from, n)).isEqualTo(fits);
                if (fits) {
                    stored.set(from, from + n);
                    contiguous = Math.max(contiguous, stored.nextClearBit(contiguous));
                    ring.contiguousUpTo(contiguous);
                }
            } else {
                UnsafeBuffer got = Bytes.empty(n + 1);
                int read = ring.read(got, 1, n);
                assertThat(read).isEqualTo(Math.min(n, contiguous - consumed));
                assertThat(Bytes.array(got, 1, read)).isEqualTo(Bytes.expected(consumed, read));
                consumed += read;
            }
            assertThat(ring.consumed()).isEqualTo(consumed);
            assertThat(ring.available()).isEqualTo(contiguous - consumed);
            assertThat(contiguous + ring.window()).isGreaterThanOrEqualTo(edge);
            edge = contiguous + ring.window();
            assertThat(edge).isEqualTo(consumed + max);
        }
    }

    @Test
    @DisplayName("one thread stores while another reads: no byte is lost or mixed up")
    void twoThreads() throws InterruptedException {
        long total = 20_000_000;
        ReceiveRing ring = new ReceiveRing(64, 60_000, new PooledRingAllocator(1 << 20, 2, false));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread storer = new Thread(() -> {
            Random random = new Random(1);
            UnsafeBuffer block = Bytes.from(0, 1 << 16);
            for (long at = 0; at < total;) {
                int n = (int) Math.min(Math.min(total - at, ring.window()), 1 + random.nextInt(9000));
                int index = (int) (at & 0xffff);
                int first = Math.min(n / 2, (1 << 16) - index);
                int second = Math.min(n - first, (1 << 16) - (index + first & 0xffff));
                // the later half first
                ring.store(at + first, block, index + first & 0xffff, second);
                ring.store(at, block, index, first);
                at += first + second;
                ring.contiguousUpTo(at);
            }
            ring.ended();
        });
        storer.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        storer.start();
        UnsafeBuffer block = Bytes.from(0, 1 << 16);
        UnsafeBuffer got = Bytes.empty(1 << 16);
        long read = 0;
        while (!ring.isEnded() && failure.get() == null) {
            int n = ring.read(got, 0, 1 << 16);
            for (int i = 0; i < n; i++) {
                if (got.getByte(i) != block.getByte((int) (read + i & 0xffff))) {
                    assertThat(read + i).as("position of a wrong byte").isNegative();
                }
            }
            read += n;
        }
        storer.join();
        assertThat(failure.get()).isNull();
        assertThat(read).isEqualTo(total);
    }
}
