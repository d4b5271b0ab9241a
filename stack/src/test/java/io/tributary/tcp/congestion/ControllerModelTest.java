package io.tributary.tcp.congestion;

import static io.tributary.tcp.congestion.Acks.MS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any order of calls, with any numbers that can occur. */
class ControllerModelTest {
    private static final long LARGEST_WINDOW = 65_535L << 14;

    @ParameterizedTest
    @ValueSource(strings = {"newreno", "cubic", "lia", "olia", "balia", "wvegas"})
    @DisplayName("TCP-MAY-18 CUBIC R5681-3.1-7 whatever happens the window stays between a segment and the largest there can be, "
        + "a loss never raises it, and it recovers")
    void invariants(String name) {
        for (long seed = 0; seed < 300; seed++) {
            Random r = new Random(seed);
            int mss = 64 + r.nextInt(9000);
            CongestionSettings settings = CongestionSettings.DEFAULT.withInitialWindow(1 + r.nextInt(20))
                .withSlowStartAfterIdle(r.nextBoolean()).withHyStart(r.nextBoolean());
            CongestionControl c = settings.withAlgorithm(CongestionAlgorithms.named(name).orElseThrow()).controller(mss);
            Acks acks = new Acks(c);
            for (int i = 0; i < 500; i++) {
                mss = step(r, c, acks, mss);
                assertThat(c.cwnd()).as("seed %d step %d", seed, i).isBetween((long) mss, LossWindow.MOST);
                assertThat(c.ssthresh()).as("seed %d step %d", seed, i).isGreaterThanOrEqualTo(2 * 64);
            }
            recovers(c, acks, mss, seed);
        }
    }

    private static int step(Random r, CongestionControl c, Acks acks, int mss) {
        acks.nowNs += r.nextInt(4) == 0 ? r.nextInt(2_000_000_000) * 100L : r.nextInt(10_000_000);
        acks.rttNs = 1 + (long) (r.nextInt(1 << 20)) * (1 + r.nextInt(4000));
        acks.quantum = r.nextBoolean() ? mss : 65_000;
        long before = c.cwnd();
        long flight = r.nextInt(8) == 0 ? (long) (r.nextDouble() * LARGEST_WINDOW) : (long) (r.nextDouble() * before * 2);
        switch (r.nextInt(14)) {
            case 0 -> {
                c.onCongestion(flight, acks.nowNs);
                assertThat(c.cwnd()).isLessThanOrEqualTo(before);
            }
            case 1 -> {
                c.onTimeout(flight, r.nextBoolean(), acks.nowNs);
                assertThat(c.cwnd()).isEqualTo(mss);
            }
            case 2 -> c.onRecovered(r.nextInt(100_000), acks.nowNs);
            case 3 -> {
                c.onSpuriousLoss(acks.nowNs);
                assertThat(c.cwnd()).isGreaterThanOrEqualTo(before);
            }
            case 4 -> {
                c.onIdle((long) (r.nextDouble() * 1e12), r.nextBoolean(), acks.nowNs);
                assertThat(c.cwnd()).isLessThanOrEqualTo(before);
            }
            case 5 -> {
                int changed = 64 + r.nextInt(9000);
                c.onMss(changed);
                return changed;
            }
            case 6 -> acks.ack((long) (r.nextDouble() * LARGEST_WINDOW), true);
            default -> acks.ack(1 + r.nextInt(3 * mss), r.nextInt(4) != 0);
        }
        return mss;
    }

    private static void recovers(CongestionControl c, Acks acks, int mss, long seed) {
        c.onTimeout(c.cwnd(), true, acks.nowNs);
        c.onRecovered(0, acks.nowNs);
        acks.rttNs = 50 * MS;
        for (int i = 0; i < 3000; i++) {
            acks.nowNs += 10 * MS;
            acks.ack(mss);
        }
        assertThat(c.cwnd()).as("seed %d", seed).isGreaterThan(20L * mss);
    }
}
