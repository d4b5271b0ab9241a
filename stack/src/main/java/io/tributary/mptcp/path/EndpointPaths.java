package io.tributary.mptcp.path;

import io.tributary.Rfc;
import java.util.List;

/**
 * Acts on configured endpoints, as the kernel's path manager does: announces those marked so, opens subflows from
 * those marked so if we opened the connection, and follows what the peer announces from wherever routing leads.
 */
@Rfc(value = 8684, section = "3.9.2")
public final class EndpointPaths implements PathManager {
    private final List<Endpoint> endpoints;

    public EndpointPaths(List<Endpoint> all, int zone) {
        endpoints = all.stream().filter(e -> e.zone() == zone).toList();
    }

    @Override
    public void onConfirmed(PathActions actions, long nowNs) {
        for (Endpoint e : endpoints) {
            if (e.signal()) {
                actions.announce(e, nowNs);
            }
            if (e.subflow() && actions.isInitiator()) {
                actions.joinFirst(e, nowNs);
            }
        }
    }

    @Override
    public void onAddress(PathActions actions, int addressId, long hi, long lo, int port, long nowNs) {
        actions.join(null, addressId, hi, lo, port, nowNs);
    }
}
