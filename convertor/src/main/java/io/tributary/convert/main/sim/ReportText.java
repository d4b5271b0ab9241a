package io.tributary.convert.main.sim;

import io.tributary.metrics.Counter;
import io.tributary.sim.LinkCounters;
import io.tributary.sim.scenario.Scenario;
import io.tributary.sim.scenario.SimReport;
import io.tributary.sim.scenario.SimReport.Direction;
import io.tributary.sim.scenario.SimReport.Kind;
import io.tributary.sim.scenario.SimReport.Path;
import io.tributary.sim.scenario.SimReport.Series;
import io.tributary.sim.scenario.SimReport.Stream;
import java.util.Arrays;
import java.util.List;

/** The report for people. */
final class ReportText {
    /** Queues that never held more than a few packets are not drawn. */
    private static final long QUEUE_WORTH_SHOWING = 10_000;

    private final SimReport report;
    private final StringBuilder out = new StringBuilder();

    private ReportText(SimReport report) {
        this.report = report;
    }

    static String of(SimReport report) {
        ReportText t = new ReportText(report);
        t.heading();
        t.flows();
        t.hosts();
        t.links();
        t.events();
        t.charts();
        return t.out.toString();
    }

    private void heading() {
        String title = report.scenario().title();
        out.append(report.scenario().name()).append(title.isEmpty() ? "" : ": " + title).append('\n');
        out.append("seed ").append(report.scenario().seed()).append(", ").append(Numbers.seconds(report.endNs())).append(" simulated in ")
            .append(Numbers.count(report.events())).append(" events\n\n");
    }

    private void flows() {
        Columns c = new Columns("<flow", "<from > to", "<over", "received", "time", "goodput", "rtt", "resent", "timeouts", "undone", "<result");
        for (Stream s : report.streams()) {
            boolean one = s.paths().size() == 1;
            c.row(s.name(), s.from() + " > " + s.to(), s.multipath() ? "MPTCP" : "TCP", Numbers.size(s.received()),
                Numbers.seconds(Math.max(0, s.tookNs(report.endNs()))), Numbers.rate(s.goodput(report.endNs())), one ? rtt(s.paths().get(0)) : "",
                Numbers.count(s.retransmits()), own(s.timeouts()), own(s.undone()), result(s));
            for (Path p : one ? List.<Path>of() : s.paths()) {
                c.row("  " + p.name().substring(s.name().length()).trim(), "", "", Numbers.size(p.acked()), "", "", rtt(p), Numbers.count(p.retransmits()),
                    "", "", "");
            }
        }
        out.append(c);
    }

    private static String own(long n) {
        return n < 0 ? "" : Numbers.count(n);
    }

    /** Only where the flows do not say it: their hosts send several. */
    private void hosts() {
        if (report.streams().stream().allMatch(s -> s.timeouts() >= 0)) {
            return;
        }
        Columns c = new Columns("<host", "segments out", "resent", "timeouts", "undone");
        for (SimReport.Host h : report.hosts()) {
            c.row(h.name(), Numbers.count(h.count(Counter.TCP_OUT_SEGS)), Numbers.count(h.count(Counter.TCP_RETRANS_SEGS)),
                Numbers.count(h.count(Counter.TCP_TIMEOUTS)), Numbers.count(h.undone()));
        }
        out.append('\n').append(c);
    }

    private static String rtt(Path p) {
        return p.srttNs() <= 0 ? "-" : Numbers.time(Math.max(p.minRttNs(), 0)) + ".." + Numbers.time(p.srttNs());
    }

    private static String result(Stream s) {
        String damage = s.damaged() > 0 ? ", " + s.damaged() + " pieces changed on the way" : "";
        boolean endless = s.size() >= Scenario.Transfer.ENDLESS;
        if (s.completeNs() >= 0) {
            return "complete" + damage;
        }
        if (s.establishedNs() < 0) {
            return s.outcome() == null ? "never connected" : "failed: " + s.outcome();
        }
        return (s.outcome() != null ? "ended: " + s.outcome() : endless ? "still running" : "not complete: " + percent(s.received(), s.size())) + damage;
    }

    private static String percent(long part, long whole) {
        return Numbers.digits(100.0 * part / whole) + " %";
    }

    private void links() {
        Columns c = new Columns("<link", "<from > to", "rate", "delay", "delivered", "used", "lost", "dropped", "marked", "flipped", "too big", "cut",
            "longest wait");
        for (Direction d : report.directions()) {
            LinkCounters n = d.counters();
            double used = d.utilization(report.endNs());
            c.row(d.link(), d.from() + " > " + d.to(), d.bitsPerSecond() > 0 ? Numbers.rate(d.bitsPerSecond()) : "-", Numbers.time(d.delayNs()),
                Numbers.size(n.deliveredBytes()), used < 0 ? "-" : Numbers.digits(Math.round(used * 1000) / 10.0) + " %", some(n.lost()),
                some(n.queueDrops()), some(n.marked()), some(n.corrupted()), some(n.tooBig()), some(n.cut()),
                n.maxQueuedNs() == 0 ? "-" : Numbers.time(n.maxQueuedNs()));
        }
        out.append('\n').append(c);
    }

    private static String some(long n) {
        return n == 0 ? "-" : Numbers.count(n);
    }

    private void events() {
        if (report.happened().isEmpty()) {
            return;
        }
        Columns c = new Columns("at", "<what happened");
        report.happened().forEach(e -> c.row(Numbers.seconds(e.atNs()), e.what()));
        out.append('\n').append(c);
    }

    private void charts() {
        chart(Kind.GOODPUT, "Goodput, Mbit/s", 1e6, false);
        if (report.streams().stream().anyMatch(s -> s.paths().size() > 1)) {
            chart(Kind.PATH_GOODPUT, "Acknowledged on each subflow, Mbit/s", 1e6, false);
        }
        chart(Kind.CWND, "Congestion window, KB", 1e3, false);
        chart(Kind.SRTT, "Round trip, smoothed, ms", 1e6, false);
        List<Series> queues = queues(report);
        if (!queues.isEmpty()) {
            out.append(new TextChart("Queue, KB", 1e3, true).draw(queues, report.endNs()));
        }
    }

    static List<Series> queues(SimReport report) {
        return report.of(Kind.QUEUE).stream().filter(s -> Arrays.stream(s.values()).max().orElse(0) >= QUEUE_WORTH_SHOWING).toList();
    }

    private void chart(Kind kind, String title, double divisor, boolean peaks) {
        List<Series> series = report.of(kind);
        if (!series.isEmpty() && report.times().length > 1) {
            out.append(new TextChart(title, divisor, peaks).draw(series, report.endNs()));
        }
    }
}
