package io.tributary.mptcp.path;

import io.tributary.Rfc;
import java.util.List;

/**
 * Further subflows. Times in nanoseconds.
 *
 * @param subflows         additional subflows per connection, 0 to 7, opened by either side
 * @param addAddrAccepted  announced addresses that a connection follows, 0 to 7
 * @param addAddrTimeoutNs longest time over which an announcement is repeated
 * @param endpoints        local addresses for further subflows
 */
@Rfc(value = 8684, section = {"3.4", "3.9"})
public record PathSettings(int subflows, int addAddrAccepted, long addAddrTimeoutNs, List<Endpoint> endpoints) {
    public static final PathSettings DEFAULT = new PathSettings(2, 2, 120_000_000_000L, List.of());

    /** @throws IllegalArgumentException if a limit is out of range, or there are more than 8 endpoints */
    public PathSettings {
        if (subflows < 0 || subflows > 7 || addAddrAccepted < 0 || addAddrAccepted > 7) {
            throw new IllegalArgumentException("limits are 0 to 7: subflows " + subflows + ", add-addr-accepted " + addAddrAccepted);
        }
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > 8) {
            throw new IllegalArgumentException("at most 8 endpoints: " + endpoints.size());
        }
    }

    public PathSettings withEndpoints(List<Endpoint> all) {
        return new PathSettings(subflows, addAddrAccepted, addAddrTimeoutNs, all);
    }

    public PathSettings withLimits(int maxSubflows, int maxAddAddrAccepted) {
        return new PathSettings(maxSubflows, maxAddAddrAccepted, addAddrTimeoutNs, endpoints);
    }

    public PathSettings withAddAddrTimeout(long ns) {
        return new PathSettings(subflows, addAddrAccepted, ns, endpoints);
    }
}
