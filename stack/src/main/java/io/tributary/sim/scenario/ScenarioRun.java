package io.tributary.sim.scenario;

import io.tributary.device.PcapNgWriter;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link Scenario}. The same scenario with the same seed gives the same report, on every machine. */
public final class ScenarioRun {
    private static final long FIRST_INTERVAL_NS = 1_000_000;
    private static final int FIRST_PORT = 5001;

    private final Scenario scenario;
    private final Simulation simulation;
    private final Topology topology;
    private final Samples samples;
    private final List<TransferRun> transfers = new ArrayList<>();
    private final List<StreamProbe> streams = new ArrayList<>();
    private final List<LinkProbe> links = new ArrayList<>();
    private final List<SimReport.Event> happened = new ArrayList<>();

    private ScenarioRun(Scenario scenario, PcapNgWriter capture) {
        this.scenario = scenario;
        simulation = new Simulation(scenario.seed()).eventLimit(Long.MAX_VALUE);
        topology = new Topology(simulation, scenario);
        if (capture != null) {
            topology.hosts().forEach(h -> h.record(capture));
        }
        samples = new Samples(scenario.sampleNs() > 0 ? scenario.sampleNs() : FIRST_INTERVAL_NS, scenario.sampleNs() == 0);
        scenario.transfers().forEach(this::transfer);
        for (Scenario.Link l : scenario.links()) {
            SimLink link = topology.link(l.name());
            links.add(new LinkProbe(l.name(), l.first(), l.second(), link.forward(), samples));
            links.add(new LinkProbe(l.name(), l.second(), l.first(), link.backward(), samples));
        }
        for (Scenario.Change c : scenario.changes()) {
            simulation.at(c.atNs(), () -> {
                c.change().accept(topology.link(c.link()));
                happened.add(new SimReport.Event(c.atNs(), c.link() + ": " + c.text()));
            });
        }
    }

    /** @param capture receives what the hosts send and receive; null for none. The caller closes it */
    public static SimReport run(Scenario scenario, PcapNgWriter capture) {
        return new ScenarioRun(scenario, capture).run();
    }

    private void transfer(Scenario.Transfer plan) {
        TransferRun t = new TransferRun(plan, simulation, transfers.size());
        t.start(topology.shard(plan.from()), topology.addressOf(plan), topology.shard(plan.to()), topology.remoteOf(plan),
            FIRST_PORT + transfers.size());
        transfers.add(t);
        boolean both = plan.up() > 0 && plan.down() > 0;
        if (plan.up() > 0) {
            streams.add(new StreamProbe(t, true, plan.name() + (both ? " up" : ""), topology::linkOf, samples, happened));
        }
        if (plan.down() > 0) {
            streams.add(new StreamProbe(t, false, plan.name() + (both ? " down" : ""), topology::linkOf, samples, happened));
        }
    }

    private SimReport run() {
        simulation.at(0, this::sample);
        simulation.run(this::isOver, scenario.durationNs());
        List<SimReport.Series> series = new ArrayList<>();
        streams.forEach(s -> s.series(series));
        links.forEach(l -> l.series(series));
        List<SimReport.Host> hosts = topology.hosts().stream().map(h -> SimReport.Host.of(h.name(), h.shard().counters())).toList();
        return new SimReport(scenario, simulation.nowNs(), simulation.events(), simulation.traceHash(),
            streams.stream().map(s -> s.report(simulation.nowNs(), alone(s, hosts))).toList(), hosts,
            links.stream().map(LinkProbe::report).toList(), List.copyOf(happened), samples.times(), series);
    }

    /** The host that sends the stream, if it sends no other. */
    private SimReport.Host alone(StreamProbe s, List<SimReport.Host> hosts) {
        return streams.stream().filter(o -> o.host().equals(s.host())).count() > 1 ? null
            : hosts.stream().filter(h -> h.name().equals(s.host())).findFirst().orElse(null);
    }

    private boolean isOver() {
        for (int i = 0; i < transfers.size(); i++) {
            if (!transfers.get(i).isOver()) {
                return false;
            }
        }
        return true;
    }

    private void sample() {
        streams.forEach(s -> s.sample(simulation.nowNs()));
        links.forEach(LinkProbe::sample);
        simulation.at(samples.next(), this::sample);
    }
}
