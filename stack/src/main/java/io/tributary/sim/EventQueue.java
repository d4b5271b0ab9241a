package io.tributary.sim;

import java.util.Arrays;

/**
 * What is to happen, by time; at one time in the order of planning. A binary heap in three arrays: a simulation spends much of
 * its time here, and entries that are no objects cost a third of those that are.
 */
final class EventQueue {
    private static final int INITIAL = 256;

    private long[] times = new long[INITIAL];
    private long[] numbers = new long[INITIAL];
    private Runnable[] actions = new Runnable[INITIAL];
    private int size;
    private long planned;

    void add(long timeNs, Runnable action) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
            actions = Arrays.copyOf(actions, size * 2);
        }
        long number = planned++;
        int i = size++;
        while (i > 0) {
            int parent = i - 1 >>> 1;
            if (times[parent] <= timeNs) {
                break;
            }
            move(parent, i);
            i = parent;
        }
        put(i, timeNs, number, action);
    }

    /** {@code Long.MAX_VALUE} if nothing is planned. */
    long earliestNs() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** Takes the earliest out; there must be one. */
    Runnable remove() {
        Runnable first = actions[0];
        int last = --size;
        long time = times[last];
        long number = numbers[last];
        Runnable action = actions[last];
        actions[last] = null;
        int i = 0;
        for (int child = 1; child < last; child = 2 * i + 1) {
            if (child + 1 < last && isBefore(times[child + 1], numbers[child + 1], child)) {
                child++;
            }
            if (isBefore(time, number, child)) {
                break;
            }
            move(child, i);
            i = child;
        }
        if (last > 0) {
            put(i, time, number, action);
        }
        return first;
    }

    private boolean isBefore(long time, long number, int other) {
        return time != times[other] ? time < times[other] : number < numbers[other];
    }

    private void move(int from, int to) {
        put(to, times[from], numbers[from], actions[from]);
    }

    private void put(int at, long time, long number, Runnable action) {
        times[at] = time;
        numbers[at] = number;
        actions[at] = action;
    }
}
