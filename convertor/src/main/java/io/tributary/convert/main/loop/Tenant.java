package io.tributary.convert.main.loop;

/** An application that lives inside the loop: it holds connections of the shard and is called on its thread only. */
public interface Tenant {
    /** To be called when {@link #nextDeadlineNs} has come; earlier does no harm. */
    void onTimers(long nowNs);

    /** {@link Long#MAX_VALUE}: nothing to wait for. */
    long nextDeadlineNs();

    /** Takes nothing new; what is there goes on. */
    void drain(long nowNs);

    /** Ends everything at once. */
    void abort(long nowNs);

    /** While draining: nothing is left to wait for. */
    boolean isIdle();

    /** What it was started for is done: the loop ends by itself. */
    default boolean isFinished() {
        return false;
    }
}
