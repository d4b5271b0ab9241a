package io.tributary.mptcp.path;

import io.tributary.ip.FlowKey;
import io.tributary.mptcp.MptcpConnection;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.path.PathEvent.Type;
import io.tributary.wire.IpAddress;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/** What happens to one connection's paths on its way to the path manager, which hears it between inputs, and to who watches. */
public final class PathEvents {
    private static final long NONE = Long.MAX_VALUE;
    /** Of the kinds that the peer can cause at will; a manager looks at the address tables and not at events alone. */
    private static final int MOST_WAITING = 64;

    private final MptcpConnection connection;
    private final PathManager manager;
    private final PathActions actions;
    private final Consumer<PathEvent> watcher;
    private final ArrayDeque<Object> waiting = new ArrayDeque<>(4);
    private long wakeNs = NONE;
    private boolean created;

    /** @param watcher hears every event at once */
    public PathEvents(MptcpConnection connection, PathManager manager, PathActions actions, Consumer<PathEvent> watcher) {
        this.connection = connection;
        this.manager = manager;
        this.actions = actions;
        this.watcher = watcher;
    }

    // ---- what happens

    /** Of the connection as a whole: its first flow tells where. */
    public void post(Type type) {
        created |= type == Type.CREATED;
        FlowKey k = connection.flow();
        Subflow first = connection.subflows().bySlot(0);
        post(new PathEvent(type, connection.keys().localToken(), !connection.isInitiator(), -1, 0, k.local(), k.localPort(), 0, k.remote(),
            k.remotePort(), false, connection.isInitiator(), null, false, false, -1, false, first == null ? null : interfaceOf(first)));
    }

    void announced(int id, IpAddress address, int port) {
        if (waiting.size() < MOST_WAITING) {
            post(of(Type.ANNOUNCED, id, address, port));
        }
    }

    void removed(int id) {
        if (waiting.size() < MOST_WAITING) {
            post(of(Type.REMOVED, id, null, 0));
        }
    }

    private PathEvent of(Type type, int remoteId, IpAddress remote, int remotePort) {
        return new PathEvent(type, connection.keys().localToken(), !connection.isInitiator(), -1, -1, null, 0, remoteId, remote, remotePort,
            false, false, null, false, false, -1, false, null);
    }

    public void subflowEstablished(Subflow f) {
        post(of(Type.SF_ESTABLISHED, f, f.backupByPeer() || f.backupByUs(), true));
    }

    public void subflowClosed(Subflow f) {
        post(of(Type.SF_CLOSED, f, f.backupByPeer() || f.backupByUs(), !f.state().isHalfOpenJoin()));
    }

    public void subflowPriority(Subflow f) {
        if (waiting.size() < MOST_WAITING) {
            post(of(Type.SF_PRIO, f, f.backupByPeer(), true));
        }
    }

    private PathEvent of(Type type, Subflow f, boolean backup, boolean established) {
        FlowKey k = f.tcb().key();
        return new PathEvent(type, connection.keys().localToken(), !connection.isInitiator(), f.slot(), f.localAddressId(), k.local(),
            k.localPort(), f.remoteAddressId(), k.remote(), k.remotePort(), backup, f.isOpenedByUs(), f.closeReason(), established,
            f.tcb().sndTextUna() > 0, f.peerResetReason(), f.isPeerResetTransient(), interfaceOf(f));
    }

    private static String interfaceOf(Subflow f) {
        return f.tcb().networkInterface().name();
    }

    private void post(PathEvent e) {
        if (created) {
            watcher.accept(e);
            waiting.add(e);
            connection.wake();
        }
    }

    /** The stack's endpoints or limits changed. */
    public void post(EndpointChange change) {
        if (created) {
            waiting.add(change);
            connection.wake();
        }
    }

    /** The connection is over, or plain TCP. */
    public void closed() {
        if (created) {
            created = false;
            waiting.clear();
            PathEvent e = of(Type.CLOSED, -1, null, 0);
            watcher.accept(e);
            manager.onClosed(actions, e);
        }
    }

    // ---- the manager's turn

    void run(long nowNs) {
        for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
            if (next instanceof EndpointChange change) {
                manager.onEndpoints(actions, change, nowNs);
            } else {
                tell((PathEvent) next, nowNs);
            }
        }
        if (wakeNs <= nowNs) {
            wakeNs = NONE;
            manager.onTimer(actions, nowNs);
        }
    }

    /** Slots of subflows that have ended and of which the manager has not heard it: for it they are still taken. */
    public long closing() {
        long slots = 0;
        for (Object o : waiting) {
            slots |= o instanceof PathEvent e && e.type() == Type.SF_CLOSED ? 1L << e.slot() : 0;
        }
        return slots;
    }

    private void tell(PathEvent e, long nowNs) {
        switch (e.type()) {
            case CREATED -> manager.onCreated(actions, e, nowNs);
            case ESTABLISHED -> manager.onEstablished(actions, e, nowNs);
            case ANNOUNCED -> manager.onAnnounced(actions, e, nowNs);
            case REMOVED -> manager.onRemoved(actions, e, nowNs);
            case SF_ESTABLISHED -> manager.onSubflowEstablished(actions, e, nowNs);
            case SF_CLOSED -> manager.onSubflowClosed(actions, e, nowNs);
            case SF_PRIO -> manager.onSubflowPriority(actions, e, nowNs);
            case CLOSED -> { }
        }
    }

    public void wakeAt(long ns) {
        wakeNs = ns;
    }

    long deadlineNs() {
        return wakeNs;
    }
}
