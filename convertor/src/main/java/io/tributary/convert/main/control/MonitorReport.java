package io.tributary.convert.main.control;

import io.tributary.mptcp.path.PathEvent;
import io.tributary.mptcp.path.PathEvent.Type;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;

/** Lines of {@code monitor}, as {@code ip mptcp monitor} prints them, and the same as JSON. */
final class MonitorReport {
    private static final int SERVER_SIDE = 2;

    private MonitorReport() {
    }

    static String text(PathEvent e) {
        StringBuilder line = new StringBuilder(String.format("[%14s] token=%08x", e.type(), e.token()));
        if (e.remoteId() >= 0) {
            line.append(" remid=").append(e.remoteId());
        }
        if (e.localId() >= 0) {
            line.append(" locid=").append(e.localId());
        }
        if (e.local() != null) {
            line.append(e.local().isV4() ? " saddr4=" : " saddr6=").append(e.local());
        }
        if (e.remote() != null) {
            line.append(e.remote().isV4() ? " daddr4=" : " daddr6=").append(e.remote());
        }
        if (e.local() != null) {
            line.append(" sport=").append(e.localPort());
        }
        if (e.remote() != null) {
            line.append(" dport=").append(e.remotePort());
        }
        if (isSubflows(e)) {
            line.append(" backup=").append(e.backup() ? 1 : 0);
        }
        if (errno(e.error()) != 0) {
            line.append(" error=").append(errno(e.error()));
        }
        if (e.serverSide() && isConnections(e)) {
            line.append(" flags=").append(SERVER_SIDE);
        }
        if (e.resetReason() >= 0) {
            line.append(" reset_reason=").append(e.resetReason()).append(" reset_flags=0x").append(e.isTransient() ? 1 : 0);
        }
        return line.append('\n').toString();
    }

    static String json(PathEvent e) {
        JsonWriter w = new JsonWriter().object().field("event", e.type().name()).field("token", String.format("%08x", e.token()));
        if (e.remoteId() >= 0) {
            w.field("remid", e.remoteId());
        }
        if (e.localId() >= 0) {
            w.field("locid", e.localId());
        }
        end(w, "saddr", "sport", e.local(), e.localPort());
        end(w, "daddr", "dport", e.remote(), e.remotePort());
        if (isSubflows(e)) {
            w.field("backup", e.backup());
        }
        if (errno(e.error()) != 0) {
            w.field("error", errno(e.error())).field("reason", e.error().name());
        }
        if (isConnections(e)) {
            w.field("server_side", e.serverSide());
        }
        if (e.resetReason() >= 0) {
            w.field("reset_reason", e.resetReason()).field("reset_flags", e.isTransient() ? 1 : 0);
        }
        if (e.networkInterface() != null) {
            w.field("dev", e.networkInterface());
        }
        return w.end() + "\n";
    }

    private static void end(JsonWriter w, String address, String port, IpAddress a, int p) {
        if (a != null) {
            w.field(address + (a.isV4() ? "4" : "6"), a.toString()).field(port, p);
        }
    }

    /** Instead of events that a watcher missed. */
    static String dropped(long events, boolean json) {
        return json ? new JsonWriter().object().field("event", "DROPPED").field("events", events).end() + "\n"
            : String.format("[%14s] events=%d%n", "DROPPED", events);
    }

    private static boolean isSubflows(PathEvent e) {
        return e.type() == Type.SF_ESTABLISHED || e.type() == Type.SF_CLOSED || e.type() == Type.SF_PRIO;
    }

    private static boolean isConnections(PathEvent e) {
        return e.type() == Type.CREATED || e.type() == Type.ESTABLISHED;
    }

    /** Linux's number for it; 0 for an end in order. */
    private static int errno(CloseReason reason) {
        if (reason == null) {
            return 0;
        }
        return switch (reason) {
            case NORMAL -> 0;
            case REFUSED -> 111;
            case RESET -> 104;
            case TIMED_OUT -> 110;
            case UNREACHABLE -> 113;
            case ABORTED -> 103;
            case PROTOCOL_ERROR -> 71;
            case NO_RESOURCES -> 105;
        };
    }
}
