package io.tributary.tcp.congestion.coupled;

import static io.tributary.tcp.congestion.coupled.Path.MS;
import static io.tributary.tcp.congestion.coupled.Path.MSS;
import static io.tributary.tcp.congestion.coupled.Path.START_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.tcp.congestion.CongestionAlgorithm;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a subflow shares with: two paths of 100 ms, windows of 10 segments, LIA. One alone would grow by 0.1 a segment, both by 0.025. */
class SiblingsTest {
    private static final double ALONE = 0.1;
    private static final double SHARED = 0.025;

    private CongestionAlgorithm group;
    private Path a;
    private Path b;
    private long now;

    @BeforeEach
    void twoPaths() {
        group = Path.group("lia");
        List<Path> paths = Path.paths(group, new int[] {10, 10}, new int[] {100, 100});
        a = paths.get(0);
        b = paths.get(1);
        now = START_NS + 2 * 3_600_000 * MS;
    }

    /** What the next round of ACKs adds to the first path, per segment. */
    private double growth() {
        return a.perRound(now) / 10;
    }

    private void assertShared() {
        assertThat(growth()).isCloseTo(SHARED, within(0.003));
    }

    /** NewReno grows in whole segments. */
    private void assertAlone() {
        assertThat(growth()).isCloseTo(ALONE, within(0.01));
    }

    @Test
    @DisplayName("CC-1-3 two subflows that carry data share")
    void both() {
        assertShared();
    }

    @Test
    @DisplayName("CC-1-3 CC-1-5 a subflow that is over leaves the sum at once")
    void closed() {
        assertShared();
        b.control.onClosed();
        a.control.onTimeout(20L * MSS, true, now);
        a.control.onRecovered(0, now);
        while (a.segments() < 10) {
            a.ack(MSS, now);
        }
        assertAlone();
    }

    @Test
    @DisplayName("CC-1-3 a subflow that is half-open, or has no round trip yet, is none to share with")
    void halfOpen() {
        CongestionAlgorithm fresh = Path.group("lia");
        a = new Path(fresh, 100 * MS).avoiding(10, now);
        Path opening = new Path(fresh, 100 * MS);
        Path unsampled = new Path(fresh, 0);
        unsampled.ack(MSS, now);
        assertThat(opening.control.cwnd()).isEqualTo(2L * MSS);
        a.touch(now);
        assertAlone();
    }

    @Test
    @DisplayName("CC-1-3 a subflow whose timer fired leaves the sum until something of it is acknowledged")
    void silent() {
        b.control.onTimeout(10L * MSS, true, now);
        a.touch(now);
        assertAlone();
        b.touch(now);
        assertThat(growth()).as("back, with a window of one segment").isLessThan(0.095);
    }

    @Test
    @DisplayName("CC-1-3 a backup that carries data shares; once nothing was in flight for two round trips it does not")
    void unusedBackup() {
        b.ack(MSS, false, 0, now);
        a.touch(now);
        assertThat(growth()).as("just idle").isLessThan(0.08);
        setUpAgain();
        b.ack(MSS, false, 0, now);
        now += 201 * MS;
        a.touch(now);
        assertAlone();
    }

    private void setUpAgain() {
        twoPaths();
    }

    @Test
    @DisplayName("CC-1-2 in fast recovery a subflow counts with ssthresh, whatever its window is")
    void recovering() {
        CoupledWindow w = (CoupledWindow) b.control;
        b.ack(MSS, now);
        b.control.onCongestion(10L * MSS, now);
        assertThat(b.control.ssthresh()).isEqualTo(5L * MSS);
        assertThat(w.counted()).isEqualTo(5L * MSS);
        b.control.onTimeout(5L * MSS, true, now);
        b.control.onSpuriousLoss(now);
        assertThat(w.isInUse(now)).isTrue();
    }

    @Test
    @DisplayName("CC-1-2 a subflow that the application does not fill counts with what is in flight")
    void applicationLimited() {
        CoupledWindow w = (CoupledWindow) b.control;
        b.sample.inFlight = 3L * MSS;
        for (int i = 0; i < 20; i++) {
            b.ack(MSS, false, 3L * MSS, now);
        }
        assertThat(w.counted()).isEqualTo(3L * MSS);
        assertThat(b.control.cwnd()).isGreaterThanOrEqualTo(10L * MSS);
        a.touch(now);
        // windows of 10 and 3 count: 13 * 10 / 13^2 of a segment, over 13
        assertThat(growth()).isCloseTo(10.0 / 169, within(0.006));
    }

    @Test
    @DisplayName("CC-1-4 alpha is computed on a loss, on a change by a segment and once a round trip; not on other ACKs")
    void whenDerived() {
        LiaWindow w = (LiaWindow) a.control;
        a.touch(now);
        a.ack(MSS, now);
        assertThat(w.alpha()).isCloseTo(LiaWindow.ALPHA_SCALE / 2, within(LiaWindow.ALPHA_SCALE / 200L));
        a.rttNs = 200 * MS;
        for (int i = 0; i < 3; i++) {
            a.ack(MSS, now);
            assertThat(w.alpha()).as("same round").isCloseTo(LiaWindow.ALPHA_SCALE / 2, within(LiaWindow.ALPHA_SCALE / 200L));
        }
        for (int i = 0; i < 10; i++) {
            a.ack(MSS, now);
        }
        long changed = w.alpha();
        assertThat(changed).as("next round: the round trip is another").isGreaterThan(LiaWindow.ALPHA_SCALE * 6 / 10);
        b.control.onCongestion(10L * MSS, now);
        a.ack(MSS, now);
        assertThat(w.alpha()).as("a sibling's loss").isNotEqualTo(changed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia", "wvegas"})
    @DisplayName("CC-1-5 a subflow that joins starts with the initial window, in slow start, whatever its siblings have")
    void joining(String name) {
        CongestionAlgorithm g = Path.group(name);
        Path.paths(g, new int[] {10, 50}, new int[] {100, 20});
        Path late = new Path(g, 50 * MS);
        assertThat(late.control.cwnd()).isEqualTo(new Path(Path.group(name), MS).control.cwnd());
        assertThat(late.control.ssthresh()).isEqualTo(Long.MAX_VALUE);
        long before = late.control.cwnd();
        late.ack(MSS, now);
        assertThat(late.control.cwnd()).as("slow start").isEqualTo(before + MSS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia", "wvegas"})
    @DisplayName("CC-1-1 LIA-3-4 CC-1-5 a loss halves that subflow's window alone, to two segments at least, and a timeout leaves it one")
    void loss(String name) {
        List<Path> paths = Path.paths(Path.group(name), new int[] {10, 10}, new int[] {100, 100});
        Path hit = paths.get(0);
        Path other = paths.get(1);
        long window = other.control.cwnd();
        hit.control.onCongestion(10L * MSS, now);
        assertThat(hit.control.ssthresh()).isEqualTo(5L * MSS);
        hit.control.onCongestion(3L * MSS, now);
        assertThat(hit.control.cwnd()).isEqualTo(2L * MSS);
        hit.control.onTimeout(2L * MSS, true, now);
        assertThat(hit.control.cwnd()).isEqualTo(MSS);
        hit.ack(MSS, now);
        assertThat(hit.control.cwnd()).as("slow start").isEqualTo(2L * MSS);
        assertThat(other.control.cwnd()).isEqualTo(window);
        assertThat(other.control.ssthresh()).isEqualTo(10L * MSS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia", "wvegas"})
    @DisplayName("CC-1-6 a window that was not what limited does not grow")
    void notLimited(String name) {
        Path p = Path.paths(Path.group(name), new int[] {10, 10}, new int[] {100, 100}).get(0);
        for (int i = 0; i < 100; i++) {
            p.ack(MSS, false, 10L * MSS, now + i * MS);
        }
        assertThat(p.segments()).isLessThanOrEqualTo(10);
    }
}
