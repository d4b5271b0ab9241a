package io.tributary.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeSetTest {
    private static final int SPACE = 200;

    @Test
    @DisplayName("ranges that touch become one, ranges with a gap of one stay two")
    void touching() {
        RangeSet set = new RangeSet(8);
        assertThat(set.add(10, 20)).isTrue();
        assertThat(set.add(20, 30)).isTrue();
        assertThat(set).hasToString("{10..30}");
        assertThat(set.add(31, 40)).isTrue();
        assertThat(set).hasToString("{10..30 31..40}");
        assertThat(set.add(30, 31)).isTrue();
        assertThat(set).hasToString("{10..40}");
        assertThat(set.total()).isEqualTo(30);
    }

    @Test
    @DisplayName("adding what is there, or nothing, is not new")
    void nothingNew() {
        RangeSet set = new RangeSet(8);
        set.add(10, 20);
        assertThat(set.add(10, 20)).isFalse();
        assertThat(set.add(12, 15)).isFalse();
        assertThat(set.add(50, 50)).isFalse();
        assertThat(set.refused()).isFalse();
        assertThat(set.add(19, 21)).isTrue();
        assertThat(set).hasToString("{10..21}");
    }

    @Test
    @DisplayName("the limit: one range more is refused, what merges is not")
    void limit() {
        RangeSet set = new RangeSet(2);
        set.add(0, 1);
        set.add(10, 11);
        assertThat(set.add(20, 21)).isFalse();
        assertThat(set.refused()).isTrue();
        assertThat(set).hasToString("{0..1 10..11}");
        assertThat(set.add(11, 12)).isTrue();
        assertThat(set.refused()).isFalse();
        assertThat(set.add(1, 10)).isTrue();
        assertThat(set.add(20, 21)).isTrue();
        assertThat(set).hasToString("{0..12 20..21}");
    }

    @Test
    @DisplayName("removing splits, even beyond the limit")
    void removeSplits() {
        RangeSet set = new RangeSet(1);
        set.add(0, 100);
        set.remove(40, 60);
        assertThat(set).hasToString("{0..40 60..100}");
        assertThat(set.total()).isEqualTo(80);
        assertThat(set.add(200, 201)).isFalse();
        set.removeBelow(60);
        assertThat(set).hasToString("{60..100}");
        set.removeBelow(10);
        assertThat(set).hasToString("{60..100}");
    }

    @Test
    @DisplayName("positions far above 2^32 are ordinary")
    void largePositions() {
        RangeSet set = new RangeSet(4);
        long base = (1L << 62) - 5;
        set.add(base, base + 10);
        assertThat(set.contains(base + 9)).isTrue();
        assertThat(set.contains(base + 10)).isFalse();
        assertThat(set.nextFrom(0)).isEqualTo(base);
        assertThat(set.nextFrom(base + 10)).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @DisplayName("any sequence of operations agrees with a bit set")
    void againstBitSet(long seed) {
        Random random = new Random(seed);
        RangeSet set = new RangeSet(1 + random.nextInt(40));
        BitSet model = new BitSet();
        for (int step = 0; step < 20_000; step++) {
            int from = random.nextInt(SPACE);
            int to = Math.min(SPACE, from + random.nextInt(1 + random.nextInt(30)));
            int operation = random.nextInt(20);
            if (operation < 11) {
                int before = model.cardinality();
                boolean added = set.add(from, to);
                if (!set.refused()) {
                    model.set(from, to);
                }
                assertThat(added).isEqualTo(model.cardinality() > before);
            } else if (operation < 18) {
                set.remove(from, to);
                model.clear(from, to);
            } else if (operation == 18) {
                set.removeBelow(from / 4);
                model.clear(0, from / 4);
            } else if (random.nextInt(50) == 0) {
                set.clear();
                model.clear();
            }
            compare(set, model, from, to);
        }
    }

    private static void compare(RangeSet set, BitSet model, int from, int to) {
        assertThat(set.total()).isEqualTo(model.cardinality());
        StringBuilder expected = new StringBuilder("{");
        int ranges = 0;
        for (int p = model.nextSetBit(0); p >= 0; p = model.nextSetBit(model.nextClearBit(p))) {
            expected.append(ranges++ == 0 ? "" : " ").append(p).append("..").append(model.nextClearBit(p));
        }
        assertThat(set).hasToString(expected.append('}').toString());
        assertThat(set.size()).isEqualTo(ranges);
        assertThat(set.isEmpty()).isEqualTo(ranges == 0);
        assertThat(set.contains(from)).isEqualTo(model.get(from));
        int set1 = model.nextSetBit(from);
        assertThat(set.containsAny(from, to)).isEqualTo(set1 >= 0 && set1 < to);
        assertThat(set.containsAll(from, to)).isEqualTo(model.nextClearBit(from) >= to);
        assertThat(set.contiguousFrom(from)).isEqualTo(model.nextClearBit(from));
        assertThat(set.nextFrom(from)).isEqualTo(set1 < 0 ? Long.MAX_VALUE : set1);
    }
}
