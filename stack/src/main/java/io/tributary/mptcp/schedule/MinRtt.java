package io.tributary.mptcp.schedule;

import io.tributary.Rfc;

/**
 * The subflow with the lowest round-trip time that has room. Backup subflows only when no other works, stale ones only when
 * nothing else is left.
 */
@Rfc(value = 8684, section = "3.3.8")
public final class MinRtt implements Scheduler {
    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        long working = v.usable & ~v.stale;
        long tier = working & ~v.backup;
        if (tier == 0) {
            tier = working;
        }
        if (tier == 0) {
            tier = v.usable;
        }
        if ((tier & ~v.excluded) == 0) {
            tier = v.usable;
        }
        return fastest(v, tier & v.withSpace());
    }

    private static long fastest(SubflowsView v, long candidates) {
        long best = 0;
        long bestRtt = Long.MAX_VALUE;
        for (int i = 0; i < SubflowsView.MAX; i++) {
            long bit = 1L << i;
            long rtt = v.srttNs[i] == 0 ? Long.MAX_VALUE - 1 : v.srttNs[i];
            if ((candidates & bit) != 0 && rtt < bestRtt) {
                best = bit;
                bestRtt = rtt;
            }
        }
        return best;
    }

    @Override
    public String name() {
        return "min-rtt";
    }
}
