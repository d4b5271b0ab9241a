package io.tributary.tcp.congestion;

import static io.tributary.tcp.congestion.Acks.MS;
import static io.tributary.tcp.congestion.Acks.MSS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CubicTest {
    private final Cubic cubic = new Cubic(CongestionSettings.DEFAULT.withAlgorithm(CongestionAlgorithms.CUBIC), MSS);
    private final Acks acks = new Acks(cubic);

    @ParameterizedTest
    @CsvSource({"10,1.9574", "100,4.2172", "1000,9.0856", "10000,19.5743"})
    @DisplayName("CUBIC K: seconds back to the plateau after a loss at W_max")
    void k(double max, double k) {
        CubicCurve c = new CubicCurve();
        c.begin(CubicCurve.BETA * max, max, max);
        assertThat(c.k()).isCloseTo(k, within(0.00005));
        assertThat(c.at(0)).isCloseTo(0.7 * max, within(1e-6));
        assertThat(c.at(c.k())).isEqualTo(max);
        assertThat(c.at(c.k() + 1)).as("convex beyond").isCloseTo(max + 0.4, within(1e-9));
        assertThat(c.at(c.k() - 1)).as("concave before").isCloseTo(max - 0.4, within(1e-9));
    }

    @Test
    @DisplayName("TCP-MAY-18 CUBIC: a loss takes three tenths, of what is in flight and of no more than the window")
    void decrease() {
        acks.rounds(2);
        cubic.onCongestion(40 * MSS, acks.nowNs);
        assertThat(cubic.cwnd()).isEqualTo(28 * MSS);
        assertThat(cubic.ssthresh()).isEqualTo(28 * MSS);
        cubic.onCongestion(100 * MSS, acks.nowNs);
        assertThat(cubic.cwnd()).isEqualTo(19_600);
        cubic.onCongestion(10 * MSS, acks.nowNs);
        assertThat(cubic.cwnd()).isEqualTo(7 * MSS);
        cubic.onCongestion(MSS, acks.nowNs);
        assertThat(cubic.cwnd()).as("the least").isEqualTo(2 * MSS);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 1000})
    @DisplayName("CUBIC curve: after a loss at W_max the window is back there after K seconds, flat around it, and goes on beyond")
    void curve(int max) {
        acks.rttNs = 100 * MS;
        acks.avoidingWith((int) (max * 0.7), 0.7);
        double k = StrictMath.cbrt(max * 0.3 / 0.4);
        assertThat(acks.segments()).isCloseTo((long) (0.7 * max), within(2L));
        long half = roundsUntil(k / 2);
        long start = acks.segments();
        acks.rounds((int) half);
        double atHalf = max - 0.4 * Math.pow(k / 2, 3);
        assertThat((double) acks.segments()).isCloseTo(atHalf, within(max * 0.03));
        acks.rounds((int) half);
        assertThat((double) acks.segments()).isCloseTo(max, within(max * 0.02));
        long firstHalf = Math.round(atHalf) - start;
        assertThat(firstHalf).as("most of the way in the first half").isGreaterThan((max - start) * 4 / 5);
        acks.rounds((int) half);
        assertThat((double) acks.segments()).isCloseTo(max + 0.4 * Math.pow(k / 2, 3), within(max * 0.03));
    }

    private long roundsUntil(double seconds) {
        return Math.round(seconds * 1e9 / acks.rttNs);
    }

    @Test
    @DisplayName("CUBIC grows by time, not by round trips: a flow with a tenth of the round-trip time has the same window")
    void independentOfRoundTrip() {
        Acks slow = new Acks(new Cubic(CongestionSettings.DEFAULT, MSS)).avoidingWith(700, 0.7);
        slow.rttNs = 200 * MS;
        slow.rounds(40);
        Acks fast = new Acks(new Cubic(CongestionSettings.DEFAULT, MSS)).avoidingWith(700, 0.7);
        fast.rttNs = 20 * MS;
        fast.rounds(400);
        assertThat(fast.segments()).isCloseTo(slow.segments(), within(slow.segments() / 50));
    }

    @Test
    @DisplayName("CUBIC in small windows grows like Reno: faster than the curve, with alpha until the old window is reached, then one per round")
    void renoFriendly() {
        acks.rttNs = 10 * MS;
        acks.avoidingWith(14, 0.7);
        int needed = (int) Math.round(6 / CubicCurve.ALPHA);
        acks.rounds(needed);
        assertThat(acks.segments()).isBetween(18L, 20L);
        long before = cubic.cwnd();
        acks.rounds(10);
        assertThat(cubic.cwnd() - before).isCloseTo(10L * MSS, within(1500L));
    }

    @Test
    @DisplayName("CUBIC: the window grows by half at most in a round trip, however far the curve has gone")
    void targetIsClamped() {
        acks.avoidingWith(20, 0.7);
        acks.round();
        acks.nowNs += 60_000 * MS;
        long before = cubic.cwnd();
        acks.round();
        assertThat(cubic.cwnd()).isBetween(before + before / 3, before + before / 2 + 5 * MSS);
    }

    @Test
    @DisplayName("CUBIC fast convergence: a second loss below the first plateau aims lower than where it happened")
    void fastConvergence() {
        acks.avoidingWith(700, 0.7);
        acks.rounds(20);
        double lostAt = cubic.cwnd() / (double) MSS;
        assertThat(lostAt).isLessThan(1000);
        cubic.onCongestion(cubic.cwnd(), acks.nowNs);
        double aim = lostAt * 1.7 / 2;
        double k = StrictMath.cbrt((aim - 0.7 * lostAt) / 0.4);
        acks.rounds((int) roundsUntil(k));
        assertThat((double) acks.segments()).isCloseTo(aim, within(aim * 0.02));
    }

    @Test
    @DisplayName("CUBIC after a timeout: ssthresh keeps seven tenths, the window is one segment, and the next epoch starts on its plateau")
    void timeout() {
        acks.avoidingWith(700, 0.7);
        acks.rounds(5);
        long flight = cubic.cwnd();
        cubic.onTimeout(flight, true, acks.nowNs);
        assertThat(cubic.cwnd()).isEqualTo(MSS);
        assertThat(cubic.ssthresh()).isEqualTo((long) (flight * 0.7));
        while (cubic.cwnd() < cubic.ssthresh()) {
            acks.round();
        }
        cubic.onRecovered(0, acks.nowNs);
        acks.round();
        long plateau = acks.segments();
        acks.rounds(10);
        assertThat(acks.segments() - plateau).as("K is 0: one second adds less than a segment, Reno at most its share").isLessThan(12);
    }

    @Test
    @DisplayName("CUBIC: time in which the window was not the limit does not move the curve")
    void unused() {
        acks.avoidingWith(700, 0.7);
        acks.rounds(10);
        Acks twin = new Acks(new Cubic(CongestionSettings.DEFAULT, MSS)).avoidingWith(700, 0.7).rounds(10);
        for (int i = 0; i < 1000; i++) {
            acks.nowNs += 50 * MS;
            acks.ack(MSS, false);
        }
        acks.rounds(20);
        twin.rounds(20);
        assertThat(cubic.cwnd()).isCloseTo(twin.control.cwnd(), within(3L * MSS));
    }

    @Test
    @DisplayName("CUBIC: an idle pause shorter than a timeout does not move the curve either")
    void idle() {
        CongestionSettings kept = CongestionSettings.DEFAULT.withSlowStartAfterIdle(false);
        Acks paused = new Acks(new Cubic(kept, MSS)).avoidingWith(700, 0.7).rounds(10);
        Acks twin = new Acks(new Cubic(kept, MSS)).avoidingWith(700, 0.7).rounds(10);
        for (int i = 0; i < 5; i++) {
            paused.nowNs += 5000 * MS;
            paused.control.onIdle(5000 * MS, i > 2, paused.nowNs);
            paused.rounds(3);
            twin.rounds(3);
        }
        assertThat(paused.control.cwnd()).isCloseTo(twin.control.cwnd(), within(3L * MSS));
    }

    @Test
    @DisplayName("CUBIC undo: window, threshold and curve go on as if the loss had not been")
    void undo() {
        acks.avoidingWith(700, 0.7);
        acks.rounds(10);
        Acks twin = new Acks(new Cubic(CongestionSettings.DEFAULT, MSS)).avoidingWith(700, 0.7).rounds(10);
        cubic.onCongestion(cubic.cwnd(), acks.nowNs);
        assertThat(cubic.cwnd()).isLessThan(twin.control.cwnd());
        cubic.onSpuriousLoss(acks.nowNs);
        assertThat(cubic.cwnd()).isEqualTo(twin.control.cwnd());
        assertThat(cubic.ssthresh()).isEqualTo(twin.control.ssthresh());
        acks.rounds(10);
        twin.rounds(10);
        assertThat(cubic.cwnd()).isEqualTo(twin.control.cwnd());
    }

    @Test
    @DisplayName("CUBIC is found by name and says so")
    void named() {
        assertThat(CongestionAlgorithms.named("cubic")).containsSame(CongestionAlgorithms.CUBIC);
        assertThat(CongestionAlgorithms.named("newreno")).containsSame(CongestionAlgorithms.NEWRENO);
        assertThat(CongestionAlgorithms.named("vegas")).isEmpty();
        assertThat(cubic.name()).isEqualTo("cubic");
    }
}
