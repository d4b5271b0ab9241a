package io.tributary.convert.main.demo;

import io.tributary.convert.main.control.JsonWriter;
import io.tributary.convert.main.demo.lab.Traffic;
import java.util.List;
import java.util.Locale;

/** The outcome as a table and as JSON. */
final class DemoReport {
    private final String client;
    private final int rateKbit;
    private final List<PhaseResult> results;

    DemoReport(String client, int rateKbit, List<PhaseResult> results) {
        this.client = client;
        this.rateKbit = rateKbit;
        this.results = List.copyOf(results);
    }

    boolean isGood() {
        return results.stream().allMatch(PhaseResult::isGood);
    }

    String table() {
        StringBuilder out = new StringBuilder();
        out.append(String.format(Locale.ROOT, "%nClient: %s, two paths of %d Mbit/s in each direction; server: plain TCP.%n%n", client, rateKbit / 1000));
        out.append(String.format(Locale.ROOT, "%-26s %13s %13s %10s %10s %9s  %s%n", "", "goodput down", "goodput up", "path 1", "path 2", "stall", "payload"));
        for (PhaseResult r : results) {
            out.append(String.format(Locale.ROOT, "%-26s %13s %13s %10s %10s %9s  %s%n", r.phase().title(), rate(r.downKbit()), rate(r.upKbit()),
                    carried(r.paths().get(0)), carried(r.paths().get(1)), r.stallMs() + " ms", verdict(r)));
        }
        return out.toString();
    }

    private static String rate(long kbit) {
        return String.format(Locale.ROOT, "%.1f Mbit/s", kbit / 1e3);
    }

    private static String carried(Traffic traffic) {
        return String.format(Locale.ROOT, "%.1f MB", traffic.totalBytes() / 1e6);
    }

    private static String verdict(PhaseResult r) {
        if (r.failure() != null) {
            return "FAILED: " + r.failure();
        }
        if (!r.intact()) {
            return "DAMAGED";
        }
        return r.isGood() ? "intact" : "intact, but one path carried next to nothing";
    }

    String json() {
        JsonWriter w = new JsonWriter().object().field("client", client).field("rateKbit", rateKbit).key("phases").array();
        for (PhaseResult r : results) {
            w.object().field("name", r.phase().key()).field("bytesEachWay", r.phase().bytes())
                    .field("downKbit", r.downKbit()).field("upKbit", r.upKbit()).key("paths").array();
            for (Traffic t : r.paths()) {
                w.object().field("receivedBytes", t.receivedBytes()).field("sentBytes", t.sentBytes()).end();
            }
            w.end().field("cutPath", r.phase().cutPath()).field("cutAtMs", r.cutAtMs()).field("stallMs", r.stallMs())
                    .field("intact", r.intact()).field("failure", r.failure()).field("good", r.isGood()).end();
        }
        return w.end().field("good", isGood()).end().toString();
    }
}
