package io.tributary.random;

/** A stream of random numbers. */
@FunctionalInterface
public interface RandomStream {
    long nextLong();

    default int nextInt() {
        return (int) (nextLong() >>> 32);
    }

    /** Uniform in 0 to {@code bound} - 1; {@code bound} is positive. */
    default int nextInt(int bound) {
        // the high half of a 32 x 32 bit product; its bias, bound / 2^32, is below what a port or a jitter could show
        return (int) ((nextLong() >>> 32) * bound >>> 32);
    }

    /** Uniform in 0 (inclusive) to 1 (exclusive). */
    default double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }
}
