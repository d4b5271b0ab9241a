package io.tributary.mptcp.open;

import io.tributary.Rfc;

/**
 * How connections begin.
 *
 * @param allowJoinInitial false: the C flag, no further subflows to the first address and port
 * @param synsWithOption   SYNs sent with MP_CAPABLE before the next goes without, at least 1
 * @param tokens           connections with a token at a time
 * @param blackholeNs      how long connections of a zone are opened without MPTCP once SYNs with MP_CAPABLE were found to be dropped
 *                         there, nanoseconds, up to 64 times that after repeated findings; 0: not at all
 * @param refusesChecksums a peer that insists on DSS checksums gets plain TCP
 */
@Rfc(value = 8684, section = "3.1")
public record CapableSettings(boolean allowJoinInitial, int synsWithOption, int tokens, long blackholeNs, boolean refusesChecksums) {
    public static final CapableSettings DEFAULT = new CapableSettings(true, 3, 100_000, 3600_000_000_000L, false);

    public CapableSettings withAllowJoinInitial(boolean on) {
        return new CapableSettings(on, synsWithOption, tokens, blackholeNs, refusesChecksums);
    }

    public CapableSettings withSynsWithOption(int n) {
        return new CapableSettings(allowJoinInitial, n, tokens, blackholeNs, refusesChecksums);
    }

    public CapableSettings withTokens(int n) {
        return new CapableSettings(allowJoinInitial, synsWithOption, n, blackholeNs, refusesChecksums);
    }

    public CapableSettings withBlackhole(long ns) {
        return new CapableSettings(allowJoinInitial, synsWithOption, tokens, ns, refusesChecksums);
    }

    public CapableSettings withRefusesChecksums(boolean on) {
        return new CapableSettings(allowJoinInitial, synsWithOption, tokens, blackholeNs, on);
    }
}
