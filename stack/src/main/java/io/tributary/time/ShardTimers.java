package io.tributary.time;

import java.util.Arrays;

/**
 * The earliest deadline of every connection of a shard, and the earliest of all.
 *
 * <p>An indexed binary heap rather than a timer wheel: parking and the simulation need the exact minimum, which a wheel does not
 * give, and the heap orders equal deadlines the same way in every run. Moving a deadline that stays in place costs two
 * comparisons, the rest is logarithmic in connections that have a timer at all.
 */
public final class ShardTimers {
    /** What {@link #earliest()} says when no deadline is set. */
    public static final long NONE = TimerTable.NONE;

    private static final int ABSENT = -1;

    private long[] deadlines;
    private int[] placeOf;
    private int[] heap;
    private int size;

    /** @param handles expected number of handles; grows when a larger one is used */
    public ShardTimers(int handles) {
        int n = Math.max(handles, 1);
        deadlines = new long[n];
        placeOf = new int[n];
        heap = new int[n];
        Arrays.fill(deadlines, NONE);
        Arrays.fill(placeOf, ABSENT);
    }

    /**
     * Sets or moves the deadline of {@code handle}; {@link #NONE} removes it.
     *
     * @param handle small and dense: the index of the connection in its shard's table
     */
    public void set(int handle, long deadlineNs) {
        if (handle >= placeOf.length) {
            enlarge(handle);
        }
        if (deadlineNs == NONE) {
            remove(handle);
            return;
        }
        deadlines[handle] = deadlineNs;
        int place = placeOf[handle];
        if (place == ABSENT) {
            place = size++;
            put(place, handle);
        }
        down(up(place));
    }

    public void remove(int handle) {
        if (handle >= placeOf.length || placeOf[handle] == ABSENT) {
            return;
        }
        int place = placeOf[handle];
        placeOf[handle] = ABSENT;
        deadlines[handle] = NONE;
        int last = heap[--size];
        if (last != handle) {
            put(place, last);
            down(up(place));
        }
    }

    /** {@link #NONE} if the handle has none. */
    public long deadline(int handle) {
        return handle < deadlines.length ? deadlines[handle] : NONE;
    }

    /** The earliest deadline of all, {@link #NONE} without one. */
    public long earliest() {
        return size == 0 ? NONE : deadlines[heap[0]];
    }

    /**
     * Removes and returns a handle whose deadline has come, the earliest first, equal ones by handle.
     *
     * @return -1 when none is due
     */
    public int takeDue(long nowNs) {
        if (size == 0 || deadlines[heap[0]] > nowNs) {
            return -1;
        }
        int handle = heap[0];
        remove(handle);
        return handle;
    }

    /** How many handles have a deadline. */
    public int size() {
        return size;
    }

    private int up(int place) {
        int handle = heap[place];
        while (place > 0) {
            int parent = place - 1 >>> 1;
            if (!before(handle, heap[parent])) {
                break;
            }
            put(place, heap[parent]);
            place = parent;
        }
        put(place, handle);
        return place;
    }

    private void down(int place) {
        int handle = heap[place];
        for (int child = 2 * place + 1; child < size; child = 2 * place + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], handle)) {
                break;
            }
            put(place, heap[child]);
            place = child;
        }
        put(place, handle);
    }

    private boolean before(int a, int b) {
        return deadlines[a] < deadlines[b] || deadlines[a] == deadlines[b] && a < b;
    }

    private void put(int place, int handle) {
        heap[place] = handle;
        placeOf[handle] = place;
    }

    private void enlarge(int handle) {
        int before = placeOf.length;
        int n = Math.max(handle + 1, 2 * before);
        deadlines = Arrays.copyOf(deadlines, n);
        placeOf = Arrays.copyOf(placeOf, n);
        heap = Arrays.copyOf(heap, n);
        Arrays.fill(deadlines, before, n, NONE);
        Arrays.fill(placeOf, before, n, ABSENT);
    }
}
