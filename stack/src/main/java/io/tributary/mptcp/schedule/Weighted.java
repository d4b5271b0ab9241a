package io.tributary.mptcp.schedule;

/**
 * Shares in proportion to what each subflow can carry, congestion window per round trip. Where the application sends all it may,
 * windows decide under any scheduler; here the shares are the same when it sends less, and every path stays measured.
 *
 * <p>Start-time fair queueing: each subflow has a clock that advances by bytes / weight, the one furthest behind is next. Whoever
 * had no room comes back at the time of the others, with nothing to catch up.
 */
public final class Weighted implements Scheduler {
    private static final long UNKNOWN_RTT_NS = 100_000_000L;
    private static final long SCALE = 1L << 20;

    private final long[] clock = new long[SubflowsView.MAX];
    private long now;

    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        long candidates = v.withSpace(v.preferred());
        int best = -1;
        for (int i = 0; i < SubflowsView.MAX; i++) {
            if ((candidates & 1L << i) != 0 && (best < 0 || start(i) < start(best))) {
                best = i;
            }
        }
        return best < 0 ? 0 : 1L << best;
    }

    private long start(int slot) {
        return Math.max(clock[slot], now);
    }

    @Override
    public void onAssigned(SubflowsView v, long slots, long bytes) {
        int slot = Long.numberOfTrailingZeros(slots);
        long start = start(slot);
        now = start;
        clock[slot] = start + bytes * SCALE / weight(v, slot);
    }

    /** Bytes in a millisecond. */
    private static long weight(SubflowsView v, int slot) {
        long rttUs = Math.max(1, (v.srttNs[slot] == 0 ? UNKNOWN_RTT_NS : v.srttNs[slot]) / 1000);
        return Math.max(1, v.cwnd[slot] * 1000 / rttUs);
    }

    @Override
    public String name() {
        return "weighted";
    }
}
