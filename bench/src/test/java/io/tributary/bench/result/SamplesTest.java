package io.tributary.bench.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SamplesTest {
    @Test
    @DisplayName("the median of an odd number of samples is the middle one, of an even number the mean of the two in the middle")
    void median() {
        assertThat(new Samples(9, 1, 4).median()).isEqualTo(4);
        assertThat(new Samples(9, 1, 4, 6).median()).isEqualTo(5);
        assertThat(new Samples(7).median()).isEqualTo(7);
        assertThat(new Samples().median()).isNaN();
    }

    @Test
    @DisplayName("the spread is the width of the middle half over the median: one wild round in five does not change it")
    void spread() {
        assertThat(new Samples(90, 95, 100, 105, 110).spread()).isCloseTo(0.1, within(1e-9));
        assertThat(new Samples(90, 95, 100, 105, 900).spread()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    @DisplayName("a round that failed counts nowhere, and does not shift the pairing of the others")
    void failedRounds() {
        Samples ours = new Samples(10, Double.NaN, 30, 40);
        Samples theirs = new Samples(5, 7, 10, Double.NaN);
        assertThat(ours.count()).isEqualTo(3);
        assertThat(ours.values()).containsExactly(10, 30, 40);
        assertThat(ours.over(theirs).values()).containsExactly(2, 3);
        assertThat(ours.minus(theirs).values()).containsExactly(5, 20);
    }
}
