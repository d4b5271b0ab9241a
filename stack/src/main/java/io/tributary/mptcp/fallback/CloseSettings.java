package io.tributary.mptcp.fallback;

import io.tributary.Rfc;

/**
 * How connections end.
 *
 * @param closeTimeoutNs how long an end that the peer does not acknowledge, or a connection without subflows, is kept, nanoseconds
 */
@Rfc(value = 8684, section = {"3.3.3", "3.5"})
public record CloseSettings(long closeTimeoutNs) {
    public static final CloseSettings DEFAULT = new CloseSettings(60_000_000_000L);

    public CloseSettings withCloseTimeout(long ns) {
        return new CloseSettings(ns);
    }
}
