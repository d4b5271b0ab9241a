package io.tributary.sim;

import org.agrona.DirectBuffer;

/** A number that stands for everything that was delivered, and when: equal runs have equal numbers. */
final class TraceHash {
    private static final long PRIME = 0x9fb2_1c65_1e98_df25L;

    private long state = PRIME;

    void add(long value) {
        long x = (state ^ value) * PRIME;
        state = x ^ x >>> 29;
    }

    void add(DirectBuffer b, int at, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            add(b.getLong(at + i));
        }
        for (; i < length; i++) {
            add(b.getByte(at + i));
        }
        add(length);
    }

    long value() {
        return state;
    }
}
