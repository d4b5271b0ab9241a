package io.tributary.mptcp.open;

import io.tributary.Rfc;

/**
 * How connections begin.
 *
 * @param allowJoinInitial false: the C flag, no further subflows to the first address and port
 * @param synsWithOption   SYNs sent with MP_CAPABLE before the next goes without, at least 1
 * @param tokens           connections with a token at a time
 */
@Rfc(value = 8684, section = "3.1")
public record CapableSettings(boolean allowJoinInitial, int synsWithOption, int tokens) {
    public static final CapableSettings DEFAULT = new CapableSettings(true, 3, 100_000);

    public CapableSettings withAllowJoinInitial(boolean on) {
        return new CapableSettings(on, synsWithOption, tokens);
    }

    public CapableSettings withSynsWithOption(int n) {
        return new CapableSettings(allowJoinInitial, n, tokens);
    }

    public CapableSettings withTokens(int n) {
        return new CapableSettings(allowJoinInitial, synsWithOption, n);
    }
}
