package io.tributary.tcp.congestion.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One MPTCP connection and one TCP connection through one bottleneck, all with the same round trip. */
class FairnessSimulationTest {
    /** What MPTCP gets of it, 0 to 1, from the tenth second on. */
    private static double share(String algorithm, int subflows, long seed) {
        Net net = new Net().host("many").host("one").host("server").router("r");
        for (int i = 1; i <= subflows; i++) {
            net.link("path" + i, "many", "r", 0, 1, 1, 0);
        }
        net.link("access", "one", "r", 0, 1, 1, 0).link("bottleneck", "r", "server", 10, 20, 0, 42);
        net.mptcp("mptcp", "many", "server", algorithm, 0).tcp("tcp", "one", "server", 0.1 * seed).run(seed, 50);
        double mptcp = net.rate("mptcp", 10, 50);
        double tcp = net.rate("tcp", 10, 50);
        assertThat(mptcp + tcp).as("the link is busy").isGreaterThan(9.2);
        assertThat(net.report().streams().get(0).paths()).hasSize(subflows);
        return mptcp / (mptcp + tcp);
    }

    private static double median(String algorithm, int subflows) {
        return Net.median(share(algorithm, subflows, 1), share(algorithm, subflows, 2), share(algorithm, subflows, 3));
    }

    @ParameterizedTest
    @CsvSource({"lia", "olia", "balia"})
    @DisplayName("MPTCP-3.3.7-1 goal 2: two subflows through a bottleneck take as much of it as one TCP connection does")
    void coupled(String algorithm) {
        assertThat(median(algorithm, 2)).isBetween(0.45, 0.565);
    }

    @Test
    @DisplayName("MPTCP-3.3.7-1 uncoupled, two subflows take 1.7 times as much as one connection: what coupling is for")
    void uncoupled() {
        assertThat(median("newreno", 2)).isGreaterThan(1.65 / 2.65);
    }

    @Test
    @DisplayName("wVegas gives way to a flow that fills the queue, and is not pushed out by it")
    void delayBased() {
        assertThat(share("wvegas", 2, 1)).isBetween(0.15, 0.5);
    }
}
