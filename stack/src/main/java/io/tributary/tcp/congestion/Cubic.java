package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/**
 * The window as a cubic function of the time since the last loss: quickly back to where that happened, carefully around it,
 * then further and further; never slower than Reno. Time in which the window was not the limit does not count.
 */
@Rfc(value = 8312, section = {"4", "5.8"})
@Rfc(value = 9438, section = {"4.2", "4.3", "4.4", "4.5", "4.6", "4.7", "4.8", "4.9"})
public final class Cubic extends LossWindow {
    private static final long NONE = Long.MIN_VALUE;
    private static final double SECOND = 1e9;

    private final HyStart hyStart;
    private CubicCurve curve = new CubicCurve();
    private CubicCurve curveBefore = new CubicCurve();
    private double max;
    private double maxBefore;
    private double prior;
    private double priorBefore;
    private long epochNs = NONE;
    private long epochBeforeNs = NONE;
    private long seenNs;
    /** Growth below one byte, kept for the next ACK. */
    private double fraction;

    public Cubic(CongestionSettings settings, int mss) {
        super(settings, mss);
        hyStart = settings.hyStart() ? new HyStart() : null;
    }

    // ---- growth

    @Override
    protected void observe(AckSample s) {
        if (hyStart != null && ssthresh() == Long.MAX_VALUE && hyStart.onAck(s)) {
            leaveSlowStart();
        }
    }

    @Override
    protected long slowStart(AckSample s, long counted) {
        return hyStart != null && hyStart.isConservative() && ssthresh() == Long.MAX_VALUE
            ? counted / HyStart.CONSERVATIVE_DIVISOR : counted;
    }

    @Override
    protected long avoid(AckSample s, long bytes) {
        double mss = mss();
        double window = cwnd() / mss;
        if (epochNs == NONE) {
            epochNs = s.nowNs;
            curve.begin(window, max, prior);
        }
        seenNs = s.nowNs;
        double acked = bytes / mss;
        double seconds = (s.nowNs - epochNs) / SECOND;
        double reno = curve.estimate(acked, window);
        double grown;
        if (curve.at(seconds) < reno) {
            grown = reno - window;
        } else {
            double target = Math.max(window, Math.min(curve.at(seconds + s.srttNs / SECOND), 1.5 * window));
            grown = (target - window) / window * acked;
        }
        fraction += Math.max(0, Math.min(grown, acked)) * mss;
        long whole = (long) fraction;
        fraction -= whole;
        return whole;
    }

    @Override
    protected void onUnused(AckSample s) {
        shift(s.nowNs - seenNs, s.nowNs);
        seenNs = s.nowNs;
    }

    @Override
    public void onIdle(long idleNs, boolean beyondTimeout, long nowNs) {
        long before = cwnd();
        super.onIdle(idleNs, beyondTimeout, nowNs);
        if (cwnd() < before) {
            epochNs = NONE;
        }
        shift(idleNs, nowNs);
        seenNs = nowNs;
    }

    /** The curve stands still while nothing asks for it. */
    private void shift(long ns, long nowNs) {
        if (epochNs != NONE) {
            epochNs = Math.min(nowNs, epochNs + Math.max(0, ns));
        }
    }

    // ---- loss

    @Override
    protected long reduced(long flightSize) {
        return (long) (Math.min(flightSize, cwnd()) * CubicCurve.BETA);
    }

    /** A flow that loses before it is back where it lost last gives way to others: they seem to be new. */
    @Override
    protected void onEpisode(long flightSize, boolean timeout, long nowNs) {
        CubicCurve c = curveBefore;
        c.copyFrom(curve);
        maxBefore = max;
        priorBefore = prior;
        epochBeforeNs = epochNs;
        double window = (double) cwnd() / mss();
        if (timeout) {
            max = 0;
        } else {
            max = window < max ? window * (1 + CubicCurve.BETA) / 2 : window;
        }
        prior = window;
        epochNs = NONE;
        fraction = 0;
    }

    @Override
    protected void onUndo(long nowNs) {
        CubicCurve c = curve;
        curve = curveBefore;
        curveBefore = c;
        max = maxBefore;
        prior = priorBefore;
        epochNs = epochBeforeNs;
        seenNs = nowNs;
    }

    @Override
    public String name() {
        return "cubic";
    }
}
