package io.tributary.mptcp;

import io.tributary.Rfc;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.RemoveAddrOption;

/**
 * Address IDs to be withdrawn on one subflow, all in one option. Nobody confirms a REMOVE_ADDR: it is said once at once, and again on
 * ACKs that go out anyway.
 */
@Rfc(value = 8684, section = "3.4.2")
final class Removals {
    private static final int CAPACITY = 9;

    private final byte[] ids = new byte[CAPACITY];
    private final int[] left = new int[CAPACITY];
    private final boolean[] fresh = new boolean[CAPACITY];
    private final int repeats;
    private int count;

    /** @param repeats after the first time */
    Removals(int repeats) {
        this.repeats = repeats;
    }

    /** @return false if there are too many */
    boolean add(int addressId) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == (byte) addressId) {
                drop(i);
                break;
            }
        }
        if (count == CAPACITY) {
            return false;
        }
        ids[count] = (byte) addressId;
        fresh[count] = true;
        left[count++] = 1 + repeats;
        return true;
    }

    /** The ID is about to be announced again: its removal is told before that, and not after. */
    void onlyOnce(int addressId) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == (byte) addressId) {
                if (fresh[i]) {
                    left[i] = 1;
                } else {
                    drop(i);
                }
                return;
            }
        }
    }

    private void drop(int i) {
        count--;
        ids[i] = ids[count];
        fresh[i] = fresh[count];
        left[i] = left[count];
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Some were never told. */
    boolean isFresh() {
        for (int i = 0; i < count; i++) {
            if (fresh[i]) {
                return true;
            }
        }
        return false;
    }

    /** Writes them all. @return false if there is no room */
    boolean plan(OptionPlan plan) {
        if (!RemoveAddrOption.encode(plan, ids, count)) {
            return false;
        }
        for (int i = count - 1; i >= 0; i--) {
            fresh[i] = false;
            if (--left[i] == 0) {
                drop(i);
            }
        }
        return true;
    }

    void clear() {
        count = 0;
    }
}
