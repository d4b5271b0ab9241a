package io.tributary.tcp.congestion.coupled;

import static io.tributary.tcp.congestion.coupled.Path.MS;
import static io.tributary.tcp.congestion.coupled.Path.MSS;
import static io.tributary.tcp.congestion.coupled.Path.START_NS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionControl;
import io.tributary.tcp.congestion.LossWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where products outgrow 64 bits, and growth falls below a byte. */
class IntegerTest {
    private static final long NOW = START_NS + 24 * 3_600_000 * MS;

    /** Two windows of so many bytes. */
    private static List<Path> large(String name, long bytes, long rttNs1, long rttNs2) {
        CongestionAlgorithm group = Path.group(name);
        List<Path> paths = new ArrayList<>(List.of(new Path(group, rttNs1), new Path(group, rttNs2)));
        int i = 0;
        for (Path p : paths) {
            long at = START_NS + i++ * 3_600_000 * MS;
            while (p.control.cwnd() < bytes) {
                p.sample.quantum = p.control.cwnd();
                p.ack(MSS, true, 0, at);
            }
            p.control.onCongestion(2 * bytes, at);
            p.control.onRecovered(0, at);
        }
        paths.forEach(p -> p.touch(NOW));
        return paths;
    }

    @Test
    @DisplayName("LIA-3-2 an increase below one byte is one byte for a segment; CC-1-4 windows of gigabytes overflow nothing")
    void oneByteAtLeast() {
        Path p = large("lia", LossWindow.MOST / 2, 100 * MS, 100 * MS).get(0);
        CongestionControl c = p.control;
        long before = c.cwnd();
        assertThat(before).isGreaterThan(900_000_000);
        p.sample.inFlight = before;
        p.ack(1000, NOW);
        assertThat(c.cwnd()).as("less than a segment has to wait: split ACKs gain nothing").isEqualTo(before);
        p.ack(MSS, NOW);
        assertThat(c.cwnd()).isEqualTo(before + 1);
        p.ack(MSS, NOW);
        assertThat(c.cwnd()).isEqualTo(before + 2);
    }

    @Test
    @DisplayName("LIA-3-2 split ACKs make no window grow faster than whole ones")
    void splitAcks() {
        Path whole = Path.paths(Path.group("lia"), new int[] {10, 10}, new int[] {100, 100}).get(0);
        Path split = Path.paths(Path.group("lia"), new int[] {10, 10}, new int[] {100, 100}).get(0);
        for (int i = 0; i < 10; i++) {
            whole.ack(MSS, NOW);
            for (int k = 0; k < 600; k++) {
                split.ack(MSS / 600, NOW);
            }
        }
        assertThat(split.control.cwnd()).isBetween(whole.control.cwnd() - 20, whole.control.cwnd() + 20);
    }

    @ParameterizedTest
    @CsvSource({"lia, 10000000, 2000, 2000", "lia, 10000000, 2000, 0", "olia, 10000000, 2000, 2000", "olia, 10000000, 2000, 0",
        "balia, 10000000, 2000, 2000", "balia, 10000000, 2000, 0", "lia, 1000000000, 60000, 1", "olia, 1000000000, 60000, 1",
        "balia, 1000000000, 60000, 1", "wvegas, 1000000000, 60000, 1"})
    @DisplayName("CC-1-4 large windows on long paths, beside ones of a microsecond: nothing overflows, a window grows, and no faster than TCP's")
    void extremes(String name, long bytes, long rtt1, long rtt2) {
        List<Path> paths = large(name, bytes, rtt1 * MS, Math.max(1, rtt2 * MS));
        for (Path p : paths) {
            long before = p.control.cwnd();
            long segments = 4 * before / MSS;
            for (long i = 0; i < segments; i++) {
                p.ack(MSS, NOW);
                assertThat(p.control.cwnd()).isBetween(before - MSS, before + 6L * MSS);
            }
        }
        long grown = paths.stream().mapToLong(p -> p.control.cwnd()).sum();
        if (!name.equals("wvegas")) {
            assertThat(grown).as("not frozen").isGreaterThan(large(name, bytes, rtt1 * MS, Math.max(1, rtt2 * MS)).stream().mapToLong(p -> p.control.cwnd()).sum());
        }
    }

    @Test
    @DisplayName("OLIA: what the second term gives to the best small window it takes from the largest, a sum of zero; equals do not flicker")
    void secondTerm() {
        // the second path has lost nothing since its window was small: best, and small
        List<Path> paths = Path.paths(Path.group("olia"), new int[] {20, 10}, new int[] {100, 100});
        OliaWindow large = (OliaWindow) paths.get(0).control;
        OliaWindow small = (OliaWindow) paths.get(1).control;
        for (int i = 0; i < 9; i++) {
            paths.get(1).ack(MSS, false, 10L * MSS, NOW);
        }
        while (small.quality() <= large.quality()) {
            paths.get(1).ack(MSS, false, 10L * MSS, NOW);
        }
        paths.forEach(p -> p.touch(NOW));
        paths.forEach(p -> p.ack(MSS, NOW));
        assertThat(small.partners()).as("1 of 2 paths, alone in B without M").isEqualTo(2);
        assertThat(large.partners()).isEqualTo(-2);
        List<Path> equal = Path.paths(Path.group("olia"), new int[] {10, 10}, new int[] {100, 100});
        equal.forEach(p -> p.ack(MSS, NOW));
        assertThat(((OliaWindow) equal.get(0).control).partners()).as("the best has the largest window").isZero();
    }

    @Test
    @DisplayName("products are compared exactly beyond 64 bits")
    void wide() {
        assertThat(Wide.compareProducts(1L << 62, 1L << 62, (1L << 62) - 1, (1L << 62) + 1)).isPositive();
        assertThat(Wide.compareProducts(1L << 40, 1L << 40, 1L << 39, 1L << 41)).isZero();
        assertThat(Wide.compareProducts(3, 5, 4, 4)).isNegative();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia", "wvegas"})
    @DisplayName("CC-1-5 any order of events on three subflows, of which some end: windows stay between a segment and the largest, and grow again")
    void model(String name) {
        for (long seed = 0; seed < 60; seed++) {
            Random r = new Random(seed);
            CongestionAlgorithm group = Path.group(name);
            List<Path> paths = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                paths.add(new Path(group, MS));
            }
            long now = START_NS;
            for (int i = 0; i < 1500; i++) {
                now += r.nextInt(20_000_000);
                Path p = paths.get(r.nextInt(3));
                p.rttNs = 1 + (long) r.nextInt(1 << 20) * (1 + r.nextInt(2000));
                event(r, p, now);
                assertThat(p.control.cwnd()).as("seed %d event %d", seed, i).isBetween((long) MSS, LossWindow.MOST);
                assertThat(p.control.ssthresh()).isGreaterThanOrEqualTo(2L * MSS);
                if (r.nextInt(300) == 0) {
                    p.control.onClosed();
                    paths.set(paths.indexOf(p), new Path(group, MS));
                }
            }
            if (name.equals("wvegas")) {
                continue;   // delays at random are queues that come and go
            }
            Path p = paths.get(0);
            p.rttNs = 50 * MS;
            long before = p.control.cwnd();
            for (int i = 0; i < 20_000 && p.control.cwnd() <= before; i++) {
                now += MS;
                p.ack(MSS, now);
            }
            assertThat(p.control.cwnd()).as("seed %d", seed).isGreaterThan(before);
        }
    }

    private static void event(Random r, Path p, long now) {
        CongestionControl c = p.control;
        long flight = (long) (c.cwnd() * r.nextDouble());
        switch (r.nextInt(30)) {
            case 0 -> c.onCongestion(flight, now);
            case 1 -> c.onTimeout(flight, r.nextBoolean(), now);
            case 2 -> c.onSpuriousLoss(now);
            case 3 -> c.onIdle(r.nextInt(2_000_000_000), r.nextBoolean(), now);
            case 4, 5 -> c.onRecovered(flight, now);
            default -> p.ack(1 + r.nextInt(3 * MSS), r.nextInt(8) != 0, flight, now);
        }
    }
}
