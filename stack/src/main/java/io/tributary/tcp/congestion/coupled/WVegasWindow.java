package io.tributary.tcp.congestion.coupled;

import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionSettings;

/**
 * Weighted Vegas, after Cao, Xu and Fu. Once per round trip it reckons how many of the window's segments wait in queues, and keeps
 * that near a target: all subflows of the group have {@value #TOTAL} together, each as its share of the rate is. When the delay
 * has doubled since it was lowest the window gives way, so that the queue drains and the path's own delay shows again.
 *
 * <p>A round with few samples tells nothing: then it counts bytes as NewReno does.
 */
final class WVegasWindow extends CoupledWindow {
    private static final int TOTAL = 10;
    private static final int LEAST = 2;
    /** Segments in queues that end slow start. */
    private static final int GAMMA = 1;
    private static final int FEWEST_SAMPLES = 3;

    private double share;
    private double target = LEAST;
    private long baseNs = Long.MAX_VALUE;
    private long lowestDelayNs;
    private long roundEnd;
    private long sumNs;
    private int samples;
    private boolean judged;
    /** What the last round asks for, in bytes; not yet done. */
    private long step;

    WVegasWindow(CongestionSettings settings, int mss, Siblings siblings) {
        super(settings, mss, siblings);
    }

    @Override
    void derive(Siblings inUse) {
        double rates = 0;
        for (int i = 0; i < inUse.count(); i++) {
            rates += inUse.get(i).rate();
        }
        share = rate() / rates;
    }

    @Override
    protected void observe(AckSample s) {
        super.observe(s);
        if (s.rttNs > 0) {
            baseNs = Math.min(baseNs, s.rttNs);
            sumNs += s.rttNs;
            samples++;
        }
        if (s.una >= roundEnd) {
            roundEnd = s.nxt;
            judged = samples >= FEWEST_SAMPLES && !isAlone();
            if (judged) {
                judge(sumNs / samples);
            }
            sumNs = 0;
            samples = 0;
        }
    }

    private void judge(long averageNs) {
        step = 0;
        double window = (double) cwnd() / mss();
        double queued = window * (averageNs - baseNs) / averageNs;
        if (cwnd() < ssthresh()) {
            if (queued > GAMMA) {
                step = Math.min(0, (long) ((window * baseNs / averageNs + 1) * mss()) - cwnd());
                leaveSlowStart();
            }
            return;
        }
        if (queued >= target) {
            target = Math.max(LEAST, share * TOTAL);
        }
        step = queued > target ? -mss() : queued < target ? mss() : 0;
        drain(averageNs, queued);
    }

    /** Where no more waits than is wanted there is nothing to drain, however the little compares: delays jitter. */
    private void drain(long averageNs, double queued) {
        long delayNs = averageNs - baseNs;
        lowestDelayNs = lowestDelayNs == 0 ? delayNs : Math.min(lowestDelayNs, delayNs);
        if (queued > target && delayNs >= 2 * lowestDelayNs) {
            step = (long) ((double) cwnd() * baseNs / (2 * averageNs)) - cwnd();
            lowestDelayNs = 0;
        }
    }

    @Override
    long coupled(AckSample s, long bytes) {
        if (!judged) {
            return onAckedAsReno(bytes);
        }
        long change = Math.max(step, Math.min(0, LEAST * (long) mss() - cwnd()));
        step = 0;
        return change;
    }

    /** The path may be another one by now. */
    @Override
    public void onIdle(long idleNs, boolean beyondTimeout, long nowNs) {
        super.onIdle(idleNs, beyondTimeout, nowNs);
        if (beyondTimeout) {
            baseNs = Long.MAX_VALUE;
            lowestDelayNs = 0;
            sumNs = 0;
            samples = 0;
            judged = false;
        }
    }

    @Override
    public void onTimeout(long flightSize, boolean first, long nowNs) {
        super.onTimeout(flightSize, first, nowNs);
        judged = false;
        step = 0;
    }

    @Override
    public void onCongestion(long flightSize, long nowNs) {
        super.onCongestion(flightSize, nowNs);
        judged = false;
        step = 0;
    }

    @Override
    public String name() {
        return WVegas.NAME;
    }
}
