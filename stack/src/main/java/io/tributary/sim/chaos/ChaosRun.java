package io.tributary.sim.chaos;

import io.tributary.device.PcapNgWriter;
import io.tributary.metrics.Counter;
import io.tributary.sim.Simulation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Lets a plan happen, and says what was wrong with it. */
public final class ChaosRun {
    /** Longer than the patience of TCP with a silent peer: fifteen timeouts of up to two minutes. */
    private static final long LIMIT_NS = Simulation.seconds(4000);
    /** Then the last subflow has been reset and the last TIME-WAIT is over. */
    private static final long QUIET_NS = Simulation.seconds(900);
    private static final long EVENT_LIMIT = 3_000_000;

    private ChaosRun() {
    }

    /** @param capture takes every packet; null for none */
    public static ChaosReport run(ChaosPlan plan, PcapNgWriter capture) {
        Simulation sim = new Simulation(plan.seed()).eventLimit(EVENT_LIMIT);
        if (capture != null) {
            sim.record(capture);
        }
        World world = new World(sim, plan.setup());
        Watch watch = new Watch(world);
        Endings endings = new Endings(world, watch);
        long endNs = 0;
        try {
            plan.chosen().forEach(i -> i.live().accept(world));
            world.talks().forEach(Talk::start);
            sim.run(() -> watch.check() || world.isOver(), LIMIT_NS);
            endNs = sim.nowNs();
            if (watch.violation() == null) {
                endings.ends();
                world.abortAll();
                sim.run(sim.nowNs() + QUIET_NS);
                endings.leftovers();
            }
        } catch (RuntimeException e) {
            endNs = sim.nowNs();
            endings.violations().add(stack(e));
        }
        if (watch.violation() != null) {
            endings.violations().add(0, watch.violation());
        }
        long packets = world.paths().stream().mapToLong(PathState::packets).sum();
        return new ChaosReport(plan, endings.violations(), world.talks().stream().map(Talk::toString).toList(), counters(world), endNs,
            packets, sim.traceHash());
    }

    private static List<String> counters(World world) {
        List<String> lines = new ArrayList<>();
        for (Counter c : Counter.values()) {
            long a = world.shard(Setup.CLIENT).counters().get(c);
            long b = world.shard(Setup.SERVER).counters().get(c);
            if (a != 0 || b != 0) {
                lines.add(String.format("%-40s %12d %12d", c.label(), a, b));
            }
        }
        return lines;
    }

    private static String stack(RuntimeException e) {
        StringWriter s = new StringWriter();
        e.printStackTrace(new PrintWriter(s));
        return s.toString();
    }
}
