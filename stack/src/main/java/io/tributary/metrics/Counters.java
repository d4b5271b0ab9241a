package io.tributary.metrics;

/** The counters of one shard: one {@code long} per {@link Counter}, written by the shard's thread only. */
public final class Counters {
    private final long[] values = new long[Counter.values().length];

    public void increment(Counter c) {
        values[c.ordinal()]++;
    }

    public void add(Counter c, long n) {
        values[c.ordinal()] += n;
    }

    public long get(Counter c) {
        return values[c.ordinal()];
    }
}
