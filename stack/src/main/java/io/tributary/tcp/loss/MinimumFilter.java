package io.tributary.tcp.loss;

/** The smallest value of the last five to ten minutes, from the minima of two periods. */
final class MinimumFilter {
    private static final long PERIOD_NS = 300_000_000_000L;

    private long previous = Long.MAX_VALUE;
    private long current = Long.MAX_VALUE;
    private long startNs;

    void add(long value, long nowNs) {
        if (current == Long.MAX_VALUE) {
            startNs = nowNs;
        } else if (nowNs - startNs > PERIOD_NS) {
            previous = current;
            current = Long.MAX_VALUE;
            startNs = nowNs;
        }
        current = Math.min(current, value);
    }

    /** 0 before the first. */
    long value() {
        long least = Math.min(previous, current);
        return least == Long.MAX_VALUE ? 0 : least;
    }
}
