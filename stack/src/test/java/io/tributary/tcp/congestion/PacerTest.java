package io.tributary.tcp.congestion;

import static io.tributary.tcp.congestion.Acks.MS;
import static io.tributary.tcp.congestion.Acks.MSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PacerTest {
    private final Pacer pacer = new Pacer();

    @Test
    @DisplayName("pacing: twice the window per round trip in slow start, a fifth more than it in avoidance, no limit without a measurement")
    void rate() {
        assertThat(Pacer.rate(100_000, Long.MAX_VALUE, 100 * MS)).isEqualTo(2_000_000);
        assertThat(Pacer.rate(100_000, 200_002, 100 * MS)).isEqualTo(2_000_000);
        assertThat(Pacer.rate(100_000, 200_000, 100 * MS)).as("close to ssthresh no overshoot").isEqualTo(1_200_000);
        assertThat(Pacer.rate(100_000, 50_000, 100 * MS)).isEqualTo(1_200_000);
        assertThat(Pacer.rate(100_000, 50_000, 0)).isEqualTo(Long.MAX_VALUE);
        assertThat(Pacer.rate(LossWindow.MOST, 1, 1)).as("no overflow").isPositive();
        assertThat(pacer.allowance(Long.MAX_VALUE, MSS, 5)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("pacing: a millisecond's worth or two segments at once, then nothing until their time is over")
    void bursts() {
        long now = 1000 * MS;
        assertThat(pacer.allowance(10_000_000, MSS, now)).isEqualTo(10_000);
        pacer.onSent(10_000, 10_000_000, now);
        assertThat(pacer.allowance(10_000_000, MSS, now)).isZero();
        assertThat(pacer.readyAtNs()).isEqualTo(now + MS);
        assertThat(pacer.allowance(10_000_000, MSS, now + MS - 1)).isZero();
        assertThat(pacer.allowance(10_000_000, MSS, now + MS)).isEqualTo(10_000);

        Pacer slow = new Pacer();
        assertThat(slow.allowance(10_000, MSS, now)).isEqualTo(2 * MSS);
        slow.onSent(MSS, 10_000, now);
        assertThat(slow.allowance(10_000, MSS, now)).isEqualTo(MSS);
        slow.onSent(MSS, 10_000, now);
        assertThat(slow.readyAtNs()).isEqualTo(now + 200 * MS);
    }

    @Test
    @DisplayName("pacing: over time the rate is kept though every timer comes late, and a pause earns no burst")
    void late() {
        long now = 1000 * MS;
        long start = now;
        long sent = 0;
        while (now < start + 1000 * MS) {
            for (long n = pacer.allowance(1_000_000, MSS, now); n > 0; n = pacer.allowance(1_000_000, MSS, now)) {
                pacer.onSent(MSS, 1_000_000, now);
                sent += MSS;
            }
            now = pacer.readyAtNs() + MS / 2;
        }
        assertThat(sent).isCloseTo(1_000_000L, within(10_000L));
        now += 5000 * MS;
        sent = 0;
        for (long n = pacer.allowance(1_000_000, MSS, now); n > 0; n = pacer.allowance(1_000_000, MSS, now)) {
            pacer.onSent(MSS, 1_000_000, now);
            sent += MSS;
        }
        assertThat(sent).isEqualTo(2 * MSS);
    }
}
