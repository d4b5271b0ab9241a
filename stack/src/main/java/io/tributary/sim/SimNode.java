package io.tributary.sim;

/**
 * Something that takes part in a simulation: a host, a router, a script. Called at virtual times, one call at a time. Only
 * packets, its own deadline and actions of the scenario ({@link Simulation#at}) bring work to a node: a node that calls
 * another one directly does it in such an action.
 */
public interface SimNode {
    /** Packets wait in at least one of its devices. */
    void onPackets(long nowNs);

    /** When {@link #onTimers} is wanted next, {@code Long.MAX_VALUE} if only after other input. Asked after every call, and after every action of the scenario. */
    long nextDeadlineNs();

    void onTimers(long nowNs);

    /** Sends what it owes. Called after every other call, and after every action of the scenario. */
    void transmit(long nowNs);
}
