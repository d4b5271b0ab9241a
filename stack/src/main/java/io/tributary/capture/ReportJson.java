package io.tributary.capture;

import java.util.List;

/** The report in the shape that scripts rely on; fields beyond that shape come last in each object. */
final class ReportJson {
    private final JsonWriter w = new JsonWriter();

    private ReportJson() {
    }

    static String of(CaptureReport r) {
        ReportJson j = new ReportJson();
        j.report(r);
        return j.w.toString();
    }

    private void report(CaptureReport r) {
        w.beginObject().name("packets").value(r.packets()).name("malformed").value(r.malformed());
        w.name("connections").beginArray();
        r.connections().forEach(this::connection);
        w.endArray().name("tcp").beginArray();
        r.tcp().forEach(this::connection);
        w.endArray();
        w.name("startNs").value(r.startNs()).name("durationNs").value(r.durationNs());
        w.name("malformedOptions").value(r.malformedOptions()).name("badChecksums").value(r.badChecksums())
            .name("fragments").value(r.fragments()).name("cut").value(r.cut()).name("other").value(r.other())
            .name("ignored").value(r.ignored()).name("bytesRefused").value(r.bytesRefused());
        w.name("options").beginObject();
        r.options().forEach((name, count) -> w.name(name).value(count));
        w.endObject().endObject();
    }

    private void connection(ConnectionReport c) {
        w.beginObject().name("id").value(c.id());
        if (c.multipath()) {
            w.name("version").value(c.version());
        }
        w.name("client").value(c.client().toString()).name("server").value(c.server().toString());
        if (c.multipath()) {
            w.name("tokenClient").value(c.tokenClient()).name("tokenServer").value(c.tokenServer())
                .name("checksum").value(c.checksum()).name("fallback").value(c.fallback());
        }
        w.name("subflows").beginArray();
        c.subflows().forEach(s -> subflow(s, c.multipath()));
        w.endArray().name("streams").beginObject().name("client");
        stream(c.clientStream());
        w.name("server");
        stream(c.serverStream());
        w.endObject();
        events(c.events());
        w.name("eventsOmitted").value(c.eventsOmitted()).name("state").value(c.state());
        if (c.multipath()) {
            w.name("idsnClient").value(c.idsnClient()).name("idsnServer").value(c.idsnServer());
            checks(c.checks());
        }
        w.endObject();
    }

    private void subflow(SubflowReport s, boolean multipath) {
        w.beginObject().name("client").value(s.client().toString()).name("server").value(s.server().toString());
        if (multipath) {
            w.name("joined").value(s.joined()).name("hmacValid").value(s.hmacValid());
        }
        w.name("bytesClient").value(s.bytesClient()).name("bytesServer").value(s.bytesServer()).name("state").value(s.state());
        if (multipath) {
            w.name("openedBy").value(s.openedByServer() ? "server" : "client").name("backup").value(s.backup())
                .name("unmappedClient").value(s.unmappedClient()).name("unmappedServer").value(s.unmappedServer());
        }
        w.name("repeatedClient").value(s.repeatedClient()).name("repeatedServer").value(s.repeatedServer())
            .name("startNs").value(s.startNs()).name("endNs").value(s.endNs()).endObject();
    }

    private void stream(StreamReport s) {
        w.beginObject().name("bytes").value(s.bytes()).name("sha256").value(s.sha256()).name("synData").value(s.synData())
            .name("missing").value(s.missing()).name("outside").value(s.outside()).name("complete").value(s.complete()).endObject();
    }

    private void events(List<CaptureEvent> events) {
        w.name("events").beginArray();
        for (CaptureEvent e : events) {
            w.beginObject().name("packet").value(e.packet()).name("timeNs").value(e.timeNs()).name("subflow").value(e.subflow())
                .name("from").value(e.fromClient() ? "client" : "server").name("type").value(e.type().name())
                .name("detail").value(e.detail()).endObject();
        }
        w.endArray();
    }

    private void checks(ConnectionReport.Checks c) {
        w.name("checks").beginObject();
        check("keys", c.keys());
        check("tokens", c.tokens());
        check("idsns", c.idsns());
        check("hmacs", c.hmacs());
        check("addresses", c.addresses());
        check("checksums", c.checksums());
        w.endObject();
    }

    private void check(String name, Verification v) {
        w.name(name).beginObject().name("right").value(v.right()).name("wrong").value(v.wrong()).endObject();
    }
}
