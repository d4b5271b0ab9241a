package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.mptcp.path.Endpoint;
import java.util.List;

/**
 * MPTCP's knobs, named as on Linux where it has them. Times in nanoseconds.
 *
 * @param allowJoinInitial   false: the C flag, no further subflows to the first address and port
 * @param subflows           additional subflows per connection, 0 to 7, opened by either side
 * @param addAddrAccepted    announced addresses that a connection follows, 0 to 7
 * @param synsWithOption     SYNs sent with MP_CAPABLE before the next goes without
 * @param addAddrTimeoutNs   longest time over which an announcement is repeated
 * @param closeTimeoutNs     how long an end that the peer does not acknowledge, or a connection without subflows, is kept
 * @param tokens             connections with a token at a time
 * @param retention          bytes, acknowledged as data, that a silent subflow may keep in the stream's buffer before what it
 *                           may have to repeat is copied aside
 * @param endpoints          local addresses for further subflows
 */
@Rfc(value = 8684, section = "3.9")
public record MptcpConfig(boolean allowJoinInitial, int subflows, int addAddrAccepted, int synsWithOption, long addAddrTimeoutNs,
                          long closeTimeoutNs, int tokens, long retention, List<Endpoint> endpoints) {
    private static final long SECOND = 1_000_000_000L;

    public static final MptcpConfig DEFAULT =
        new MptcpConfig(true, 2, 2, 3, 120 * SECOND, 60 * SECOND, 100_000, 64 * 1024, List.of());

    public MptcpConfig {
        if (subflows < 0 || subflows > 7 || addAddrAccepted < 0 || addAddrAccepted > 7) {
            throw new IllegalArgumentException("limits are 0 to 7: subflows " + subflows + ", add-addr-accepted " + addAddrAccepted);
        }
        endpoints = List.copyOf(endpoints);
        if (endpoints.size() > 8) {
            throw new IllegalArgumentException("at most 8 endpoints: " + endpoints.size());
        }
    }

    public MptcpConfig withEndpoints(Endpoint... e) {
        return new MptcpConfig(allowJoinInitial, subflows, addAddrAccepted, synsWithOption, addAddrTimeoutNs, closeTimeoutNs, tokens,
            retention, List.of(e));
    }

    public MptcpConfig withLimits(int maxSubflows, int maxAddAddrAccepted) {
        return new MptcpConfig(allowJoinInitial, maxSubflows, maxAddAddrAccepted, synsWithOption, addAddrTimeoutNs, closeTimeoutNs,
            tokens, retention, endpoints);
    }

    public MptcpConfig withAllowJoinInitial(boolean on) {
        return new MptcpConfig(on, subflows, addAddrAccepted, synsWithOption, addAddrTimeoutNs, closeTimeoutNs, tokens, retention,
            endpoints);
    }

    public MptcpConfig withCloseTimeout(long ns) {
        return new MptcpConfig(allowJoinInitial, subflows, addAddrAccepted, synsWithOption, addAddrTimeoutNs, ns, tokens, retention,
            endpoints);
    }
}
