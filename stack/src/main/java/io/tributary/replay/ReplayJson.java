package io.tributary.replay;

import io.tributary.capture.JsonWriter;
import java.util.List;

/** Reports as one JSON object: the sums, every difference, and each connection by itself. */
final class ReplayJson {
    private ReplayJson() {
    }

    static String of(List<ReplayReport> reports) {
        JsonWriter j = new JsonWriter();
        j.beginObject().name("side").value(side(reports));
        j.name("packets").value(reports.stream().mapToLong(ReplayReport::packets).sum());
        j.name("equal").value(reports.stream().mapToLong(ReplayReport::equal).sum());
        j.name("equivalent").value(reports.stream().mapToLong(ReplayReport::equivalent).sum());
        j.name("different").beginArray();
        reports.forEach(r -> r.different().forEach(d -> difference(j, d)));
        j.endArray().name("connections").beginArray();
        reports.forEach(r -> connection(j, r));
        return j.endArray().endObject().toString();
    }

    /** The side of all connections; null if they were not all replayed as the same. */
    private static String side(List<ReplayReport> reports) {
        List<Side> sides = reports.stream().map(ReplayReport::side).distinct().toList();
        return sides.size() == 1 ? sides.get(0).word() : null;
    }

    private static void difference(JsonWriter j, Difference d) {
        j.beginObject().name("connection").value(d.connection() + 1).name("packet").value(d.packet()).name("field").value(d.field());
        j.name("expected").value(d.expected()).name("actual").value(d.actual());
        j.name("expectedPacket").value(d.expectedPacket()).name("actualPacket").value(d.actualPacket()).endObject();
    }

    private static void connection(JsonWriter j, ReplayReport r) {
        j.beginObject().name("client").value(r.client()).name("server").value(r.server());
        j.name("side").value(r.side().word()).name("capturedAt").value(r.captured().word()).name("failure").value(r.failure());
        j.name("packets").value(r.packets()).name("equal").value(r.equal()).name("equivalent").value(r.equivalent());
        j.name("different").value(r.different().size()).name("extra").value(r.extra());
        j.name("slipMs").value(r.slipNs() / 1_000_000).name("ackSteps").value(r.ackSteps()).name("bytesReceived").value(r.received()).endObject();
    }
}
