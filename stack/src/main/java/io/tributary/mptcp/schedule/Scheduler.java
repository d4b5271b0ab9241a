package io.tributary.mptcp.schedule;

/**
 * Chooses which subflow carries the next chunk. It chooses among usable subflows only and sends nothing itself. Each connection
 * has an object of its own, which may remember things; a decision allocates nothing. Others than ours are found as services of
 * this type, see {@link Schedulers}.
 */
public interface Scheduler {
    /**
     * Asked for every chunk while any subflow has room. A decision to wait is asked again with every acknowledgment and after a
     * round trip at the latest; with nothing in flight anywhere it is overruled, unless {@link #isBinding}.
     *
     * @return bit per slot: 0 to wait although there is room, several to send copies
     */
    long select(SubflowsView candidates, ChunkView chunk, long nowNs);

    /** So many bytes were given to these, as {@link #select} chose or a part of it. */
    default void onAssigned(SubflowsView candidates, long slots, long bytes) {
    }

    /**
     * Every subflow that {@link #select} names gets all data, each as fast as it can, whatever the others have sent of it; what
     * select says counts whether there is room or not.
     */
    default boolean isRedundant() {
        return false;
    }

    /** It may wait even when nothing is in flight that could end the wait: it knows of something else that will. */
    default boolean isBinding() {
        return false;
    }

    /** As people write it: lower case, as in configurations. */
    String name();
}
