package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/**
 * One congestion avoidance epoch: the cubic function of time, and beside it the window that Reno would have by now. Sizes in
 * segments, times in seconds. Double arithmetic is exact to the last bit on every machine (Java 17), the root is StrictMath's.
 */
@Rfc(value = 8312, section = {"4.1", "4.2"})
@Rfc(value = 9438, section = {"4.2", "4.3"})
final class CubicCurve {
    static final double C = 0.4;
    static final double BETA = 0.7;
    /** What makes Reno with a decrease of {@link #BETA} as fast as Reno with one half. */
    static final double ALPHA = 3 * (1 - BETA) / (1 + BETA);

    private double origin;
    private double k;
    private double estimate;
    private double prior;

    /**
     * @param window now
     * @param max    before the last reduction; no more than {@code window} if there is nothing to return to
     * @param prior  window at the last reduction, without what fast convergence took off; 0 for none
     */
    void begin(double window, double max, double prior) {
        origin = Math.max(window, max);
        k = max > window ? StrictMath.cbrt((max - window) / C) : 0;
        estimate = window;
        this.prior = prior;
    }

    /** Seconds until the curve is back at its plateau. */
    double k() {
        return k;
    }

    double at(double seconds) {
        double d = seconds - k;
        return origin + C * d * d * d;
    }

    /** {@code acked} segments more were acknowledged with a window of {@code window}. @return what Reno would have now */
    double estimate(double acked, double window) {
        estimate += (estimate >= prior ? 1 : ALPHA) * acked / window;
        return estimate;
    }

    void copyFrom(CubicCurve c) {
        origin = c.origin;
        k = c.k;
        estimate = c.estimate;
        prior = c.prior;
    }
}
