package io.tributary.tcp;

import io.tributary.connection.ConnectionInfo.SubflowInfo;

/** What a Tcb shows of itself. */
public final class SubflowInfos {
    private SubflowInfos() {
    }

    /** @param idleReason null: derived from what TCP itself waits for */
    public static SubflowInfo of(Tcb t, int id, boolean backup, String idleReason) {
        return new SubflowInfo(id, t.key().local().withPort(t.key().localPort()), t.key().remote().withPort(t.key().remotePort()),
            t.state().name(), backup, t.srttNs() / 1000, t.cwnd(), t.pipe(), t.bytesSent, t.rcv.textBytes, t.retransmits,
            idleReason != null ? idleReason : idleReason(t));
    }

    /** Why nothing more goes out now; null when something could. */
    private static String idleReason(Tcb t) {
        if (!t.state().maySendText()) {
            return "not-open";
        }
        if (t.sndTextNxt() >= t.text.limit()) {
            return "no-data";
        }
        if (t.sndWnd() == 0) {
            return "peer-window";
        }
        return t.pipe() >= t.cwnd() ? "cwnd" : null;
    }
}
