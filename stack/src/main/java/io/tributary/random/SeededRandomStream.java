package io.tributary.random;

/**
 * A repeatable stream for simulations and fault injection: a Weyl sequence through a 64-bit mixing function. Our own, since
 * recorded seeds must mean the same on every JDK.
 */
public final class SeededRandomStream implements RandomStream {
    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private long state;

    public SeededRandomStream(long seed) {
        state = mix(seed);
    }

    /** A stream of its own for each purpose: taking more from one does not move the others. */
    public SeededRandomStream fork(long purpose) {
        return new SeededRandomStream(state ^ mix(purpose + GOLDEN));
    }

    @Override
    public long nextLong() {
        state += GOLDEN;
        return mix(state);
    }

    private static long mix(long z) {
        long x = (z ^ z >>> 32) * 0xd6e8_feb8_6659_fd93L;
        x = (x ^ x >>> 32) * 0xd6e8_feb8_6659_fd93L;
        return x ^ x >>> 32;
    }
}
