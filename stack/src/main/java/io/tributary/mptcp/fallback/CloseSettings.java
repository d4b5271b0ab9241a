package io.tributary.mptcp.fallback;

import io.tributary.Rfc;

/**
 * How connections end.
 *
 * @param closeTimeoutNs  how long an end that the peer does not acknowledge, or a connection without subflows, is kept, nanoseconds
 * @param confirmedAborts an abort is said on an ACK, again until the peer confirms it with a RST; else on RSTs, with nothing kept
 */
@Rfc(value = 8684, section = {"3.3.3", "3.5"})
public record CloseSettings(long closeTimeoutNs, boolean confirmedAborts) {
    public static final CloseSettings DEFAULT = new CloseSettings(60_000_000_000L, false);

    public CloseSettings withCloseTimeout(long ns) {
        return new CloseSettings(ns, confirmedAborts);
    }

    public CloseSettings withConfirmedAborts(boolean on) {
        return new CloseSettings(closeTimeoutNs, on);
    }
}
