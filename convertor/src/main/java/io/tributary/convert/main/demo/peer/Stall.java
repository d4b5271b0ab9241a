package io.tributary.convert.main.demo.peer;

/** The longest time without progress between the first and the last byte. */
final class Stall {
    private long firstNs;
    private long lastNs;
    private long longestNs;
    private long longestAtNs;
    private boolean started;

    void progress(long nowNs) {
        if (started && nowNs - lastNs > longestNs) {
            longestNs = nowNs - lastNs;
            longestAtNs = lastNs;
        }
        if (!started) {
            started = true;
            firstNs = nowNs;
        }
        lastNs = nowNs;
    }

    long longestNs() {
        return longestNs;
    }

    /** When the longest pause began, on the clock that {@link #progress} was given. */
    long longestAtNs() {
        return longestAtNs;
    }

    /** From the first progress to the last. */
    long spanNs() {
        return lastNs - firstNs;
    }
}
