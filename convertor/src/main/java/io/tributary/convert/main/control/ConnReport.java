package io.tributary.convert.main.control;

import io.tributary.connection.ConnectionInfo;
import java.util.List;

/** {@code conn show} as text and as JSON. */
public final class ConnReport {
    private static final String ROW = "%-6s %-12s %-12s %-44s %-44s %11s %11s %9s";

    private ConnReport() {
    }

    /** @param details a line for each subflow as well */
    public static String text(List<SessionInfo> sessions, boolean details) {
        StringBuilder out = new StringBuilder();
        out.append(row("ID", "CONVERTOR", "STATE", "UPSTREAM", "DOWNSTREAM", "UP", "DOWN", "AGE"));
        for (SessionInfo s : sessions) {
            out.append(row(s.id(), s.convertor(), s.state(), leg(s.upstream()), leg(s.downstream()), s.bytesUp(), s.bytesDown(),
                s.ageMs() < 10_000 ? s.ageMs() + "ms" : s.ageMs() / 1000 + "s"));
            if (details) {
                details(out, "up", s.upstream());
                details(out, "down", s.downstream());
            }
        }
        return out.toString();
    }

    private static String row(Object... cells) {
        return String.format(ROW, cells).stripTrailing() + System.lineSeparator();
    }

    private static String leg(SessionInfo.Leg leg) {
        return leg == null ? "-" : leg.connection().protocol() + " " + leg.connection().local() + " " + leg.connection().remote();
    }

    private static void details(StringBuilder out, String name, SessionInfo.Leg leg) {
        if (leg == null) {
            return;
        }
        ConnectionInfo c = leg.connection();
        out.append("         ").append(name).append(' ').append(leg.mode()).append(' ').append(c.state());
        if (c.token() != null) {
            out.append(" token:").append(c.token()).append(" scheduler:").append(c.scheduler());
        }
        out.append(" congestion:").append(c.congestion()).append(System.lineSeparator());
        for (ConnectionInfo.SubflowInfo f : c.subflows()) {
            out.append(String.format("           subflow %d %s %s %s%s rtt:%d.%03dms cwnd:%d inflight:%d sent:%d received:%d retrans:%d%s%n",
                f.id(), f.local(), f.remote(), f.state(), f.backup() ? " backup" : "", f.srttUs() / 1000, f.srttUs() % 1000,
                f.cwndBytes(), f.inFlightBytes(), f.bytesSent(), f.bytesReceived(), f.retransmits(),
                f.idleReason() == null || f.idleReason().isEmpty() ? "" : " idle:" + f.idleReason()));
        }
    }

    public static String json(List<SessionInfo> sessions) {
        JsonWriter w = new JsonWriter().array();
        for (SessionInfo s : sessions) {
            w.object().field("id", s.id()).field("convertor", s.convertor()).field("state", s.state());
            leg(w.key("upstream"), s.upstream());
            leg(w.key("downstream"), s.downstream());
            w.field("bytesUp", s.bytesUp()).field("bytesDown", s.bytesDown()).field("ageMs", s.ageMs()).end();
        }
        return w.end().toString();
    }

    private static void leg(JsonWriter w, SessionInfo.Leg leg) {
        if (leg == null) {
            w.value((String) null);
            return;
        }
        ConnectionInfo c = leg.connection();
        w.object().field("protocol", c.protocol()).field("mode", leg.mode()).field("local", c.local()).field("remote", c.remote())
            .field("token", c.token()).field("scheduler", c.scheduler()).field("congestion", c.congestion()).key("subflows").array();
        for (ConnectionInfo.SubflowInfo f : c.subflows()) {
            w.object().field("id", f.id()).field("local", f.local()).field("remote", f.remote()).field("state", f.state())
                .field("backup", f.backup()).field("srttUs", f.srttUs()).field("cwndBytes", f.cwndBytes())
                .field("inFlightBytes", f.inFlightBytes()).field("bytesSent", f.bytesSent()).field("bytesReceived", f.bytesReceived())
                .field("retransmits", f.retransmits()).field("idleReason", f.idleReason()).end();
        }
        w.end().end();
    }
}
