package io.tributary.tcp.congestion.coupled;

import static io.tributary.tcp.congestion.coupled.Path.MS;
import static io.tributary.tcp.congestion.coupled.Path.MSS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionControl;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A coupled controller that has nobody to share with. */
class AloneTest {
    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia", "wvegas"})
    @DisplayName("CC-1-7 one subflow, or plain TCP, has NewReno's window after every event, to the byte")
    void asNewReno(String name) {
        for (long seed = 0; seed < 100; seed++) {
            CongestionAlgorithm algorithm = CongestionAlgorithms.named(name).orElseThrow();
            compare(new Random(seed), new Path(seed % 2 == 0 ? algorithm : algorithm.group(), MS),
                new Path(CongestionAlgorithms.NEWRENO, MS), seed);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia", "wvegas"})
    @DisplayName("CC-1-7 CC-1-5 the last subflow left has NewReno's window from then on")
    void lastOneLeft(String name) {
        for (long seed = 0; seed < 20; seed++) {
            CongestionAlgorithm group = Path.group(name);
            Path gone = new Path(group, 5 * MS).avoiding(10, 0);
            Path left = new Path(group, MS).avoiding(20, 0);
            Path reno = new Path(CongestionAlgorithms.NEWRENO, MS).avoiding(20, 0);
            gone.control.onClosed();
            for (Path p : new Path[] {left, reno}) {
                // down to the same window, in the same state
                p.control.onTimeout(2L * 40 * MSS, true, 0);
                p.control.onRecovered(0, 0);
            }
            left.una = reno.una;
            assertThat(left.control.ssthresh()).isEqualTo(reno.control.ssthresh());
            compare(new Random(seed), left, reno, seed);
        }
    }

    private static void compare(Random r, Path coupled, Path reno, long seed) {
        long now = 0;
        for (int i = 0; i < 3000; i++) {
            now += r.nextInt(50_000_000);
            long rtt = 1 + r.nextInt(300_000_000);
            int what = r.nextInt(60);
            long bytes = 1 + r.nextInt(3 * MSS);
            boolean limited = r.nextInt(10) != 0;
            long flight = (long) (reno.control.cwnd() * r.nextDouble());
            boolean flag = r.nextBoolean();
            for (Path p : new Path[] {coupled, reno}) {
                p.rttNs = rtt;
                event(p, what, bytes, limited, flight, flag, now);
            }
            assertThat(coupled.control.cwnd()).as("seed %d, event %d", seed, i).isEqualTo(reno.control.cwnd());
            assertThat(coupled.control.ssthresh()).as("seed %d, event %d", seed, i).isEqualTo(reno.control.ssthresh());
        }
    }

    private static void event(Path p, int what, long bytes, boolean limited, long flight, boolean flag, long now) {
        CongestionControl c = p.control;
        switch (what) {
            case 0 -> c.onCongestion(flight, now);
            case 1 -> c.onTimeout(flight, flag, now);
            case 2 -> c.onSpuriousLoss(now);
            case 3 -> c.onIdle(flight, flag, now);
            case 4, 5 -> c.onRecovered(flight, now);
            case 6 -> c.onMss(1000 + (int) (flight % 30_000));
            default -> p.ack(bytes, limited, flight, now);
        }
    }
}
