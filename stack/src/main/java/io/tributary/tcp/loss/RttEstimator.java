package io.tributary.tcp.loss;

import io.tributary.Rfc;

/** Smoothed round-trip time and the timeout that follows from it. */
@Rfc(value = 6298, section = {"2", "3", "5.5", "5.7"}, deviation = "the minimum is on the variance's part of the timeout, as in Linux, "
    + "and not on the whole")
public final class RttEstimator {
    /**
     * Stands for the clock granularity G. A path that shows the same round trip for long has a variance near nothing, and the
     * least delay beyond it, a receiver that waits with its ACK for one, would fire the timer.
     */
    private static final long VARIANCE_FLOOR_NS = 200_000_000;
    private static final long TICK_NS = 1_000;

    private final long minRtoNs;
    private final long maxRtoNs;
    private long srttNs;
    private long rttvarNs;
    private final MinimumFilter minRtt = new MinimumFilter();
    private final long varianceFloorNs;
    private long baseRtoNs;
    private int backoff;

    public RttEstimator(long initialRtoNs, long minRtoNs, long maxRtoNs) {
        this.minRtoNs = minRtoNs;
        this.maxRtoNs = maxRtoNs;
        this.varianceFloorNs = Math.min(minRtoNs, VARIANCE_FLOOR_NS);
        this.baseRtoNs = initialRtoNs;
    }

    /**
     * @param expectedSamples samples expected per round trip: with many of them each counts less (RFC 7323 §4.2)
     */
    @Rfc(value = 7323, section = "4.2")
    public void onSample(long rttNs, long expectedSamples) {
        long sample = Math.max(rttNs, 1);
        if (srttNs == 0) {
            srttNs = sample;
            rttvarNs = sample / 2;
        } else {
            long n = Math.max(1, expectedSamples);
            rttvarNs += (Math.abs(srttNs - sample) - rttvarNs) / (4 * n);
            srttNs += (sample - srttNs) / (8 * n);
        }
        long rto = srttNs + Math.max(varianceFloorNs, 4 * rttvarNs);
        baseRtoNs = Math.max(minRtoNs, rto - rto % TICK_NS);
        backoff = 0;
    }

    /** Doubles the timeout. */
    public void backOff() {
        backoff++;
    }

    /** How often the timeout was doubled since the last sample: without one it stays as it is (Karn). */
    public int backoff() {
        return backoff;
    }

    /** The SYN's timer expired once: without a sample the first data starts from 3 s. */
    public void onHandshakeTimeout() {
        if (srttNs == 0) {
            baseRtoNs = Math.max(baseRtoNs, 3_000_000_000L);
        }
        backoff = 0;
    }

    public long rtoNs() {
        long rto = baseRtoNs << Math.min(backoff, 16);
        return Math.min(rto, maxRtoNs);
    }

    /** The network's own delay, as one ACK shows it. */
    public void onShortest(long rttNs, long nowNs) {
        minRtt.add(Math.max(rttNs, 1), nowNs);
    }

    /** Smallest of the last minutes; 0 before the first sample. */
    public long minRttNs() {
        return minRtt.value();
    }

    /** Mean deviation; 0 before the first sample. */
    public long rttvarNs() {
        return rttvarNs;
    }

    /** 0 before the first sample. */
    public long srttNs() {
        return srttNs;
    }
}
