package io.tributary.mptcp;

import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;

/** How dialogues about addresses and subflows begin. */
final class PathDialogues {
    private PathDialogues() {
    }

    static MptcpPeer with(Endpoint... endpoints) {
        return new MptcpPeer(MptcpConfig.DEFAULT.withLimits(8, 8).withEndpoints(endpoints));
    }

    /** The stack opened the connection and may join. */
    static Flow confirmed(MptcpPeer q, int flags) {
        Flow f = q.connected(flags);
        f.sends(q.dataAck(Segment.ack(1, 1), 1));
        return f;
    }

    /** The stack opens a subflow, in full. */
    static Flow joins(MptcpPeer q, IpAddress to, int port, IpAddress from, String options, int peerId) {
        Flow g = q.new Flow(to, port, from, 0);
        q.takesJoin(g, g.expects("SYN seq 0 len 0", options), peerId);
        return g;
    }
}
