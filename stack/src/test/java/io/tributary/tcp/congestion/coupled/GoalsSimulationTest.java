package io.tributary.tcp.congestion.coupled;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.sim.SimLink;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two separate bottlenecks between a client and a server, alone or with others there. */
class GoalsSimulationTest {
    /** Each with a queue of a round trip, about 100 ms. */
    private static Net twoBottlenecks(double rate1, double rate2) {
        return new Net().host("client").host("server").router("r1").router("r2").router("x")
            .link("p1", "client", "r1", 0, 2, 2, 0).link("p2", "client", "r2", 0, 2, 2, 0)
            .link("b1", "r1", "x", rate1, 40, 0, (int) (rate1 * 8)).link("b2", "r2", "x", rate2, 40, 0, (int) (rate2 * 8))
            .link("core", "x", "server", 0, 5, 0, 0);
    }

    private static Net others(Net net, String router, int n) {
        for (int i = 1; i <= n; i++) {
            String name = router + "-" + i;
            net.host(name).link("of-" + name, name, router, 0, 2, 2, 0).tcp(name, name, "server", 0.3 * i);
        }
        return net;
    }

    @Test
    @DisplayName("MPTCP-3.3.7-1 goal 1: beside a TCP connection on each path no less than one more TCP connection on the better path")
    void improves() {
        double alone = others(others(twoBottlenecks(4, 2), "r1", 1), "r2", 1).tcp("t", "client", "server", 0.1).run(1, 60).rate("t", 10, 60);
        for (String algorithm : new String[] {"lia", "olia", "balia"}) {
            Net both = others(others(twoBottlenecks(4, 2), "r1", 1), "r2", 1).mptcp("m", "client", "server", algorithm, 0.1).run(1, 60);
            assertThat(both.rate("m", 10, 60)).as(algorithm).isGreaterThan(0.9 * alone);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia"})
    @DisplayName("MPTCP-3.3.7-1 two idle links carry the sum of both")
    void sum(String algorithm) {
        Net net = twoBottlenecks(4, 2).mptcp("m", "client", "server", algorithm, 0).run(1, 25);
        assertThat(net.rate("m", 5, 25)).isGreaterThan(0.9 * 6 * 1448 / 1500);
    }

    @Test
    @DisplayName("wVegas takes most of two idle links without filling their queues")
    void delayBased() {
        Net vegas = twoBottlenecks(4, 2).mptcp("m", "client", "server", "wvegas", 0).run(1, 40);
        Net lia = twoBottlenecks(4, 2).mptcp("m", "client", "server", "lia", 0).run(1, 40);
        assertThat(vegas.rate("m", 5, 40)).isGreaterThan(0.75 * 6 * 1448 / 1500);
        assertThat(vegas.srttMs("m p1", 20, 40)).as("98 ms is the way itself").isBetween(98.0, lia.srttMs("m p1", 20, 40) - 20);
        assertThat(vegas.srttMs("m p2", 20, 40)).isLessThan(lia.srttMs("m p2", 20, 40) - 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia"})
    @DisplayName("LIA-5-1 two equal paths have about equal windows all the time: no flapping from one to the other")
    void steady(String algorithm) {
        Net net = twoBottlenecks(2, 2).mptcp("m", "client", "server", algorithm, 0).run(1, 100);
        for (int from = 10; from < 100; from += 10) {
            double ratio = net.window("m p1", from, from + 10) / net.window("m p2", from, from + 10);
                assertThat(ratio).as("from second %d on", from).isBetween(0.5, 2.0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lia", "olia", "balia"})
    @DisplayName("MPTCP-3.3.7-1 others leave the second path: within ten seconds it carries nine tenths of what it will")
    void responds(String algorithm) {
        Net net = others(others(twoBottlenecks(4, 3), "r1", 1), "r2", 3).mptcp("m", "client", "server", algorithm, 0.1);
        for (int i = 1; i <= 3; i++) {
            net.change(30, "of-r2-" + i, SimLink::down);
        }
        net.run(1, 80);
        double before = net.rate("m p2", 10, 30);
        double soon = net.rate("m p2", 40, 45);
        double later = net.rate("m p2", 45, 80);
        assertThat(before).isLessThan(0.5 * later);
        assertThat(soon).isGreaterThan(0.9 * later);
    }
}
