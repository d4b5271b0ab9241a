package io.tributary.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RandomSourceTest {
    @Test
    @DisplayName("the same seed gives the same streams, another seed others, and the two streams differ")
    void repeatable() {
        SeededRandomSource a = new SeededRandomSource(42);
        SeededRandomSource b = new SeededRandomSource(42);
        SeededRandomSource c = new SeededRandomSource(43);
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            long secret = a.secret().nextLong();
            long open = a.open().nextLong();
            assertThat(b.secret().nextLong()).isEqualTo(secret);
            assertThat(b.open().nextLong()).isEqualTo(open);
            seen.add(secret);
            seen.add(open);
            seen.add(c.secret().nextLong());
            seen.add(c.open().nextLong());
        }
        assertThat(seen).hasSize(4000);
    }

    @Test
    @DisplayName("recorded seeds keep their meaning")
    void pinned() {
        SeededRandomStream stream = new SeededRandomStream(1);
        assertThat(new long[] {stream.nextLong(), stream.nextLong()}).containsExactly(-1412386895241074914L, 1409691742885509731L);
    }

    @Test
    @DisplayName("taking from a forked stream does not move its origin")
    void fork() {
        SeededRandomStream one = new SeededRandomStream(5);
        SeededRandomStream two = new SeededRandomStream(5);
        one.fork(1).nextLong();
        assertThat(one.nextLong()).isEqualTo(two.nextLong());
    }

    @Test
    @DisplayName("bounded numbers fill their range evenly")
    void bounded() {
        SeededRandomStream stream = new SeededRandomStream(7);
        int[] hits = new int[10];
        for (int i = 0; i < 100_000; i++) {
            hits[stream.nextInt(10)]++;
        }
        assertThat(Arrays.stream(hits)).allMatch(h -> h > 9_500 && h < 10_500);
        double sum = 0;
        for (int i = 0; i < 100_000; i++) {
            double d = stream.nextDouble();
            assertThat(d).isBetween(0.0, 1.0);
            sum += d;
        }
        assertThat(sum / 100_000).isBetween(0.49, 0.51);
    }

    @Test
    @DisplayName("generators of the caller are passed through, each to its stream")
    void ofGenerators() {
        RandomSource source = RandomSource.of(new Random(1), new Random(2));
        assertThat(source.secret().nextLong()).isEqualTo(new Random(1).nextLong());
        assertThat(source.open().nextLong()).isEqualTo(new Random(2).nextLong());
    }
}
