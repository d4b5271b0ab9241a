package io.tributary.tcp;

import io.tributary.connection.ConnectionInfo.SubflowInfo;
import io.tributary.connection.IdleReason;

/** What a Tcb shows of itself. */
public final class SubflowInfos {
    private SubflowInfos() {
    }

    /** @param idle null if something could go out now */
    public static SubflowInfo of(Tcb t, int id, boolean backup, IdleReason idle) {
        return new SubflowInfo(id, t.key().local().withPort(t.key().localPort()), t.key().remote().withPort(t.key().remotePort()),
            t.state().name(), backup, t.srttNs() / 1000, t.cwnd(), t.pipe(), t.bytesSent, t.rcv.textBytes, t.retransmits,
            idle == null ? null : idle.label());
    }

    /** Why a connection by itself sends no more now; null if it could. */
    public static IdleReason idle(Tcb t) {
        return Idleness.of(t, t.text.limit() - t.sndTextNxt());
    }

    /** The same for a subflow of which the connection would have {@code waiting} bytes more. */
    public static IdleReason idle(Tcb t, long waiting) {
        return Idleness.of(t, t.text.limit() - t.sndTextNxt() + waiting);
    }
}
