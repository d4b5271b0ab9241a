package io.tributary.tcp.congestion.coupled;

import io.tributary.sim.LinkDirection;
import io.tributary.sim.LossModel;
import io.tributary.sim.SimLink;
import io.tributary.sim.scenario.Scenario;
import io.tributary.sim.scenario.ScenarioRun;
import io.tributary.sim.scenario.SimReport;
import io.tributary.sim.scenario.SimReport.Kind;
import io.tributary.sim.scenario.SimReport.Series;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A network in virtual time, with flows that never end. Rates in Mbit/s, times in ms unless a name says otherwise. */
final class Net {
    private static final long MS = 1_000_000;
    private static final long SAMPLE_NS = 50 * MS;
    private static final int BUFFER = 1 << 22;

    private final List<Scenario.Host> hosts = new ArrayList<>();
    private final List<Scenario.Router> routers = new ArrayList<>();
    private final List<Scenario.Link> links = new ArrayList<>();
    private final List<Scenario.Change> changes = new ArrayList<>();
    private final List<Scenario.Transfer> flows = new ArrayList<>();
    private SimReport report;

    Net host(String name) {
        hosts.add(new Scenario.Host(name, List.of()));
        return this;
    }

    Net router(String name) {
        routers.add(new Scenario.Router(name, List.of(), 1000));
        return this;
    }

    /** Both directions alike; 0 for no limit of the rate. The jitter keeps flows from marching in step. */
    Net link(String name, String from, String to, double rate, double delay, double jitter, int queue) {
        return link(name, from, to, d -> {
            d.bitsPerSecond((long) (rate * 1e6)).delayNs((long) (delay * MS)).jitterNs((long) (jitter * MS));
            if (queue > 0) {
                d.queuePackets(queue);
            }
        }, d -> d.delayNs((long) (delay * MS)).jitterNs((long) (jitter * MS)));
    }

    /** Without a limit of the rate; loses this share of what goes forward, and nothing of what comes back. */
    Net lossy(String name, String from, String to, double delay, double loss) {
        return link(name, from, to, d -> d.delayNs((long) (delay * MS)).loss(LossModel.random(loss)), d -> d.delayNs((long) (delay * MS)));
    }

    private Net link(String name, String from, String to, Consumer<LinkDirection> forward, Consumer<LinkDirection> backward) {
        int i = links.size() + 1;
        links.add(new Scenario.Link(name, from, to, List.of("10.0." + i + ".1"), List.of("10.0." + i + ".2"), 1500, forward, backward));
        return this;
    }

    Net change(double seconds, String link, Consumer<SimLink> change) {
        changes.add(new Scenario.Change((long) (seconds * 1e9), link, "changes", change));
        return this;
    }

    Net tcp(String name, String from, String to, double startSeconds) {
        return flow(name, from, to, false, "newreno", startSeconds, Scenario.Transfer.ENDLESS);
    }

    Net mptcp(String name, String from, String to, String algorithm, double startSeconds) {
        return flow(name, from, to, true, algorithm, startSeconds, Scenario.Transfer.ENDLESS);
    }

    Net flow(String name, String from, String to, boolean multipath, String algorithm, double startSeconds, long size) {
        TcpConfig tcp = TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withAlgorithm(CongestionAlgorithms.named(algorithm).orElseThrow()));
        flows.add(new Scenario.Transfer(name, from, to, null, multipath, false, size, 0, (long) (startSeconds * 1e9), tcp, BUFFER, BUFFER));
        return this;
    }

    Net run(long seed, double seconds) {
        report = ScenarioRun.run(new Scenario("net", "", seed, (long) (seconds * 1e9), SAMPLE_NS, hosts, routers, links, List.of(), changes,
            flows), null);
        return this;
    }

    SimReport report() {
        return report;
    }

    /** Mbit/s of a flow, its payload and nothing else, or of one of its subflows: {@code "FLOW LINK"}. */
    double rate(String name, double fromSeconds, double toSeconds) {
        return mean(name.indexOf(' ') < 0 ? Kind.GOODPUT : Kind.PATH_GOODPUT, name, fromSeconds, toSeconds) / 1e6;
    }

    /** Segments of 1448 bytes. */
    double window(String subflow, double fromSeconds, double toSeconds) {
        return mean(Kind.CWND, subflow, fromSeconds, toSeconds) / 1448;
    }

    /** Smoothed round trip, ms. */
    double srttMs(String subflow, double fromSeconds, double toSeconds) {
        return mean(Kind.SRTT, subflow, fromSeconds, toSeconds) / MS;
    }

    private double mean(Kind kind, String name, double fromSeconds, double toSeconds) {
        Series s = report.of(kind).stream().filter(x -> x.name().equals(name)).findFirst()
            .orElseThrow(() -> new AssertionError("no " + kind + " of " + name));
        return Arrays.stream(s.values(), index(fromSeconds), Math.min(index(toSeconds), s.values().length))
            .filter(v -> v != Series.NONE).average().orElse(0);
    }

    private static int index(double seconds) {
        return (int) (seconds * 1e9 / SAMPLE_NS) + 1;
    }

    /** The middle one. */
    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
