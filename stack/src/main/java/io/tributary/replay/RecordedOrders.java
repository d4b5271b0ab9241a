package io.tributary.replay;

import io.tributary.capture.Endpoint;
import io.tributary.ip.FlowKey;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.MpTcprstOption;
import java.util.HashSet;
import java.util.Set;

/**
 * What somebody did to the recorded host's subflows from outside, as far as its packets tell: an address taken from it (REMOVE_ADDR), a
 * path made a backup or none any more (MP_PRIO), a subflow destroyed (a RST of one of several, unasked).
 */
final class RecordedOrders {
    private final ReceivedOptions options = new ReceivedOptions();
    private final Set<Object> done = new HashSet<>();

    /** The recorded host sent this. @return true if that asked something of the connection */
    boolean onOwnPacket(MptcpConnection c, RecordedFlow f, ReplayPacket p) {
        options.parse(p.options, p.flags);
        boolean asked = false;
        for (int i = 0; options.hasRemoved() && i < options.removed().count(); i++) {
            int id = options.removed().addressId(i);
            if (done.add(id)) {
                asked |= c.paths().remove(id);
            }
        }
        int slot = slot(c, f);
        if (options.hasPrio() && slot >= 0) {
            asked |= c.paths().prioritize(slot, options.prio().backup());
        }
        if (slot >= 0 && isDestroyed(f, p)) {
            asked |= c.paths().destroy(slot, MpTcprstOption.UNSPECIFIED, false);
        }
        return asked;
    }

    /** A RST that says nothing of the connection, names no fault of the peer, and answers none. */
    private boolean isDestroyed(RecordedFlow f, ReplayPacket p) {
        return p.isReset() && options.hasTcprst() && options.tcprst().reason() == MpTcprstOption.UNSPECIFIED && !options.hasFastclose()
            && f.peer.stream().noneMatch(q -> q.isReset() && q.number < p.number);
    }

    /** -1 if our stack has no such subflow. */
    private static int slot(MptcpConnection c, RecordedFlow f) {
        for (int i = 0; i < c.subflows().count(); i++) {
            FlowKey k = c.subflows().get(i).tcb().key();
            boolean ours = f.ours.address().equals(new IpAddress(k.localHi(), k.localLo()));
            if (ours && f.theirs.equals(new Endpoint(new IpAddress(k.remoteHi(), k.remoteLo()), k.remotePort()))) {
                return c.subflows().get(i).slot();
            }
        }
        return -1;
    }
}
