package io.tributary.tcp.loss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RttEstimatorTest {
    private static final long MS = 1_000_000;

    private static RttEstimator estimator(RecoverySettings s) {
        return new RttEstimator(s.initialRtoNs(), s.minRtoNs(), s.maxRtoNs());
    }

    @Test
    @DisplayName("R6298-2-1 R6298-2-2 R6298-2-4 R8961-4-1 one second without a sample; then SRTT and four times RTTVAR; doubled up to two minutes")
    void formulas() {
        RttEstimator rtt = estimator(RecoverySettings.DEFAULT);
        assertThat(rtt.rtoNs()).isEqualTo(1000 * MS);
        rtt.onSample(100 * MS, 1);
        assertThat(rtt.srttNs()).isEqualTo(100 * MS);
        assertThat(rtt.rtoNs()).isEqualTo(300 * MS);
        rtt.onSample(200 * MS, 1);
        assertThat(rtt.srttNs()).isEqualTo(112_500_000);
        assertThat(rtt.rtoNs()).isEqualTo(362_500_000);
        for (int i = 0; i < 20; i++) {
            rtt.backOff();
        }
        assertThat(rtt.rtoNs()).isEqualTo(120_000 * MS);
    }

    @Test
    @DisplayName("R6298-2-3 a steady path leaves 200 ms of room above its round trip; the floor of the timeout itself is a setting")
    void floor() {
        RttEstimator rtt = estimator(RecoverySettings.DEFAULT);
        RttEstimator conformant = estimator(RecoverySettings.DEFAULT.withMinRto(1000 * MS));
        for (int i = 0; i < 100; i++) {
            rtt.onSample(200 * MS, 1);
            conformant.onSample(200 * MS, 1);
        }
        assertThat(rtt.rtoNs()).isEqualTo(400 * MS);
        assertThat(conformant.rtoNs()).isEqualTo(1000 * MS);
    }
}
