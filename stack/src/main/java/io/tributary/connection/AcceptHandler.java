package io.tributary.connection;

/** Decides about SYNs to a listener. Called by the shard between inputs. */
public interface AcceptHandler {
    /** A first SYN. It may be answered now or later. */
    void onSyn(PendingOpen open, long nowNs);

    /** The client sent its SYN again (same sequence number; payload the same or absent). */
    default void onSynAgain(PendingOpen open, long nowNs) {
    }

    /** The client took its SYN back by a reset: nobody is there to be answered, and the open is decided. */
    default void onAbandoned(PendingOpen open, long nowNs) {
    }
}
