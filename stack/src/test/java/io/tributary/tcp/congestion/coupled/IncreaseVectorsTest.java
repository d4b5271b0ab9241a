package io.tributary.tcp.congestion.coupled;

import static io.tributary.tcp.congestion.coupled.Path.MS;
import static io.tributary.tcp.congestion.coupled.Path.MSS;
import static io.tributary.tcp.congestion.coupled.Path.START_NS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionControl;
import io.tributary.tcp.congestion.CongestionSettings;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one ACK is worth, in the situations for which the formulas were evaluated by hand. Windows in segments, times in ms. */
class IncreaseVectorsTest {
    private static final long NOW = START_NS + 24 * 3_600_000 * MS;

    private static int[] numbers(String list) {
        return Stream.of(list.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static List<Path> paths(String name, String windows, String rtts) {
        return Path.paths(Path.group(name), numbers(windows), numbers(rtts));
    }

    private static double[] decimals(String list) {
        return Stream.of(list.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @ParameterizedTest(name = "{0} of {1} ms: alpha {2}")
    @CsvSource({
        "25,       30,       1,        0.04,                       1",
        "10 10,    100 100,  0.5,      0.025 0.025,                0.25 0.25",
        "30 30 30, 20 20 20, 0.333333, 0.003704 0.003704 0.003704, 0.1111 0.1111 0.1111",
        "10 20,    100 200,  0.75,     0.025 0.025,                0.25 0.5",
        "10 40,    50 200,   1.25,     0.025 0.025,                0.25 1",
        "10 50,    10 200,   3.84,     0.064 0.02,                 0.64 1",
        "100 10,   10 100,   1.078326, 0.009803 0.009803,          0.9803 0.0980"})
    @DisplayName("LIA-3-1 an ACK adds the lesser of alpha * acked * mss / total and acked * mss / cwnd")
    void lia(String windows, String rtts, double alpha, String perAck, String perRound) {
        int n = numbers(windows).length;
        for (int i = 0; i < n; i++) {
            if (n > 1) {
                assertThat(paths("lia", windows, rtts).get(i).perAck(NOW)).isCloseTo(decimals(perAck)[i], within(3e-5));
            }
            Path p = paths("lia", windows, rtts).get(i);
            assertThat(p.perRound(NOW)).isCloseTo(decimals(perRound)[i], within(0.03 * decimals(perRound)[i]));
            if (n > 1) {
                assertThat((double) ((LiaWindow) p.control).alpha() / LiaWindow.ALPHA_SCALE).isCloseTo(alpha, within(0.03 * alpha));
            }
        }
    }

    @Test
    @DisplayName("LIA-3-1 CC-1-4 alpha of a single path is exactly one in the scale of the integers")
    void alphaOfOne() {
        Siblings siblings = new Siblings();
        LiaWindow w = new LiaWindow(CongestionSettings.DEFAULT, MSS, siblings);
        w.derive(only(w, siblings));
        assertThat(w.alpha() * 512 / LiaWindow.ALPHA_SCALE).isBetween(511L, 513L);
    }

    private static Siblings only(CoupledWindow w, Siblings siblings) {
        AckSample s = new AckSample();
        s.una = 1000;
        s.nxt = 2000;
        s.srttNs = 30 * MS;
        s.inFlight = 25L * MSS;
        s.nowNs = NOW;
        w.onAck(s);
        siblings.look(w, NOW);
        assertThat(siblings.count()).isOne();
        return siblings;
    }

    @ParameterizedTest(name = "{0} of {1} ms")
    @CsvSource({"10 10, 100 100, 0.025 0.025", "10 20, 100 200, 0.025 0.0125", "10 40, 50 200, 0.025 0.00625",
        "100 10, 10 100, 0.009803 0.0000098"})
    @DisplayName("OLIA: the first term of what an ACK adds")
    void olia(String windows, String rtts, String perAck) {
        for (int i = 0; i < numbers(windows).length; i++) {
            Path p = paths("olia", windows, rtts).get(i);
            OliaWindow w = (OliaWindow) p.control;
            double first = 0;
            for (int k = 0; k < 4; k++) {
                double before = p.segments();
                first += p.perAck(NOW) - (w.partners() == 0 ? 0 : 1 / (w.partners() * before));
            }
            assertThat(first / 4).isCloseTo(decimals(perAck)[i], within(0.02 * decimals(perAck)[i] + 5e-6));
        }
    }

    @ParameterizedTest(name = "{0} of {1} ms")
    @CsvSource({"10 10, 100 100, 0.025 0.025, 0.5 0.5", "100 10, 10 100, 0.009803 0.010297, 0.5 0.75"})
    @DisplayName("BALIA: what an ACK adds, and how much of the window a loss takes")
    void balia(String windows, String rtts, String perAck, String taken) {
        for (int i = 0; i < numbers(windows).length; i++) {
            Path p = paths("balia", windows, rtts).get(i);
            assertThat(p.perAck(NOW)).isCloseTo(decimals(perAck)[i], within(3e-5));
            CongestionControl c = paths("balia", windows, rtts).get(i).control;
            long before = c.cwnd();
            c.onCongestion(before, NOW);
            assertThat(1 - (double) c.ssthresh() / before).isCloseTo(decimals(taken)[i], within(1e-3));
            assertThat(c.cwnd()).as("recovery is paced by ssthresh").isEqualTo(c.ssthresh());
        }
    }
}
