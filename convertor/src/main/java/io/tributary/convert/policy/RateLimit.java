package io.tributary.convert.policy;

/** So many per second on average, a second's worth at once. */
public final class RateLimit {
    private static final long SECOND_NS = 1_000_000_000L;

    private final long stepNs;
    /** Time up to which the budget is spent; at most a second behind now. */
    private long spentUpToNs;
    private boolean started;

    /** @param perSecond 1 and more */
    public RateLimit(int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("a rate of " + perSecond);
        }
        stepNs = Math.max(1, SECOND_NS / perSecond);
    }

    /** True if one more is within the budget, which it then takes from. */
    public boolean take(long nowNs) {
        if (!started || nowNs - spentUpToNs > SECOND_NS) {
            started = true;
            spentUpToNs = nowNs - SECOND_NS;
        }
        if (nowNs - spentUpToNs < stepNs) {
            return false;
        }
        spentUpToNs += stepNs;
        return true;
    }
}
