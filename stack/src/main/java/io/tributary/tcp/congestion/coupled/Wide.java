package io.tributary.tcp.congestion.coupled;

/** Products of more than 64 bits. */
final class Wide {
    private Wide() {
    }

    /** Compares {@code a * b} with {@code c * d}, none of them negative. */
    static int compareProducts(long a, long b, long c, long d) {
        int high = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
        return high != 0 ? high : Long.compareUnsigned(a * b, c * d);
    }
}
