package io.tributary.tcp.congestion.coupled;

/**
 * Two networks in which some users have two ways and others one, each group as many as asked for. What users get is told as a
 * share of their own access: 1 is all of it.
 *
 * @param delayMs of the way to the servers, one way; links to users add 2 to 6 ms
 * @param queue   of bottlenecks, in round trips at their rate
 * @param mbit    C1, or C2 where that is more
 */
record Balancing(String algorithm, int n1, int n2, double ratio, double delayMs, double queue, double mbit) {
    private static final double WARM_UP = 1 / 6.0;
    private static final double PAYLOAD = 1448.0 / 1500;

    /** @param probe what one with two ways gets on the second */
    record Shares(double twoWays, double oneWay, double probe) {
    }

    private double c1() {
        return ratio >= 1 ? mbit * ratio : mbit;
    }

    private double c2() {
        return c1() / ratio;
    }

    private Net bottleneck(Net net, String name, String from, String to, double rate, double delay) {
        return net.link(name, from, to, rate, delay, 0, (int) Math.max(5, queue * rate * 1e6 * 2.2e-3 * delayMs / 12_000));
    }

    /**
     * Scenario A: the first group's servers are behind a link of N1*C1, reached directly or over the access point, N2*C2, that is
     * all the second group has. More than C1 is not to be had for the first, on whatever way.
     */
    Shares a(long seed, double seconds) {
        Net net = new Net().router("ap").router("x").router("rs").host("server1").host("server2");
        bottleneck(net, "to-server1", "rs", "server1", n1 * c1(), delayMs);
        bottleneck(net, "ap-x", "ap", "x", n2 * c2(), 0.1);
        net.link("x-rs", "x", "rs", 0, 0.1, 0, 0).link("to-server2", "x", "server2", 0, delayMs, 0, 0);
        return users(net, "rs", "ap", "server1", "server2", seed, seconds);
    }

    /** Scenario C: the first group has an access point of N1*C1 for itself, and may use the second group's, N2*C2, as well. */
    Shares c(long seed, double seconds) {
        Net net = new Net().router("ap1").router("ap2").router("x").host("server");
        bottleneck(net, "ap1-x", "ap1", "x", n1 * c1(), 0.1);
        bottleneck(net, "ap2-x", "ap2", "x", n2 * c2(), 0.1);
        net.link("to-server", "x", "server", 0, delayMs, 0, 0);
        return users(net, "ap1", "ap2", "server", "server", seed, seconds);
    }

    private Shares users(Net net, String own, String shared, String server1, String server2, long seed, double seconds) {
        for (int i = 0; i < n1; i++) {
            net.host("m" + i).link("own" + i, "m" + i, own, 0, 2, 4, 0).link("second" + i, "m" + i, shared, 0, 2, 4, 0);
            net.mptcp("m" + i, "m" + i, server1, algorithm, 0.13 * i);
        }
        for (int i = 0; i < n2; i++) {
            net.host("t" + i).link("access" + i, "t" + i, shared, 0, 2, 4, 0).tcp("t" + i, "t" + i, server2, 0.17 * i);
        }
        net.run(seed, seconds);
        double from = WARM_UP * seconds;
        double two = 0;
        double probe = 0;
        double one = 0;
        for (int i = 0; i < n1; i++) {
            two += net.rate("m" + i, from, seconds) / (n1 * c1() * PAYLOAD);
            probe += net.rate("m" + i + " second" + i, from, seconds) / (n1 * c1() * PAYLOAD);
        }
        for (int i = 0; i < n2; i++) {
            one += net.rate("t" + i, from, seconds) / (n2 * c2() * PAYLOAD);
        }
        return new Shares(two, one, probe);
    }
}
