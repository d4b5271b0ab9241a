package io.tributary.mptcp.schedule;

/** Chooses which subflow carries the next chunk. It chooses among usable subflows only and sends nothing itself. */
public interface Scheduler {
    /**
     * @return bit per slot: 0 to wait although there is room, several to send copies
     */
    long select(SubflowsView candidates, ChunkView chunk, long nowNs);

    /** As people write it. */
    String name();
}
