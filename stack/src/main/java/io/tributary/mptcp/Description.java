package io.tributary.mptcp;

import io.tributary.connection.ConnectionInfo;
import io.tributary.connection.ConnectionInfo.SubflowInfo;
import io.tributary.connection.IdleReason;
import io.tributary.ip.FlowKey;
import io.tributary.mptcp.data.DataSender;
import io.tributary.tcp.SubflowInfos;
import java.util.ArrayList;
import java.util.List;

/** A connection as people and scripts see it. */
final class Description {
    private Description() {
    }

    static ConnectionInfo of(MptcpConnection c) {
        List<SubflowInfo> list = new ArrayList<>();
        String congestion = null;
        for (int i = 0; i < c.subflows().count(); i++) {
            Subflow f = c.subflows().get(i);
            congestion = f.tcb().congestionName();
            list.add(SubflowInfos.of(f.tcb(), f.slot(), f.backupByPeer() || f.backupByUs(), idle(c, f)));
        }
        FlowKey k = c.flow();
        String protocol = c.isMultipath() ? "mptcp" : c.keys() == null ? "tcp" : "fallback";
        String token = c.isMultipath() ? String.format("%08x", c.keys().localToken()) : null;
        return new ConnectionInfo(c.id(), protocol, c.dataFin().state().name(), k.local().withPort(k.localPort()),
            k.remote().withPort(k.remotePort()), token, c.isMultipath() ? c.sender().scheduler().name() : null, congestion, list);
    }

    /** Null if something could go out now. */
    static IdleReason idle(MptcpConnection c, Subflow f) {
        DataSender sender = c.sender();
        if (f.state().isHalfOpenJoin()) {
            return IdleReason.JOINING;
        }
        if (f.state() == SubflowState.PLAIN) {
            return SubflowInfos.idle(f.tcb());
        }
        if (f.isClosing() || !f.isLive()) {
            return IdleReason.CLOSING;
        }
        if (!f.isUsable()) {
            return IdleReason.NOT_OPEN;
        }
        if (f.isStale()) {
            return IdleReason.STALE;
        }
        if ((f.backupByPeer() || f.backupByUs()) && c.subflows().hasWorkingNonBackup()) {
            return IdleReason.BACKUP;
        }
        IdleReason own = SubflowInfos.idle(f.tcb(), sender.waiting());
        if (own != null) {
            return own;
        }
        if (sender.isWindowFull()) {
            return IdleReason.CONNECTION_WINDOW;
        }
        return sender.isHeldBack() ? IdleReason.SMALL_SEGMENT : IdleReason.SCHEDULER;
    }
}
