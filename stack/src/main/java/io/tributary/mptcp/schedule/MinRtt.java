package io.tributary.mptcp.schedule;

import io.tributary.Rfc;

/**
 * The subflow with the shortest round trip that has room. One whose round trip nobody knows counts as the longest, and gets one
 * segment to find out.
 */
@Rfc(value = 8041, section = "3.7")
public final class MinRtt implements Scheduler {
    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        long candidates = v.withSpace(v.preferred());
        for (int i = 0; i < SubflowsView.MAX; i++) {
            if ((candidates & 1L << i) != 0 && v.srttNs[i] == 0 && v.inFlight[i] == 0) {
                chunk.length = Math.min(chunk.length, v.mss[i]);
                return 1L << i;
            }
        }
        int best = v.fastest(candidates);
        return best < 0 ? 0 : 1L << best;
    }

    @Override
    public String name() {
        return "min-rtt";
    }
}
