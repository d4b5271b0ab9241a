package io.tributary.tcp.congestion.coupled;

import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionSettings;

/**
 * Balanced linked adaptation, after Peng, Walid, Hwang and Low. With {@code x} for windows over round trips, {@code max} for the
 * largest of them, an ACK adds {@code (x + max)(4x + max) / (10 (sum x)^2)} of what it adds in TCP; and a loss takes more than half
 * of a window that is not the fastest, up to three quarters.
 */
final class BaliaWindow extends CoupledWindow {
    private static final int SCALE = 1 << 15;
    private static final double MOST_DECREASE = 1.5;

    /** What is left of TCP's increase, times {@link #SCALE}. */
    private long share = SCALE;
    /** Taken by a loss, in halves of the window, times {@link #SCALE}. */
    private long decrease = SCALE;
    private long rest;

    BaliaWindow(CongestionSettings settings, int mss, Siblings siblings) {
        super(settings, mss, siblings);
    }

    @Override
    void derive(Siblings inUse) {
        double sum = 0;
        double max = 0;
        for (int i = 0; i < inUse.count(); i++) {
            sum += inUse.get(i).rate();
            max = Math.max(max, inUse.get(i).rate());
        }
        double own = rate();
        share = Math.max(1, (long) (SCALE * ((own + max) * (4 * own + max) / (10 * sum * sum)) + 0.5));
        decrease = (long) (SCALE * Math.min(max / own, MOST_DECREASE));
    }

    @Override
    long coupled(AckSample s, long bytes) {
        rest += bytes * mss() * share;
        long divisor = cwnd() * SCALE;
        long grown = rest / divisor;
        rest -= grown * divisor;
        return grown;
    }

    @Override
    protected long reduced(long flightSize) {
        return isAlone() ? super.reduced(flightSize) : flightSize * (2 * SCALE - decrease) / (2 * SCALE);
    }

    @Override
    public String name() {
        return Balia.NAME;
    }
}
