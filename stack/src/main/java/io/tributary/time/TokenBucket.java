package io.tributary.time;

/** Limits a rate and lets bursts through. Exact in integers, so that the same times give the same answers everywhere. */
public final class TokenBucket {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MAX_BURST = 4_000_000_000L;
    private static final long MAX_RATE = 1_000_000_000_000L;

    private final long ratePerSecond;
    private final long burst;
    private final long fullAfterNs;
    /** Tokens times nanoseconds per second. */
    private long credit;
    private long lastNs;

    /**
     * @param ratePerSecond tokens that come in per second, 1 to 10^12
     * @param burst         most tokens it holds, 1 to 4·10^9; it starts full
     */
    public TokenBucket(long ratePerSecond, long burst, long nowNs) {
        if (ratePerSecond < 1 || ratePerSecond > MAX_RATE || burst < 1 || burst > MAX_BURST) {
            throw new IllegalArgumentException("token bucket of " + ratePerSecond + "/s, burst " + burst);
        }
        this.ratePerSecond = ratePerSecond;
        this.burst = burst;
        fullAfterNs = burst * SECOND_NS / ratePerSecond + 1;
        credit = burst * SECOND_NS;
        lastNs = nowNs;
    }

    /** Takes {@code tokens} if they are there, else none. */
    public boolean tryTake(long tokens, long nowNs) {
        refill(nowNs);
        if (tokens > burst || credit < tokens * SECOND_NS) {
            return false;
        }
        credit -= tokens * SECOND_NS;
        return true;
    }

    /** When {@code tokens} (at most the burst) can be taken if nobody takes any before; not in the past. */
    public long availableAtNs(long tokens, long nowNs) {
        refill(nowNs);
        long missing = Math.min(tokens, burst) * SECOND_NS - credit;
        return missing <= 0 ? nowNs : nowNs + (missing + ratePerSecond - 1) / ratePerSecond;
    }

    private void refill(long nowNs) {
        long elapsed = nowNs - lastNs;
        if (elapsed > 0) {
            lastNs = nowNs;
            long full = burst * SECOND_NS;
            credit = elapsed >= fullAfterNs ? full : Math.min(full, credit + elapsed * ratePerSecond);
        }
    }
}
