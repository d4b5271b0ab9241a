package io.tributary.sim;

/** Something that takes part in a simulation: a host, a router, a script. Called at virtual times, one call at a time. */
public interface SimNode {
    /** Packets wait in at least one of its devices. */
    void onPackets(long nowNs);

    /** When {@link #onTimers} is wanted next, {@code Long.MAX_VALUE} if only after other input. Asked after every call. */
    long nextDeadlineNs();

    void onTimers(long nowNs);

    /** Sends what it owes. Called after every other call, and after every action of the scenario. */
    void transmit(long nowNs);
}
