package io.tributary.mptcp;

import io.tributary.connection.ConnectionInfo;
import io.tributary.connection.ConnectionInfo.SubflowInfo;
import io.tributary.ip.FlowKey;
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
            list.add(SubflowInfos.of(f.tcb(), f.slot(), f.backupByPeer() || f.backupByUs(), idleReason(f)));
        }
        FlowKey k = c.flow();
        String protocol = c.isMultipath() ? "mptcp" : c.keys() == null ? "tcp" : "fallback";
        String token = c.isMultipath() ? String.format("%08x", c.keys().localToken()) : null;
        return new ConnectionInfo(c.id(), protocol, c.dataFin().state().name(), k.local().withPort(k.localPort()),
            k.remote().withPort(k.remotePort()), token, c.isMultipath() ? c.sender().scheduler().name() : null, congestion, list);
    }

    private static String idleReason(Subflow f) {
        if (f.state().isHalfOpenJoin()) {
            return "joining";
        }
        return f.isStale() ? "stale" : f.isClosing() ? "closing" : null;
    }
}
