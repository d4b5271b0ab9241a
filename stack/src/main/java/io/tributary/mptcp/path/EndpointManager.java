package io.tributary.mptcp.path;

import io.tributary.Rfc;

/**
 * Acts on the stack's endpoints, as the kernel's own path manager does: announces those marked {@code signal}, opens subflows from
 * those marked {@code subflow} if we opened the connection, follows what the peer announces, from every {@code fullmesh} endpoint or,
 * without one, from wherever routing leads. Beyond the kernel's: subflows that failed are opened again, see {@link Rejoin}.
 */
@Rfc(value = 8684, section = {"3.6", "3.9.2", "3.9.3"})
public final class EndpointManager implements PathManager {
    @Override
    public String name() {
        return PathManagers.STANDARD;
    }

    private static WantedPaths of(PathActions c) {
        return (WantedPaths) c.attachment();
    }

    @Override
    public void onCreated(PathActions c, PathEvent e, long nowNs) {
        c.attach(new WantedPaths(c));
    }

    @Override
    public void onEstablished(PathActions c, PathEvent e, long nowNs) {
        of(c).begin();
        pursue(c, nowNs);
    }

    @Override
    public void onAnnounced(PathActions c, PathEvent e, long nowNs) {
        of(c).announced(e.remoteId(), e.remotePort());
        pursue(c, nowNs);
    }

    @Override
    public void onRemoved(PathActions c, PathEvent e, long nowNs) {
        of(c).removed(e.remoteId());
        pursue(c, nowNs);
    }

    @Override
    public void onSubflowEstablished(PathActions c, PathEvent e, long nowNs) {
        of(c).established(e.slot(), nowNs);
        // it is not half-open any more, of which there may be few: the next may come
        pursue(c, nowNs);
    }

    @Override
    public void onSubflowClosed(PathActions c, PathEvent e, long nowNs) {
        of(c).closed(e, nowNs);
        pursue(c, nowNs);
    }

    @Override
    public void onTimer(PathActions c, long nowNs) {
        pursue(c, nowNs);
    }

    @Override
    public void onEndpoints(PathActions c, EndpointChange change, long nowNs) {
        if (change.before() != null && change.before().zone() == c.first().zone()) {
            if (change.after() == null) {
                deleted(c, change);
            } else {
                changed(c, change);
            }
        }
        pursue(c, nowNs);
    }

    /** The first address is one by its ID 0, under whatever ID it is an endpoint. */
    private static void deleted(PathActions c, EndpointChange change) {
        Endpoint e = change.before();
        boolean first = WantedPaths.isFirst(c, e.address());
        if (first || !change.first()) {
            c.remove(first ? 0 : e.id());
        }
    }

    private static void changed(PathActions c, EndpointChange change) {
        Endpoint e = change.after();
        int id = WantedPaths.isFirst(c, e.address()) ? 0 : e.id();
        if (e.backup() != change.before().backup()) {
            long slots = c.subflowsFrom(id);
            for (int slot = 0; slots >>> slot != 0; slot++) {
                if ((slots & 1L << slot) != 0) {
                    c.prioritize(slot, e.backup());
                }
            }
        }
        if (change.before().fullmesh() && !e.fullmesh()) {
            of(c).finishMesh(id);
        }
    }

    /** Announces and opens what is wanted and not there, as far as limits allow. */
    private static void pursue(PathActions c, long nowNs) {
        if (!of(c).hasBegun()) {
            return;
        }
        for (int i = 0; i < c.endpoints().count(); i++) {
            Endpoint e = c.endpoints().get(i);
            if (e.signal() && e.zone() == c.first().zone()) {
                announce(c, e, nowNs);
            }
        }
        of(c).pursue(nowNs);
    }

    /** The peer knows the first address as ID 0 and under no other; telling it again is for another port, or after its removal. */
    private static void announce(PathActions c, Endpoint e, long nowNs) {
        int id = WantedPaths.isFirst(c, e.address()) ? 0 : e.id();
        boolean known = e.port() == 0 ? c.local().contains(id) : c.local().contains(id, e.port());
        if (!known) {
            c.announce(id, e.address(), e.port(), nowNs);
        }
    }
}
