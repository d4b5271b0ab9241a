package io.tributary.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences of calls against a model that keeps the whole stream. */
class RelayRingModelTest {
    private RelayRing ring;
    private Random random;
    private int max;
    /** What the sending end must see, as far as it has been given. */
    private ByteArrayOutputStream given;
    private BitSet stored;
    private int head;
    private int contiguous;
    private int discarded;
    private long acknowledged;
    private long edge;
    private boolean held;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("any sequence of stores, prefixes, discards, holds and acknowledgments sends the right bytes")
    void againstModel(long seed) {
        random = new Random(seed);
        for (int run = 0; run < 60; run++) {
            start();
            for (int step = 0; step < 400; step++) {
                operation();
                check();
            }
        }
    }

    private void start() {
        max = 1 + random.nextInt(2000);
        ring = new RelayRing(1 + random.nextInt(max), max, new PooledRingAllocator(1 << 16, 1, false));
        given = new ByteArrayOutputStream();
        stored = new BitSet();
        head = 0;
        contiguous = 0;
        discarded = 0;
        acknowledged = 0;
        edge = max;
        held = false;
    }

    private void operation() {
        int n = random.nextInt(1 + random.nextInt(max + 10));
        switch (random.nextInt(10)) {
            case 0 -> hold(!held);
            case 1 -> prefix(random.nextInt(1 + Math.min(n, max / 10)));
            case 2 -> {
                int d = Math.min(n, contiguous - head);
                ring.discard(d);
                head += d;
                discarded += d;
            }
            case 3, 4, 5 -> {
                acknowledged = Math.min(given.size(), acknowledged + n);
                ring.outbound().acknowledged(acknowledged);
            }
            default -> store(contiguous + random.nextInt(max + 1), n);
        }
    }

    private void hold(boolean on) {
        held = on;
        ring.hold(on);
        if (!on) {
            give();
        }
    }

    private void give() {
        given.writeBytes(Bytes.expected(head, contiguous - head));
        head = contiguous;
    }

    private void prefix(int n) {
        if (!held && contiguous > discarded) {
            return;
        }
        byte[] b = new byte[n];
        random.nextBytes(b);
        if (ring.prefix(new UnsafeBuffer(b), 0, n) == n) {
            given.writeBytes(b);
        }
    }

    private void store(int from, int n) {
        boolean fits = from + n <= edge;
        assertThat(Bytes.store(ring.inbound(), from, n)).isEqualTo(fits);
        if (fits) {
            stored.set(from, from + n);
            contiguous = Math.max(contiguous, stored.nextClearBit(contiguous));
            ring.inbound().contiguousUpTo(contiguous);
            if (!held) {
                give();
            }
        }
    }

    private void check() {
        assertThat(ring.outbound().limit()).isEqualTo(given.size());
        int unacknowledged = (int) (given.size() - acknowledged);
        assertThat(Bytes.copy(ring.outbound(), acknowledged, unacknowledged))
            .isEqualTo(Arrays.copyOfRange(given.toByteArray(), (int) acknowledged, given.size()));
        assertThat(ring.available()).isEqualTo(contiguous - head);
        UnsafeBuffer b = Bytes.empty(contiguous - head);
        ring.peek(0, b, 0, b.capacity());
        assertThat(Bytes.array(b, 0, b.capacity())).isEqualTo(Bytes.expected(head, contiguous - head));
        long newEdge = contiguous + ring.inbound().window();
        assertThat(newEdge).isGreaterThanOrEqualTo(edge);
        edge = newEdge;
        assertThat(ring.bytes()).isEqualTo(contiguous - discarded);
        assertThat(ring.drained()).isEqualTo(unacknowledged == 0 && contiguous == head);
        if (ring.drained() && stored.length() <= contiguous) {
            assertThat(ring.capacity()).isZero();
            assertThat(edge).isGreaterThanOrEqualTo(contiguous + (long) max);
        }
    }
}
