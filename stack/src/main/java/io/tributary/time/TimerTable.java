package io.tributary.time;

import java.util.Arrays;

/**
 * The deadlines of one connection, one {@code long} per kind of timer. Setting is a store, cancelling is a store; there is
 * nothing that could fire late into an object that has moved on.
 */
public final class TimerTable {
    /** The deadline of a timer that is not set. */
    public static final long NONE = Long.MAX_VALUE;

    private final long[] deadlines;
    private long earliest = NONE;

    /** @param kinds number of timers, usually the length of an enum whose ordinals are the indexes */
    public TimerTable(int kinds) {
        deadlines = new long[kinds];
        Arrays.fill(deadlines, NONE);
    }

    public void set(int kind, long deadlineNs) {
        long before = deadlines[kind];
        deadlines[kind] = deadlineNs;
        if (deadlineNs <= earliest) {
            earliest = deadlineNs;
        } else if (before == earliest) {
            earliest = minimum();
        }
    }

    public void clear(int kind) {
        set(kind, NONE);
    }

    public void clearAll() {
        Arrays.fill(deadlines, NONE);
        earliest = NONE;
    }

    public boolean isSet(int kind) {
        return deadlines[kind] != NONE;
    }

    public long deadline(int kind) {
        return deadlines[kind];
    }

    public boolean isDue(int kind, long nowNs) {
        return deadlines[kind] <= nowNs && deadlines[kind] != NONE;
    }

    /** The earliest deadline, {@link #NONE} without one. */
    public long earliest() {
        return earliest;
    }

    /**
     * Clears and returns the first kind that is due, in the order of the kinds, not of the deadlines: what happens at one
     * time must not depend on when it was planned.
     *
     * @return -1 when none is due
     */
    public int takeDue(long nowNs) {
        if (earliest > nowNs || earliest == NONE) {
            return -1;
        }
        for (int kind = 0; kind < deadlines.length; kind++) {
            if (isDue(kind, nowNs)) {
                clear(kind);
                return kind;
            }
        }
        return -1;
    }

    private long minimum() {
        long min = NONE;
        for (long d : deadlines) {
            min = Math.min(min, d);
        }
        return min;
    }
}
