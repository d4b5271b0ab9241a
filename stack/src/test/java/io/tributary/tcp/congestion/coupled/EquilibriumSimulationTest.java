package io.tributary.tcp.congestion.coupled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where windows settle on two paths that lose a given share at random and have no other limit. Round trips in ms. */
class EquilibriumSimulationTest {
    private static final double WARM_UP = 10;

    private static Net paths() {
        return new Net().host("client").host("server").router("r").link("core", "r", "server", 0, 0.01, 0, 0);
    }

    private static Net mptcp(String algorithm, double rtt1, double loss1, double rtt2, double loss2, double seconds) {
        return paths().lossy("p1", "client", "r", rtt1 / 2, loss1).lossy("p2", "client", "r", rtt2 / 2, loss2)
            .mptcp("m", "client", "server", algorithm, 0).run(1, seconds);
    }

    /** What one TCP connection gets on such a path, Mbit/s. */
    private static double tcp(double rtt, double loss, double seconds) {
        return paths().lossy("p1", "client", "r", rtt / 2, loss).tcp("t", "client", "server", 0).run(1, seconds).rate("t", WARM_UP, seconds);
    }

    @ParameterizedTest
    @CsvSource({"lia, 2.7, 5", "olia, 5, 20", "balia, 3, 6"})
    @DisplayName("LIA-5-1 goal 3: with four times the loss a path has a fourth of the window, and some; OLIA leaves it further")
    void inverseToLoss(String algorithm, double least, double most) {
        Net net = mptcp(algorithm, 100, 0.0005, 100, 0.002, 150);
        double first = net.window("m p1", WARM_UP, 150);
        double second = net.window("m p2", WARM_UP, 150);
        assertThat(first / second).isBetween(least, most);
        assertThat(second).as("no path is given up").isGreaterThan(1.5);
    }

    @Test
    @DisplayName("LIA-5-1 without coupling four times the loss is half the window")
    void uncoupled() {
        Net net = mptcp("newreno", 100, 0.0005, 100, 0.002, 150);
        assertThat(net.window("m p1", WARM_UP, 150) / net.window("m p2", WARM_UP, 150)).isCloseTo(2, within(0.4));
    }

    @ParameterizedTest
    @CsvSource({"0.01, 0.01, 0.5, 0.12", "0.01, 0.02, 0.667, 0.1"})
    @DisplayName("LIA-3-1 no influence on loss, equal round trips: together as much as one TCP connection on the better path")
    void asOneConnection(double loss1, double loss2, double share, double tolerance) {
        double one = tcp(100, loss1, 200);
        Net net = mptcp("lia", 100, loss1, 100, loss2, 200);
        assertThat(net.rate("m", WARM_UP, 200)).isCloseTo(one, within(0.15 * one));
        assertThat(net.rate("m p1", WARM_UP, 200) / net.rate("m", WARM_UP, 200)).isCloseTo(share, within(tolerance));
    }

    @Test
    @DisplayName("LIA-3-1 Wi-Fi of 10 ms with 4 % loss and 3G of 100 ms with 1 %: about as much as TCP on Wi-Fi, and most of it there")
    void wifiAnd3g() {
        double wifi = tcp(10, 0.04, 150);
        double slow = tcp(100, 0.01, 150);
        Net net = mptcp("lia", 10, 0.04, 100, 0.01, 150);
        double total = net.rate("m", WARM_UP, 150);
        assertThat(total).isBetween(0.8 * wifi, 1.2 * wifi);
        assertThat(total).as("not what an even split would give").isGreaterThan(1.2 * (wifi + slow) / 2);
        assertThat(net.rate("m p1", WARM_UP, 150) / total).isCloseTo(505.0 / 707, within(0.1));
    }
}
