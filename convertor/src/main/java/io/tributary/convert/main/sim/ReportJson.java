package io.tributary.convert.main.sim;

import io.tributary.convert.main.control.JsonWriter;
import io.tributary.sim.LinkCounters;
import io.tributary.sim.scenario.Scenario;
import io.tributary.sim.scenario.SimReport;
import io.tributary.sim.scenario.SimReport.Series;
import java.util.Locale;

/** The report as data, in one line. Times in ns, sizes in bytes, rates in bit/s; null for what did not happen. */
final class ReportJson {
    private final JsonWriter w = new JsonWriter();

    private ReportJson() {
    }

    static String of(SimReport r) {
        ReportJson j = new ReportJson();
        j.w.object().field("scenario", r.scenario().name()).field("title", r.scenario().title()).field("seed", r.scenario().seed())
            .field("endNs", r.endNs()).field("events", r.events()).field("trace", String.format(Locale.ROOT, "%016x", r.traceHash()));
        j.w.key("flows").array();
        r.streams().forEach(s -> j.stream(s, r.endNs()));
        j.w.end().key("hosts").array();
        for (SimReport.Host h : r.hosts()) {
            j.w.object().field("name", h.name()).key("counters").object();
            h.counters().forEach((c, n) -> j.w.field(c.label(), n));
            j.w.end().end();
        }
        j.w.end().key("links").array();
        r.directions().forEach(j::direction);
        j.w.end().key("happened").array();
        r.happened().forEach(e -> j.w.object().field("atNs", e.atNs()).field("what", e.what()).end());
        j.w.end().key("timesNs").array();
        for (long t : r.times()) {
            j.w.value(t);
        }
        j.w.end().key("series").array();
        r.series().forEach(j::series);
        j.w.end().end();
        return j.w.toString();
    }

    private void stream(SimReport.Stream s, long endNs) {
        w.object().field("name", s.name()).field("from", s.from()).field("to", s.to()).field("multipath", s.multipath());
        optional("size", s.size() >= Scenario.Transfer.ENDLESS ? -1 : s.size());
        w.field("received", s.received()).field("startNs", s.startNs());
        optional("establishedNs", s.establishedNs());
        optional("firstByteNs", s.firstByteNs());
        optional("completeNs", s.completeNs());
        w.field("tookNs", s.tookNs(endNs)).field("goodput", s.goodput(endNs)).field("retransmits", s.retransmits());
        optional("timeouts", s.timeouts());
        optional("undone", s.undone());
        w.field("damaged", s.damaged()).field("outcome", s.outcome());
        w.key("paths").array();
        for (SimReport.Path p : s.paths()) {
            w.object().field("name", p.name()).field("link", p.link()).field("local", p.local()).field("remote", p.remote())
                .field("acked", p.acked()).field("retransmits", p.retransmits());
            optional("srttNs", p.srttNs() == 0 ? -1 : p.srttNs());
            optional("minRttNs", p.minRttNs());
            w.end();
        }
        w.end().end();
    }

    private void direction(SimReport.Direction d) {
        LinkCounters c = d.counters();
        w.object().field("link", d.link()).field("from", d.from()).field("to", d.to());
        optional("rate", d.bitsPerSecond() == 0 ? -1 : d.bitsPerSecond());
        w.field("delayNs", d.delayNs()).field("entered", c.entered()).field("delivered", c.delivered()).field("deliveredBytes", c.deliveredBytes())
            .field("lost", c.lost()).field("queueDrops", c.queueDrops()).field("marked", c.marked()).field("corrupted", c.corrupted())
            .field("tooBig", c.tooBig()).field("cut", c.cut()).field("duplicated", c.duplicated()).field("reordered", c.reordered())
            .field("maxQueuedBytes", c.maxQueuedBytes()).field("maxQueuedNs", c.maxQueuedNs()).end();
    }

    private void series(Series s) {
        w.object().field("kind", s.kind().label()).field("unit", s.kind().unit()).field("name", s.name()).key("values").array();
        for (long v : s.values()) {
            if (v == Series.NONE) {
                w.value((String) null);
            } else {
                w.value(v);
            }
        }
        w.end().end();
    }

    private void optional(String name, long value) {
        if (value < 0) {
            w.field(name, null);
        } else {
            w.field(name, value);
        }
    }
}
