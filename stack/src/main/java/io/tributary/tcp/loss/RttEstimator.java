package io.tributary.tcp.loss;

import io.tributary.Rfc;

/** Smoothed round-trip time and the timeout that follows from it. */
@Rfc(value = 6298, section = {"2", "3", "5.5", "5.7"})
public final class RttEstimator {
    /** Clock granularity G; samples are in nanoseconds, the timers fire within a millisecond. */
    private static final long GRANULARITY_NS = 1_000_000;

    private final long minRtoNs;
    private final long maxRtoNs;
    private long srttNs;
    private long rttvarNs;
    private long minRttNs;
    private long baseRtoNs;
    private int backoff;

    public RttEstimator(long initialRtoNs, long minRtoNs, long maxRtoNs) {
        this.minRtoNs = minRtoNs;
        this.maxRtoNs = maxRtoNs;
        this.baseRtoNs = initialRtoNs;
    }

    /**
     * @param expectedSamples samples expected per round trip: with many of them each counts less (RFC 7323 §4.2)
     */
    @Rfc(value = 7323, section = "4.2")
    public void onSample(long rttNs, long expectedSamples) {
        long sample = Math.max(rttNs, 1);
        minRttNs = minRttNs == 0 ? sample : Math.min(minRttNs, sample);
        if (srttNs == 0) {
            srttNs = sample;
            rttvarNs = sample / 2;
        } else {
            long n = Math.max(1, expectedSamples);
            rttvarNs += (Math.abs(srttNs - sample) - rttvarNs) / (4 * n);
            srttNs += (sample - srttNs) / (8 * n);
        }
        baseRtoNs = Math.max(minRtoNs, srttNs + Math.max(GRANULARITY_NS, 4 * rttvarNs));
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

    /** Smallest sample so far; 0 before the first. */
    public long minRttNs() {
        return minRttNs;
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
