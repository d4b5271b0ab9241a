package io.tributary.tcp.congestion.coupled;

import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionSettings;

/**
 * Opportunistic linked increases, after Khalili, Gast, Popovic and Le Boudec. The first term balances congestion; the second moves
 * window from the paths that have most of it to the best ones that have less, where best is who gets most bytes through from loss
 * to loss for its round trip squared.
 *
 * <p>A new subflow starts with slow start, as in TCP: idle capacity is found in a few round trips.
 */
final class OliaWindow extends CoupledWindow {
    private static final int FRACTION_BITS = 12;

    /** What the first term divides by: a window in bytes. */
    private long common = 1;
    /** What the second term multiplies the window with to divide by; negative to take; 0: there is none. */
    private int partners;
    /** Growth below one byte, times 2^{@value #FRACTION_BITS}. */
    private long rest;
    private long una;
    private long lossAt;
    private long lossBefore;
    private long lossAtBefore;
    private long lossBeforeBefore;

    OliaWindow(CongestionSettings settings, int mss, Siblings siblings) {
        super(settings, mss, siblings);
    }

    @Override
    protected void observe(AckSample s) {
        if (una == 0) {
            lossAt = s.una - s.ackedBytes;
            lossBefore = lossAt;
        }
        una = s.una;
        super.observe(s);
    }

    /** Bytes acknowledged since the last loss, or between the last two if that is more. */
    long quality() {
        return Math.max(una - lossAt, lossAt - lossBefore);
    }

    private long wholeSegments() {
        return counted() / mss();
    }

    @Override
    void derive(Siblings inUse) {
        int n = inUse.count();
        double rates = 0;
        OliaWindow best = (OliaWindow) inUse.get(0);
        long largest = 0;
        for (int i = 0; i < n; i++) {
            OliaWindow w = (OliaWindow) inUse.get(i);
            rates += w.rate();
            largest = Math.max(largest, w.wholeSegments());
            best = w.compareQuality(best) > 0 ? w : best;
        }
        int large = 0;
        int bestSmall = 0;
        for (int i = 0; i < n; i++) {
            OliaWindow w = (OliaWindow) inUse.get(i);
            boolean isLarge = w.wholeSegments() == largest;
            large += isLarge ? 1 : 0;
            bestSmall += !isLarge && w.compareQuality(best) == 0 ? 1 : 0;
        }
        boolean isLarge = wholeSegments() == largest;
        if (bestSmall == 0) {
            partners = 0;
        } else if (isLarge) {
            partners = -n * large;
        } else {
            partners = compareQuality(best) == 0 ? n * bestSmall : 0;
        }
        // at least the own window: never more than TCP
        common = Math.max(1, (long) (rates * rates / (rate() / rttNs())));
    }

    /** Exact: who is best must not flicker between equals. */
    private int compareQuality(OliaWindow other) {
        long mine = micros(other.rttNs());
        long its = micros(rttNs());
        return Wide.compareProducts(quality(), mine * mine, other.quality(), its * its);
    }

    /** So that the square fits. */
    private static long micros(long ns) {
        return Math.min(ns / 1000, Integer.MAX_VALUE);
    }

    /** 0 without; else what one more segment for a window's worth of ACKs is divided by, negative to take. */
    int partners() {
        return partners;
    }

    @Override
    long coupled(AckSample s, long bytes) {
        long credit = bytes * mss() << FRACTION_BITS;
        rest += credit / common;
        if (partners != 0) {
            rest += credit / (partners * cwnd());
        }
        long whole = rest >> FRACTION_BITS;
        rest -= whole << FRACTION_BITS;
        return Math.max(whole, Math.min(0, 2L * mss() - cwnd()));
    }

    @Override
    public void onCongestion(long flightSize, long nowNs) {
        noteLoss();
        super.onCongestion(flightSize, nowNs);
    }

    @Override
    public void onTimeout(long flightSize, boolean first, long nowNs) {
        noteLoss();
        super.onTimeout(flightSize, first, nowNs);
    }

    /** Once for an episode: what is lost in its course, repairs too, is no news of the path. */
    private void noteLoss() {
        if (!isInEpisode()) {
            lossAtBefore = lossAt;
            lossBeforeBefore = lossBefore;
            lossBefore = lossAt;
            lossAt = una;
        }
    }

    @Override
    protected void onUndo(long nowNs) {
        lossAt = lossAtBefore;
        lossBefore = lossBeforeBefore;
        super.onUndo(nowNs);
    }

    @Override
    public String name() {
        return Olia.NAME;
    }
}
