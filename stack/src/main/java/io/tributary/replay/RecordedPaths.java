package io.tributary.replay;

import io.tributary.capture.Endpoint;
import io.tributary.mptcp.open.ReceivedOptions;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.mptcp.path.PathActions;
import io.tributary.mptcp.path.PathEvent;
import io.tributary.mptcp.path.PathManager;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.AddAddrOption;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.LongConsumer;

/** Proposes the subflows that the recorded host opened and announces the addresses that it announced, each at its time. */
final class RecordedPaths implements PathManager {
    private final RecordedConversation conversation;
    private final ReceivedOptions options = new ReceivedOptions();
    private final Set<Object> done = new HashSet<>();
    private final Queue<LongConsumer> early = new ArrayDeque<>();
    private PathActions actions;

    RecordedPaths(RecordedConversation c) {
        conversation = c;
    }

    @Override
    public String name() {
        return "recorded";
    }

    @Override
    public void onEstablished(PathActions offered, PathEvent e, long nowNs) {
        actions = offered;
        while (!early.isEmpty()) {
            early.poll().accept(nowNs);
        }
    }

    /** The recorded host sent this. @return true if that asked something of the connection */
    boolean onOwnPacket(RecordedFlow f, ReplayPacket p, long nowNs) {
        options.parse(p.options, p.flags);
        boolean asked = false;
        if (options.hasJoin() && p.isSyn() && !p.has(TcpFlags.ACK) && done.add(f)) {
            int id = options.join().addressId();
            boolean backup = options.join().backup();
            asked = act(now -> join(f, id, backup, now), nowNs);
        }
        for (int i = 0; i < options.addedCount(); i++) {
            AddAddrOption a = options.added(i);
            if (!a.isEcho() && done.add(a.addressId())) {
                int id = a.addressId();
                IpAddress address = new IpAddress(a.addressHi(), a.addressLo());
                int port = a.port();
                asked |= act(now -> actions.announce(id, address, port, now), nowNs);
            }
        }
        return asked;
    }

    private boolean act(LongConsumer step, long nowNs) {
        if (actions == null) {
            early.add(step);
            return false;
        }
        step.accept(nowNs);
        return true;
    }

    private void join(RecordedFlow f, int id, boolean backup, long nowNs) {
        IpAddress local = f.ours.address();
        boolean fromFirst = local.equals(conversation.first().ours.address()) || id == 0;
        JoinSpec spec = JoinSpec.to(announcedId(f.theirs), f.theirs.address(), f.theirs.port());
        actions.join(fromFirst ? spec : spec.from(local, id).backup(backup), nowNs);
    }

    /** The ID under which the peer announced an address; 0 if it is that of the first flow. */
    private int announcedId(Endpoint target) {
        ReceivedOptions o = new ReceivedOptions();
        for (RecordedFlow f : conversation.flows) {
            for (ReplayPacket p : f.peer) {
                o.parse(p.options, p.flags);
                for (int i = 0; i < o.addedCount(); i++) {
                    AddAddrOption a = o.added(i);
                    if (target.address().hi() == a.addressHi() && target.address().lo() == a.addressLo()) {
                        return a.addressId();
                    }
                }
            }
        }
        return 0;
    }
}
