package io.tributary.tcp.loss;

import java.util.Arrays;

/** What is in the network in the order in which it was sent last: a doubly linked list over slots. */
final class SendingOrder {
    private static final int NONE = SentSegments.NONE;
    /** Not in the list. */
    private static final int OUT = -2;

    private int[] next = new int[0];
    private int[] previous = new int[0];
    private int oldest = NONE;
    private int newest = NONE;

    boolean contains(int slot) {
        return slot < next.length && next[slot] != OUT;
    }

    int oldest() {
        return oldest;
    }

    int next(int slot) {
        return next[slot];
    }

    void addNewest(int slot) {
        link(newest, slot, NONE);
    }

    void insertAfter(int slot, int added) {
        link(slot, added, next[slot]);
    }

    /** Puts {@code slot} behind everything that was sent no later; {@code near}: in the list, a good place to begin, or none. */
    void insertByTime(int slot, long[] sentNs, int near) {
        int before = near != NONE && sentNs[near] <= sentNs[slot] ? near : NONE;
        int after = before == NONE ? oldest : next[before];
        while (after != NONE && sentNs[after] <= sentNs[slot]) {
            before = after;
            after = next[after];
        }
        link(before, slot, after);
    }

    void remove(int slot) {
        int before = previous[slot];
        int after = next[slot];
        if (before == NONE) {
            oldest = after;
        } else {
            next[before] = after;
        }
        if (after == NONE) {
            newest = before;
        } else {
            previous[after] = before;
        }
        next[slot] = OUT;
    }

    private void link(int before, int slot, int after) {
        if (slot >= next.length) {
            enlarge(slot);
        }
        next[slot] = after;
        previous[slot] = before;
        if (before == NONE) {
            oldest = slot;
        } else {
            next[before] = slot;
        }
        if (after == NONE) {
            newest = slot;
        } else {
            previous[after] = slot;
        }
    }

    private void enlarge(int slot) {
        int known = next.length;
        int n = Math.max(16, Math.max(slot + 1, 2 * known));
        next = Arrays.copyOf(next, n);
        previous = Arrays.copyOf(previous, n);
        Arrays.fill(next, known, n, OUT);
    }
}
