package io.tributary.capture;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report for people. */
final class ReportText {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final StringBuilder out = new StringBuilder(4096);

    private ReportText() {
    }

    static String of(CaptureReport r) {
        ReportText t = new ReportText();
        t.summary(r);
        r.connections().forEach(c -> t.connection(c, "MPTCP"));
        r.tcp().forEach(c -> t.connection(c, "TCP"));
        return t.out.toString();
    }

    private void summary(CaptureReport r) {
        List<String> parts = new ArrayList<>();
        parts.add(count(r.packets(), "packet"));
        parts.add(count(r.connections().size(), "MPTCP connection"));
        parts.add(count(r.tcp().size(), "TCP connection"));
        parts.add(r.malformed() + " malformed");
        some(parts, r.badChecksums(), "with a wrong TCP checksum");
        some(parts, r.fragments(), "fragments not followed");
        some(parts, r.cut(), "cut short by the capture");
        some(parts, r.other(), "other than TCP");
        some(parts, r.ignored(), "not followed for a limit");
        some(parts, r.bytesRefused(), "bytes not kept for a limit");
        line(String.join(" · ", parts));
        line("from " + TIME.format(Instant.ofEpochSecond(0, r.startNs())) + ", " + seconds(r.durationNs()) + " s");
        if (!r.options().isEmpty()) {
            List<String> options = new ArrayList<>();
            r.options().forEach((name, n) -> options.add(name + " " + grouped(n)));
            line("options: " + String.join(", ", options));
        }
    }

    private void connection(ConnectionReport c, String kind) {
        line("");
        line(kind + " connection " + c.id() + "   " + c.client() + " → " + c.server() + "   " + c.state()
            + (c.fallback() == null ? "" : ", fell back to TCP: " + c.fallback()));
        TextTable streams = new TextTable("  ", true, true, true, false, true, true);
        stream(streams, "client", c.tokenClient(), c.idsnClient(), c.clientStream());
        stream(streams, "server", c.tokenServer(), c.idsnServer(), c.serverStream());
        out.append(streams);
        if (c.multipath()) {
            line("  checksums " + (c.checksum() ? "on" : "off") + " · verified: " + checks(c.checks()));
        }
        line("");
        subflows(c);
        line("");
        events(c);
    }

    private static void stream(TextTable t, String who, String token, String idsn, StreamReport s) {
        t.row(who, token == null ? "" : "token " + token, idsn == null ? "" : "IDSN " + idsn, count(s.bytes(), "byte"),
            "sha256 " + s.sha256(),
            (s.complete() ? "complete" : s.missing() > 0 ? grouped(s.missing()) + " missing behind them" : "end not seen")
                + (s.synData() > 0 ? ", " + grouped(s.synData()) + " on the SYN" : ""));
    }

    private static String checks(ConnectionReport.Checks c) {
        List<String> parts = new ArrayList<>();
        check(parts, c.keys(), "key echo", "key echoes");
        check(parts, c.tokens(), "token", "tokens");
        check(parts, c.idsns(), "IDSN", "IDSNs");
        check(parts, c.hmacs(), "MP_JOIN HMAC", "MP_JOIN HMACs");
        check(parts, c.addresses(), "ADD_ADDR HMAC", "ADD_ADDR HMACs");
        check(parts, c.checksums(), "DSS checksum", "DSS checksums");
        return parts.isEmpty() ? "nothing could be" : String.join(", ", parts);
    }

    private static void check(List<String> parts, Verification v, String one, String many) {
        if (v.right() + v.wrong() > 0) {
            parts.add(v.right() + " " + (v.right() == 1 ? one : many) + (v.wrong() > 0 ? " (" + v.wrong() + " WRONG)" : ""));
        }
    }

    private void subflows(ConnectionReport c) {
        boolean m = c.multipath();
        TextTable t = new TextTable("  ", false, true, true, true, true, true, false, false, false, false, false, false);
        t.row(m ? "subflow" : "", "client", "server", m ? "opened by" : "", "state", m ? "HMAC" : "", "from s", "to s",
            "client bytes", "server bytes", "repeated", m ? "unmapped" : "");
        for (int i = 0; i < c.subflows().size(); i++) {
            SubflowReport s = c.subflows().get(i);
            t.row(m ? String.valueOf(i + 1) : "", s.client().toString(), s.server().toString(),
                m ? (s.openedByServer() ? "server" : "client") + (s.backup() ? ", backup" : "") : "", s.state(), m ? hmac(c, s) : "",
                seconds(s.startNs()), seconds(s.endNs()), grouped(s.bytesClient()), grouped(s.bytesServer()),
                grouped(s.repeatedClient() + s.repeatedServer()), m ? grouped(s.unmappedClient() + s.unmappedServer()) : "");
        }
        out.append(t);
    }

    private static String hmac(ConnectionReport c, SubflowReport s) {
        if (s.hmacValid() == null) {
            return "–";
        }
        return s.hmacValid() ? "right" : c.checks().hmacs().wrong() > 0 ? "WRONG" : "refused";
    }

    private void events(ConnectionReport c) {
        boolean m = c.multipath();
        TextTable t = new TextTable("  ", false, false, false, true, true, true, true);
        t.row("time s", "packet", m ? "subflow" : "", "from", "", "event", "");
        for (CaptureEvent e : c.events()) {
            t.row(seconds(e.timeNs()), String.valueOf(e.packet()), m ? String.valueOf(e.subflow()) : "",
                e.fromClient() ? "client" : "server", e.type().isTrouble() ? "!" : "", e.type().name(), e.detail());
        }
        out.append(t);
        if (c.eventsOmitted() > 0) {
            line("  … and " + count(c.eventsOmitted(), "more event"));
        }
    }

    private static void some(List<String> parts, long n, String what) {
        if (n > 0) {
            parts.add(grouped(n) + " " + what);
        }
    }

    private static String count(long n, String what) {
        return grouped(n) + " " + what + (n == 1 ? "" : "s");
    }

    private static String grouped(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static String seconds(long ns) {
        return String.format(Locale.ROOT, "%.6f", ns / 1e9);
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
