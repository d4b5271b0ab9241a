package io.tributary.mptcp.path;

import io.tributary.Rfc;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.option.MpTcprstOption;

/**
 * Whether and when a subflow that failed is opened again on its path. The wait doubles with every failure in a row.
 *
 * @param attempts   in a row that do not last; 0: never again
 * @param firstNs    wait before the first
 * @param longestNs  no wait is longer
 * @param lastingNs  a subflow that has lasted so long was a success: the next failure counts as the first
 */
public record Rejoin(int attempts, long firstNs, long longestNs, long lastingNs) {
    public static final Rejoin DEFAULT = new Rejoin(10, 1_000_000_000L, 64_000_000_000L, 30_000_000_000L);
    /** Subflows that failed stay closed, as on Linux. */
    public static final Rejoin NEVER = new Rejoin(0, 0, 0, 0);

    /** Not again on this path in this connection, unless the peer announces the address again. */
    static final long GIVE_UP = -1;

    /**
     * @param proven   a subflow has been in use on this path before
     * @param failures in a row, this one included
     * @param random   spreads the times of both hosts and of many connections
     * @return how long to wait, or {@link #GIVE_UP}
     */
    @Rfc(value = 8684, section = {"3.6", "3.9.2", "3.9.3"})
    long delayNs(PathEvent e, boolean proven, int failures, long random) {
        int weight = weight(e, proven);
        if (weight == 0 || failures > attempts) {
            return GIVE_UP;
        }
        long wait = Math.min(longestNs, firstNs * weight << Math.min(failures - 1, 20));
        return wait - wait / 8 + Long.remainderUnsigned(random, wait / 4 + 1);
    }

    /** How many times longer than usual to wait; 0: for ever. */
    private static int weight(PathEvent e, boolean proven) {
        if (e.resetReason() >= 0) {
            return e.isTransient() ? weight(e.resetReason()) : 0;
        }
        return switch (e.error()) {
            // A RST without MP_TCPRST comes from a box that forgot the flow as often as from the peer.
            case RESET -> 1;
            // An address that never worked is not tried again; a path that worked may come back.
            case TIMED_OUT, UNREACHABLE -> proven ? 1 : 0;
            default -> 0;
        };
    }

    /** Of a failure that its sender calls transient. */
    private static int weight(int reason) {
        return switch (reason) {
            case MpTcprstOption.LACK_OF_RESOURCES, MpTcprstOption.UNACCEPTABLE_PERFORMANCE -> 8;
            case MpTcprstOption.MPTCP_ERROR, MpTcprstOption.PROHIBITED, MpTcprstOption.MIDDLEBOX_INTERFERENCE -> 16;
            default -> 1;
        };
    }

    /** Whether the next failure counts as the first. */
    boolean hasLasted(long ns) {
        return ns >= lastingNs;
    }
}
