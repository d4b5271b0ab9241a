package io.tributary.mptcp.path;

import io.tributary.Rfc;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Further subflows. Times in nanoseconds.
 *
 * @param subflows         additional subflows per connection, 0 to 8, opened by either side
 * @param addAddrAccepted  announced addresses that a connection follows, 0 to 8
 * @param addAddrTimeoutNs longest time over which an announcement is repeated
 * @param endpoints        local addresses for further subflows
 * @param removeRepeats    how often a REMOVE_ADDR, which nobody confirms, is said again on later ACKs, 0 to 8
 * @param rejoin           how subflows that failed are opened again
 */
@Rfc(value = 8684, section = {"3.4", "3.9"})
public record PathSettings(int subflows, int addAddrAccepted, long addAddrTimeoutNs, List<Endpoint> endpoints, int removeRepeats,
                           Rejoin rejoin) {
    public static final PathSettings DEFAULT = new PathSettings(2, 2, 120_000_000_000L, List.of());

    /** @throws IllegalArgumentException if a limit is out of range, there are more than 8 endpoints, or two have one ID */
    public PathSettings {
        if (subflows < 0 || subflows > Endpoints.MAX_LIMIT || addAddrAccepted < 0 || addAddrAccepted > Endpoints.MAX_LIMIT) {
            throw new IllegalArgumentException("limits are 0 to 8: subflows " + subflows + ", add-addr-accepted " + addAddrAccepted);
        }
        if (removeRepeats < 0 || removeRepeats > 8) {
            throw new IllegalArgumentException("repetitions of REMOVE_ADDR are 0 to 8: " + removeRepeats);
        }
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > Endpoints.MAX) {
            throw new IllegalArgumentException("at most 8 endpoints: " + endpoints.size());
        }
        Set<Integer> ids = new HashSet<>();
        for (Endpoint e : endpoints) {
            if (!ids.add(e.id())) {
                throw new IllegalArgumentException("two endpoints have the ID " + e.id());
            }
        }
    }

    public PathSettings(int subflows, int addAddrAccepted, long addAddrTimeoutNs, List<Endpoint> endpoints) {
        this(subflows, addAddrAccepted, addAddrTimeoutNs, endpoints, 2, Rejoin.DEFAULT);
    }

    public PathSettings withEndpoints(List<Endpoint> all) {
        return new PathSettings(subflows, addAddrAccepted, addAddrTimeoutNs, all, removeRepeats, rejoin);
    }

    public PathSettings withLimits(int maxSubflows, int maxAddAddrAccepted) {
        return new PathSettings(maxSubflows, maxAddAddrAccepted, addAddrTimeoutNs, endpoints, removeRepeats, rejoin);
    }

    public PathSettings withAddAddrTimeout(long ns) {
        return new PathSettings(subflows, addAddrAccepted, ns, endpoints, removeRepeats, rejoin);
    }

    public PathSettings withRemoveRepeats(int n) {
        return new PathSettings(subflows, addAddrAccepted, addAddrTimeoutNs, endpoints, n, rejoin);
    }

    public PathSettings withRejoin(Rejoin policy) {
        return new PathSettings(subflows, addAddrAccepted, addAddrTimeoutNs, endpoints, removeRepeats, policy);
    }
}
