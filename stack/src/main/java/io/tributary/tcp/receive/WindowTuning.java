package io.tributary.tcp.receive;

import io.tributary.Rfc;

/**
 * How large the receive window should be: twice what the reader took in the latest round trip, so that a sender that doubles its
 * rate every round trip is never held up by it, and more while the rate still grows. A reader that is slow, or idle, leaves the
 * window as it is: what it does not take is bounded by what it took before.
 */
@Rfc(value = 9293, section = "3.8.6")
public final class WindowTuning {
    private static final int SPARE_SEGMENTS = 16;
    /** What a first round trip brings, by RFC 6928. */
    private static final int FIRST_SEGMENTS = 10;

    private final long maximum;
    private long limit;
    /** Most bytes taken in one round trip so far. */
    private long best;
    private long roundFrom;
    private long roundStartNs;

    /**
     * @param initial bytes
     * @param maximum bytes, what the limit never exceeds
     */
    public WindowTuning(long initial, long maximum) {
        this.maximum = Math.max(initial, maximum);
        this.limit = initial;
    }

    /** Bytes that unread text and window together may take now; never decreases. */
    public long limit() {
        return limit;
    }

    public long maximum() {
        return maximum;
    }

    /**
     * The reader has taken everything below {@code read}; called as often as anybody notices.
     *
     * @param roundTripNs 0 while unknown
     */
    public void onRead(long read, long nowNs, long roundTripNs, int segment) {
        if (limit >= maximum || roundTripNs <= 0) {
            return;
        }
        if (nowNs - roundStartNs < roundTripNs) {
            return;
        }
        long taken = read - roundFrom;
        best = Math.max(best, Math.min(limit, (long) FIRST_SEGMENTS * segment));
        if (taken > best && roundStartNs > 0) {
            long wanted = 2 * taken + (long) SPARE_SEGMENTS * segment;
            wanted += 2 * (wanted * (taken - best) / best);
            limit = Math.min(maximum, Math.max(limit, wanted));
            best = taken;
        }
        roundFrom = read;
        roundStartNs = nowNs;
    }
}
