package io.tributary.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.bench.relay.Task.Metric;
import io.tributary.bench.result.Result;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Series series = new Series(3);

    private void put(Task task, String arrangement, double... byRound) {
        for (int round = 0; round < byRound.length; round++) {
            for (Metric metric : task.metrics()) {
                series.put(metric, arrangement, round, byRound[round]);
            }
        }
    }

    private static List<String> lines(List<Result> results) {
        return results.stream().map(r -> r.name() + " " + r.value() + " / " + r.baseline().name() + " " + r.baseline().value()).toList();
    }

    @Test
    @DisplayName("goodput: ours against the proxy and the direct path, the proxy against the direct path")
    void goodput() {
        put(Task.UP, "direct", 40, 50, 60);
        put(Task.UP, "haproxy", 8, 10, 12);
        put(Task.UP, "tributary", 20, 25, 30);
        assertThat(lines(new Comparison(series, "haproxy").results(Task.UP))).containsExactly(
            "relay.goodput.up 25.0 / haproxy under mptcpize 10.0",
            "relay.goodput.up.of-direct 25.0 / direct 50.0",
            "relay.goodput.up.haproxy 10.0 / direct 50.0");
    }

    @Test
    @DisplayName("latency: what is added to the direct path is compared too, round by round")
    void latency() {
        put(Task.LATENCY, "direct", 30, 35, 50);
        put(Task.LATENCY, "haproxy", 70, 75, 80);
        put(Task.LATENCY, "tributary", 60, 60, 70);
        assertThat(lines(new Comparison(series, "haproxy").results(Task.LATENCY))).startsWith(
            "relay.latency.p50 60.0 / haproxy under mptcpize 75.0",
            "relay.latency.p50.added 25.0 / haproxy under mptcpize 40.0",
            "relay.latency.p50.of-direct 60.0 / direct 35.0",
            "relay.latency.p50.haproxy 75.0 / direct 35.0",
            "relay.latency.p99 60.0 / haproxy under mptcpize 75.0");
    }

    @Test
    @DisplayName("without a proxy, or without our convertor, the rest is compared")
    void missing() {
        put(Task.DOWN, "direct", 40, 50, 60);
        put(Task.DOWN, "tributary", 20, 25, 30);
        assertThat(lines(new Comparison(series, null).results(Task.DOWN))).containsExactly("relay.goodput.down.of-direct 25.0 / direct 50.0");
        Series other = new Series(1);
        other.put(Task.UP.metrics().get(0), "direct", 0, 50);
        other.put(Task.UP.metrics().get(0), "socat", 0, 5);
        assertThat(lines(new Comparison(other, "socat").results(Task.UP))).containsExactly("relay.goodput.up.socat 5.0 / direct 50.0");
    }

    @Test
    @DisplayName("a round that failed is left out of samples and comparisons")
    void failedRound() {
        put(Task.UP, "direct", 40, 50, 60);
        series.put(Task.UP.metrics().get(0), "tributary", 0, 20);
        series.put(Task.UP.metrics().get(0), "tributary", 2, 30);
        Result result = new Comparison(series, null).results(Task.UP).get(0);
        assertThat(result.samples().values()).containsExactly(20, 30);
        assertThat(result.samples().over(result.baseline().samples()).values()).containsExactly(0.5, 0.5);
    }
}
