package io.tributary.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    @DisplayName("a difference with one sign in every round is believed, whatever the spread")
    void sameSign() {
        assertThat(Verdict.of(new Samples(1.05, 2.5, 1.2), Better.HIGHER)).isEqualTo(Verdict.BETTER);
        assertThat(Verdict.of(new Samples(1.05, 2.5, 1.2), Better.LOWER)).isEqualTo(Verdict.WORSE);
        assertThat(Verdict.of(new Samples(0.9, 0.5, 0.7), Better.HIGHER)).isEqualTo(Verdict.WORSE);
        assertThat(Verdict.of(new Samples(0.9, 0.5, 0.7), Better.LOWER)).isEqualTo(Verdict.BETTER);
    }

    @Test
    @DisplayName("mixed signs mean no difference when the rounds agree, and noise when they do not")
    void mixedSigns() {
        assertThat(Verdict.of(new Samples(0.98, 1.0, 1.01, 1.02, 0.99), Better.HIGHER)).isEqualTo(Verdict.EQUAL);
        assertThat(Verdict.of(new Samples(0.5, 0.6, 1.0, 1.5, 2.0), Better.HIGHER)).isEqualTo(Verdict.NOISY);
    }

    @Test
    @DisplayName("two rounds prove nothing, and rounds that failed do not count")
    void few() {
        assertThat(Verdict.of(new Samples(2, 2), Better.HIGHER)).isEqualTo(Verdict.TOO_FEW);
        assertThat(Verdict.of(new Samples(2, 2, Double.NaN), Better.HIGHER)).isEqualTo(Verdict.TOO_FEW);
    }
}
