package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.sim.Simulation;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several paths are worth together, in goodput of one connection. Links carry whole packets: 5 % of them are headers. */
class AggregationTest {
    /** Every congestion control that is there. */
    static Stream<String> algorithms() {
        return Stream.of("newreno", "cubic", "lia", "olia", "balia", "wvegas").filter(n -> CongestionAlgorithms.named(n).isPresent());
    }

    private static double wholesome(PathRun r, double mbit) {
        assertThat(r.sink.damaged).as("every byte as it was sent").isFalse();
        assertThat(r.count(Counter.INTERNAL_ERRORS) + r.server.counters().get(Counter.INTERNAL_ERRORS)).isZero();
        assertThat(r.connection.isMultipath()).isTrue();
        return mbit;
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    @DisplayName("two equal paths, 10 + 10 Mbit/s and 20 ms: at least 92 % of the sum, the start included")
    void equalPaths(String congestion) {
        PathRun r = new PathRun(1).path(10, 20, 40).path(10, 20, 40).congestion(congestion).start(true);
        assertThat(wholesome(r, r.goodput(0, 10))).isGreaterThan(0.92 * 20);
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    @DisplayName("10 Mbit/s, 1 ms and 3 Mbit/s, 25 ms: at least 88 % of the sum within 10 s")
    void unequalPaths(String congestion) {
        PathRun r = new PathRun(1).path(10, 1, 40).path(3, 25, 40).congestion(congestion).start(true);
        assertThat(wholesome(r, r.goodput(0, 10))).isGreaterThan(0.88 * 13);
    }

    @ParameterizedTest
    @ValueSource(strings = {"round-robin", "weighted", "blest", "ecf"})
    @DisplayName("both aggregations under every scheduler that sends each byte once")
    void everyScheduler(String scheduler) {
        PathRun equal = new PathRun(1).path(10, 20, 40).path(10, 20, 40).scheduler(scheduler).start(true);
        assertThat(wholesome(equal, equal.goodput(0, 5))).isGreaterThan(0.90 * 20);
        PathRun unequal = new PathRun(1).path(10, 1, 40).path(3, 25, 40).scheduler(scheduler).start(true);
        assertThat(wholesome(unequal, unequal.goodput(0, 5))).isGreaterThan(0.88 * 13);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 50_000, 100_000, 200_000, 500_000})
    @DisplayName("a receive buffer small enough to hurt, 8 Mbit/s and 20 ms with 2 Mbit/s, 150 ms and a queue of 2 s: never below 95 % of TCP on the best path")
    void smallReceiveBuffer(int buffer) {
        PathRun tcp = new PathRun(1).path(8, 20, 80).buffers(4 << 20, buffer).start(false);
        PathRun both = slowSecond().buffers(4 << 20, buffer).start(true);
        assertThat(wholesome(both, both.goodput(2, 9))).isGreaterThan(0.95 * tcp.goodput(2, 9));
    }

    private static PathRun slowSecond() {
        return new PathRun(1).path(8, 20, 80).path(2, 150, 2000);
    }

    private static double duplicates(PathRun r) {
        return (double) r.count(Counter.MP_OPPORTUNISTIC) * 1428 / r.sink.contiguous;
    }

    @Test
    @DisplayName("opportunistic retransmission and penalties, buffers of 100 kB: as fast as TCP on the good path, at under 5 % duplicates; without them a third slower")
    void bufferOf100kB() {
        double tcp = new PathRun(1).path(8, 20, 80).buffers(100_000, 100_000).start(false).goodput(2, 15);
        PathRun with = slowSecond().buffers(100_000, 100_000).start(true);
        assertThat(wholesome(with, with.goodput(2, 15))).isGreaterThan(0.95 * tcp);
        assertThat(duplicates(with)).isBetween(0.0001, 0.05);
        assertThat(with.count(Counter.MP_PENALTIES)).isPositive();
        PathRun m1 = slowSecond().buffers(100_000, 100_000);
        m1.data(m1.config.data().withOpportunistic(true, false)).start(true);
        assertThat(wholesome(m1, m1.goodput(2, 15))).isLessThan(0.9 * tcp);
        assertThat(duplicates(m1)).as("without penalties").isGreaterThan(0.1);
        PathRun without = slowSecond().buffers(200_000, 200_000);
        without.data(without.config.data().withOpportunistic(false, false)).start(true);
        assertThat(wholesome(without, without.goodput(2, 15))).as("with neither, even 200 kB").isLessThan(0.75 * tcp);
        assertThat(without.count(Counter.MP_OPPORTUNISTIC) + without.count(Counter.MP_PENALTIES)).isZero();
    }

    @Test
    @DisplayName("opportunistic retransmission and penalties, buffers of 1 MB: at least 90 % of what TCP gets on both, at under 5 % duplicates")
    void bufferOf1MB() {
        double sum = new PathRun(1).path(8, 20, 80).buffers(1_000_000, 1_000_000).start(false).goodput(2, 15)
            + new PathRun(1).path(2, 150, 2000).buffers(1_000_000, 1_000_000).start(false).goodput(2, 15);
        PathRun r = slowSecond().buffers(1_000_000, 1_000_000).start(true);
        assertThat(wholesome(r, r.goodput(2, 15))).isGreaterThan(0.9 * sum);
        assertThat(duplicates(r)).isLessThan(0.05);
    }

    @ParameterizedTest
    @CsvSource({"blest,100000", "blest,128000", "blest,256000", "ecf,100000", "ecf,128000", "ecf,256000"})
    @DisplayName("round trips 20 and 150 ms, scheduling alone: BLEST and ECF are no slower than min-rtt and need fewer opportunistic retransmissions")
    void lookingAhead(String scheduler, int buffer) {
        PathRun[] runs = new PathRun[2];
        double[] mbit = new double[2];
        for (int i = 0; i < 2; i++) {
            runs[i] = slowSecond().buffers(buffer, buffer);
            runs[i].data(runs[i].config.data().withOpportunistic(true, false));
            runs[i].scheduler(i == 0 ? "min-rtt" : scheduler).start(true);
            mbit[i] = wholesome(runs[i], runs[i].goodput(2, 9));
        }
        assertThat(mbit[1]).isGreaterThanOrEqualTo(mbit[0]);
        assertThat(runs[1].count(Counter.MP_OPPORTUNISTIC)).isLessThan(runs[0].count(Counter.MP_OPPORTUNISTIC));
    }

    @Test
    @DisplayName("MPTCP-3.3.4-6 the window that the receiver tells grows from 64 kB to what the longest round trip takes at the rate of all paths")
    void windowForAllPaths() {
        PathRun r = new PathRun(1).path(20, 20, 20).path(10, 100, 20).start(true);
        assertThat(wholesome(r, r.goodput(0, 5))).isGreaterThan(0.7 * 30);
        assertThat(((MptcpConnection) r.accepted).receiver().window()).isGreaterThan((long) (30e6 / 8 * 0.1));
    }

    @Test
    @DisplayName("a large window that still grows: penalties at the start leave slow start alone")
    void startOfALargeWindow() {
        PathRun with = new PathRun(1).path(100, 50, 40).path(100, 50, 40).start(true);
        PathRun without = new PathRun(1).path(100, 50, 40).path(100, 50, 40);
        without.data(without.config.data().withOpportunistic(false, false)).start(true);
        assertThat(wholesome(with, with.goodput(0, 3))).isGreaterThan(0.95 * wholesome(without, without.goodput(0, 3)));
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    @DisplayName("MPTCP-3.3.6-7 the busier path is cut without a word, round trips of 20 ms: data stops for less than a second")
    void failover(String congestion) {
        PathRun r = new PathRun(1).path(10, 20, 40).path(3, 20, 40).congestion(congestion).start(true);
        r.paths.get(0).at(Simulation.seconds(4), l -> l.down());
        double after = wholesome(r, r.goodput(5, 8));
        assertThat(r.sink.longestGapNs).isBetween(Simulation.millis(150), Simulation.seconds(1));
        assertThat(after).as("on the other").isGreaterThan(0.85 * 3);
    }
}
