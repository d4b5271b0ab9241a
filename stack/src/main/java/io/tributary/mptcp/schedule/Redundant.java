package io.tributary.mptcp.schedule;

import io.tributary.Rfc;

/** All data on all subflows that are not backup: the fastest delivers, the others are there when it does not. */
@Rfc(value = 8041, section = "3.7")
public final class Redundant implements Scheduler {
    @Override
    public long select(SubflowsView v, ChunkView chunk, long nowNs) {
        return v.preferred();
    }

    @Override
    public boolean isRedundant() {
        return true;
    }

    @Override
    public String name() {
        return "redundant";
    }
}
