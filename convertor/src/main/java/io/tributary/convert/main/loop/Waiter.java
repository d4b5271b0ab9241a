package io.tributary.convert.main.loop;

/** Where the loop sleeps when there is nothing to do. All calls but {@link #wakeUp} on the loop's thread. */
public interface Waiter {
    /** Sleeps until there is input, somebody calls {@link #wakeUp}, or the time is over; may return early. */
    void await(long timeoutNs);

    /** Ends the present or next sleep. From any thread. */
    void wakeUp();

    /** A device has no room: there is no point in trying again before it has. */
    boolean isBlocked();

    /** Why the loop cannot go on, for instance that somebody deleted the device; null while it can. */
    RuntimeException failure();
}
