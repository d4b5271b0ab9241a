package io.tributary.mptcp.schedule;

import io.tributary.Rfc;

/** In turns: one packet for the device each, whoever has no room is passed over. */
@Rfc(value = 8041, section = "3.7")
public final class RoundRobin implements Scheduler {
    private int last = SubflowsView.MAX - 1;

    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        long candidates = v.withSpace(v.preferred());
        for (int i = 1; i <= SubflowsView.MAX; i++) {
            int slot = (last + i) % SubflowsView.MAX;
            if ((candidates & 1L << slot) != 0) {
                return 1L << slot;
            }
        }
        return 0;
    }

    @Override
    public void onAssigned(SubflowsView v, long slots, long bytes) {
        last = Long.numberOfTrailingZeros(slots);
    }

    @Override
    public String name() {
        return "round-robin";
    }
}
