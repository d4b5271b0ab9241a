package io.tributary.mptcp.path;

import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The subflows that one connection should have: pairs of one of our addresses and one of the peer's, what became of each, and when
 * it is tried again. At most every endpoint with every announced address.
 */
final class WantedPaths {
    private static final long NEVER = Long.MAX_VALUE;
    /** Instead of an address ID of ours: from wherever routing leads. */
    private static final int ROUTED = -1;

    private static final class Path {
        private final int localId;
        private final int remoteId;
        private final int remotePort;
        private int slot = -1;
        private int failures;
        private boolean proven;
        private long upNs;
        private long dueNs;
        private boolean wanted;
        /** The peer may still have the flow before this one, of which it heard no end. */
        private boolean otherPort;

        Path(int localId, int remoteId, int remotePort) {
            this.localId = localId;
            this.remoteId = remoteId;
            this.remotePort = remotePort;
        }
    }

    /** An address of the peer that it announced. */
    private static final class Announced {
        private final int id;
        private int port;
        /** Nothing came of it: the place under the limit is free for another. */
        private boolean failed;

        Announced(int id) {
            this.id = id;
        }
    }

    private final PathActions c;
    private final List<Path> paths = new ArrayList<>();
    private final List<Announced> announced = new ArrayList<>();
    private boolean begun;

    WantedPaths(PathActions c) {
        this.c = c;
        Path first = new Path(0, 0, c.first().remotePort());
        first.slot = 0;
        first.proven = true;
        paths.add(first);
    }

    static boolean isFirst(PathActions c, IpAddress local) {
        return c.first().localHi() == local.hi() && c.first().localLo() == local.lo();
    }

    /** Further subflows are possible from now on; what was announced before counts. */
    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    // ---- events

    /** News or not, it clears what failed there before. */
    void announced(int id, int port) {
        Announced a = null;
        for (Announced known : announced) {
            a = known.id == id ? known : a;
        }
        if (a == null) {
            a = new Announced(id);
            announced.add(a);
        }
        a.port = port;
        a.failed = false;
        for (Path p : paths) {
            if (p.remoteId == id && p.slot < 0) {
                p.failures = 0;
                p.dueNs = 0;
            }
        }
    }

    void removed(int id) {
        announced.removeIf(a -> a.id == id);
    }

    void established(int slot, long nowNs) {
        for (Path p : paths) {
            if (p.slot == slot) {
                p.proven = true;
                p.upNs = nowNs;
            }
        }
    }

    void closed(PathEvent e, long nowNs) {
        for (Path p : paths) {
            if (p.slot == e.slot()) {
                p.slot = -1;
                closed(p, e, nowNs);
            }
        }
    }

    private void closed(Path p, PathEvent e, long nowNs) {
        Rejoin rejoin = c.endpoints().rejoin();
        p.otherPort = e.error() == CloseReason.TIMED_OUT && e.established();
        // one that only ever took joins is no success: a path may swallow whatever is larger
        boolean worked = e.established() && (e.delivered() || e.error() != CloseReason.TIMED_OUT);
        p.failures = worked && rejoin.hasLasted(nowNs - p.upNs) ? 1 : p.failures + 1;
        long delay = rejoin.delayNs(e, p.proven, p.failures, c.random());
        if (delay == Rejoin.GIVE_UP) {
            p.dueNs = NEVER;
            for (Announced a : announced) {
                a.failed |= a.id == p.remoteId && !p.proven && !isPursued(a.id);
            }
        } else if (c.usable() > 0) {
            p.dueNs = nowNs + delay;
        } else {
            // nothing else carries the connection
            p.dueNs = nowNs + (p.failures == 1 ? 0 : delay / 4);
        }
    }

    /** Some subflow goes there, or may yet. */
    private boolean isPursued(int remoteId) {
        for (Path p : paths) {
            if (p.remoteId == remoteId && (p.slot >= 0 || p.dueNs != NEVER)) {
                return true;
            }
        }
        return false;
    }

    /** An endpoint keeps its path to the peer's first address only. */
    void finishMesh(int localId) {
        for (Path p : paths) {
            if (p.localId == localId && p.remoteId != 0 && p.slot >= 0) {
                c.finish(p.slot);
            }
        }
    }

    // ---- what should be

    void pursue(long nowNs) {
        want();
        paths.removeIf(p -> !p.wanted);
        long next = NEVER;
        for (Path p : paths) {
            if (p.slot < 0 && p.dueNs <= nowNs) {
                p.slot = join(p, nowNs);
            }
            next = p.slot < 0 && p.dueNs > nowNs ? Math.min(next, p.dueNs) : next;
        }
        c.wakeAt(next);
    }

    private void want() {
        for (Path p : paths) {
            p.wanted = false;
        }
        if (c.isInitiator() && c.local().contains(0)) {
            wantFirst(0, c.first().local());
        }
        for (int i = 0; i < c.endpoints().count(); i++) {
            Endpoint e = c.endpoints().get(i);
            if (e.subflow() && e.zone() == c.first().zone()) {
                wantFrom(e);
            }
        }
        int places = c.endpoints().addAddrAccepted();
        for (Announced a : announced) {
            // that is the first address once more: whoever opened the connection wants it anyway
            boolean known = a.id == 0 && a.port == c.first().remotePort();
            if (!known && !a.failed && places-- > 0) {
                wantTo(a);
            }
        }
    }

    private void wantFrom(Endpoint e) {
        if (c.isInitiator()) {
            wantFirst(isFirst(c, e.address()) ? 0 : e.id(), e.address());
        }
    }

    private void wantFirst(int localId, IpAddress local) {
        if (!c.isFirstForbidden() && c.remote().contains(0) && local.isV4() == c.first().isV4()) {
            want(localId, 0, c.first().remotePort());
        }
    }

    /**
     * From every fullmesh endpoint of its family; if nothing may go to the first address, from the other endpoints too, as
     * they would have no use otherwise; if there is none of these, from wherever routing leads.
     */
    private void wantTo(Announced a) {
        int at = c.remote().index(a.id);
        if (at < 0) {
            return;
        }
        boolean v4 = c.remote().isV4(at);
        boolean spoken = false;
        for (int i = 0; i < c.endpoints().count(); i++) {
            Endpoint e = c.endpoints().get(i);
            boolean useful = e.subflow() && (e.fullmesh() || c.isInitiator() && c.isFirstForbidden());
            if (useful && e.zone() == c.first().zone() && e.address().isV4() == v4) {
                want(isFirst(c, e.address()) ? 0 : e.id(), a.id, a.port);
                spoken = true;
            }
        }
        if (!spoken) {
            want(ROUTED, a.id, a.port);
        }
    }

    private void want(int localId, int remoteId, int remotePort) {
        for (Path p : paths) {
            if (p.localId == localId && p.remoteId == remoteId && p.remotePort == remotePort) {
                p.wanted = true;
                return;
            }
        }
        Path p = new Path(localId, remoteId, remotePort);
        p.wanted = true;
        paths.add(p);
    }

    private int join(Path p, long nowNs) {
        int at = c.remote().index(p.remoteId);
        JoinSpec spec = JoinSpec.to(p.remoteId, c.remote().address(at), p.remotePort);
        if (p.localId == 0) {
            spec = spec.from(c.first().local(), 0);
        } else if (p.localId > 0) {
            Endpoint e = c.endpoints().byId(p.localId);
            spec = spec.from(e.address(), e.id()).backup(e.backup());
        }
        spec = p.otherPort ? spec.fromPort(0) : spec;
        boolean there = p.localId == ROUTED ? c.reaches(spec) : c.isConnected(spec);
        return there ? -1 : c.join(spec, nowNs);
    }
}
