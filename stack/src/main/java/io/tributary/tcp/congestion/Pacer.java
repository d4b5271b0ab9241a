package io.tributary.tcp.congestion;

/**
 * Spreads a window over its round trip instead of sending it in one burst: somewhat faster than the window asks for, so that
 * the window stays what limits; twice as fast in slow start, where it doubles. Bytes and nanoseconds.
 */
public final class Pacer {
    /** So much may go out at once: fewer packets than this would not be worth waking up for. */
    private static final long BURST_NS = 1_000_000;
    private static final int LEAST_SEGMENTS = 2;
    private static final long SLOW_START_PERCENT = 200;
    private static final long AVOIDANCE_PERCENT = 120;

    private long readyAtNs;
    private long burst;

    /** Bytes per second; {@link Long#MAX_VALUE} before a round trip was measured. */
    public static long rate(long cwnd, long ssthresh, long srttNs) {
        if (srttNs == 0) {
            return Long.MAX_VALUE;
        }
        long percent = cwnd < ssthresh / 2 ? SLOW_START_PERCENT : AVOIDANCE_PERCENT;
        return Math.max(1, (long) (cwnd * percent * 1e7 / srttNs));
    }

    /** When more may go out, if nothing may now. */
    public long readyAtNs() {
        return readyAtNs;
    }

    /** Bytes that may go out now; 0: not before {@link #readyAtNs()}. */
    public long allowance(long rate, int mss, long nowNs) {
        if (rate == Long.MAX_VALUE) {
            return rate;
        }
        if (nowNs >= readyAtNs) {
            burst = Math.max(LEAST_SEGMENTS * (long) mss, (long) (rate * (BURST_NS / 1e9)));
        }
        return Math.max(0, burst);
    }

    /** Who was woken late makes up for it, but not in one go. */
    public void onSent(long bytes, long rate, long nowNs) {
        long takes = rate == Long.MAX_VALUE ? 0 : (long) (bytes * 1e9 / rate);
        long late = readyAtNs == 0 ? 0 : Math.max(0, nowNs - readyAtNs);
        readyAtNs = Math.max(nowNs, readyAtNs) + takes - Math.min(takes / 2, late);
        burst -= bytes;
    }
}
