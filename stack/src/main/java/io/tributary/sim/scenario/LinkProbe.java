package io.tributary.sim.scenario;

import io.tributary.sim.LinkDirection;
import io.tributary.sim.scenario.SimReport.Kind;
import java.util.List;

/** Looks at one direction of a link. */
final class LinkProbe {
    private final String link;
    private final String from;
    private final String to;
    private final LinkDirection direction;
    private final Samples samples;
    private final Samples.Column queue;
    private final Samples.Column drops;
    /** As the scenario began: what utilization is measured against. */
    private final long bitsPerSecond;

    LinkProbe(String link, String from, String to, LinkDirection direction, Samples samples) {
        this.link = link;
        this.from = from;
        this.to = to;
        this.direction = direction;
        this.samples = samples;
        this.bitsPerSecond = direction.bitsPerSecond();
        queue = samples.column();
        drops = samples.column();
    }

    void sample() {
        samples.put(queue, direction.queuedBytes());
        samples.put(drops, direction.counters().queueDrops() + direction.counters().lost());
    }

    SimReport.Direction report() {
        return new SimReport.Direction(link, from, to, bitsPerSecond, direction.delayNs(), direction.counters());
    }

    void series(List<SimReport.Series> out) {
        String name = link + " " + from + ">" + to;
        if (direction.counters().maxQueuedBytes() > 0) {
            out.add(new SimReport.Series(Kind.QUEUE, name, samples.values(queue)));
        }
        if (direction.counters().queueDrops() + direction.counters().lost() > 0) {
            out.add(new SimReport.Series(Kind.DROPS, name, samples.rates(drops, 1)));
        }
    }
}
