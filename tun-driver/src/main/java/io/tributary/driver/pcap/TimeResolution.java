package io.tributary.driver.pcap;

/** How an interface of a block-format file counts time: units of a power of ten or of two, from an offset in seconds. */
final class TimeResolution {
    private final boolean binary;
    private final int exponent;
    private final long offsetNs;

    /** @param code the option's byte: a negative power of ten, or with the top bit set of two */
    TimeResolution(int code, long offsetSeconds) {
        binary = (code & 0x80) != 0;
        exponent = code & 0x7f;
        offsetNs = offsetSeconds * 1_000_000_000L;
    }

    /** Nanoseconds since the epoch. Times beyond the year 2262 wrap around. */
    long toNs(long units) {
        if (binary) {
            if (exponent >= 64) {
                return offsetNs + (unsignedHigh(units, 1_000_000_000L) >>> exponent - 64);
            }
            long seconds = exponent == 0 ? units : units >>> exponent;
            long fraction = exponent == 0 ? 0 : units << 64 - exponent;
            return offsetNs + seconds * 1_000_000_000L + unsignedHigh(fraction, 1_000_000_000L);
        }
        long scale = 1;
        for (int i = exponent; i < 9; i++) {
            scale *= 10;
        }
        long ns = units * scale;
        for (int i = 9; i < exponent && ns != 0; i++) {
            ns = Long.divideUnsigned(ns, 10);
        }
        return offsetNs + ns;
    }

    private static long unsignedHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b);   // b is positive
    }
}
