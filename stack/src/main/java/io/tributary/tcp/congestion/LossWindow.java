package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/**
 * What all loss-based controllers share: slow start by byte counting, one reduction per episode and its undoing, restart after
 * idleness. How the window grows in congestion avoidance and how much a loss takes is each one's own.
 */
@Rfc(value = 5681, section = {"3.1", "4.1"})
@Rfc(value = 3465, section = "2.2", deviation = "in the first slow start an ACK counts in full for one packet that was handed to the "
    + "device, however many segments the device cut it into")
public abstract class LossWindow implements CongestionControl {
    /** Beyond the largest window there can be (RFC 7323 §2.3). */
    public static final long MOST = 1L << 31;

    private final InitialWindow initial;
    private final boolean slowStartAfterIdle;
    private int mss;
    private long cwnd;
    private long ssthresh = Long.MAX_VALUE;
    private boolean afterTimeout;
    private boolean episode;
    private long cwndBefore;
    private long ssthreshBefore;

    protected LossWindow(CongestionSettings settings, int mss) {
        this.initial = new InitialWindow(settings.initialWindowSegments());
        this.slowStartAfterIdle = settings.slowStartAfterIdle();
        this.mss = mss;
        start();
    }

    private void start() {
        cwnd = initial.bytes(mss);
        initial.begin(cwnd);
    }

    /**
     * Bytes by which {@code bytes} acknowledged in congestion avoidance, at most a window, let the window grow; or shrink, where
     * that is how an algorithm avoids congestion.
     */
    protected abstract long avoid(AckSample s, long bytes);

    /** The window that a loss leaves of {@code flightSize}. */
    protected abstract long reduced(long flightSize);

    /** An episode starts; the window is still what it was. */
    protected abstract void onEpisode(long flightSize, boolean timeout, long nowNs);

    /** The episode was none. */
    protected abstract void onUndo(long nowNs);

    @Override
    public void onAck(AckSample s) {
        initial.onAck(s.ackedBytes);
        observe(s);
        if (!s.limited) {
            onUnused(s);
            return;
        }
        long avoided = s.ackedBytes;
        if (cwnd < ssthresh) {
            long counted = Math.min(s.ackedBytes, afterTimeout ? mss : Math.max(2L * mss, s.quantum));
            long grown = Math.min(slowStart(s, counted), ssthresh - cwnd);
            grow(grown);
            avoided = cwnd < ssthresh ? 0 : counted - grown;
        }
        if (avoided > 0) {
            grow(avoid(s, Math.min(avoided, cwnd)));
        }
    }

    /** Sees every ACK first. */
    protected void observe(AckSample s) {
    }

    /** Bytes by which {@code counted} acknowledged in slow start let the window grow. */
    protected long slowStart(AckSample s, long counted) {
        return counted;
    }

    /** New data was acknowledged, but the window had not been the limit: it proves nothing about more. */
    protected void onUnused(AckSample s) {
    }

    /** What shrinks in congestion avoidance stays there. */
    private void grow(long bytes) {
        cwnd = Math.max(mss, Math.min(cwnd + bytes, MOST));
        ssthresh = bytes < 0 ? Math.min(ssthresh, cwnd) : ssthresh;
    }

    /** Slow start ends here. */
    protected final void leaveSlowStart() {
        ssthresh = Math.max(cwnd, 2L * mss);
    }

    @Override
    public void onCongestion(long flightSize, long nowNs) {
        remember(flightSize, false, nowNs);
        ssthresh = Math.max(reduced(flightSize), 2L * mss);
        cwnd = Math.min(cwnd, ssthresh);
    }

    @Override
    public void onTimeout(long flightSize, boolean first, long nowNs) {
        if (first) {
            remember(flightSize, true, nowNs);
            ssthresh = Math.max(reduced(flightSize), 2L * mss);
        }
        cwnd = mss;
        afterTimeout = true;
    }

    private void remember(long flightSize, boolean timeout, long nowNs) {
        initial.onLoss(flightSize);
        cwndBefore = cwnd;
        ssthreshBefore = ssthresh;
        episode = true;
        onEpisode(flightSize, timeout, nowNs);
    }

    @Override
    public void onSpuriousLoss(long nowNs) {
        if (episode) {
            episode = false;
            afterTimeout = false;
            cwnd = Math.max(cwnd, cwndBefore);
            ssthresh = Math.max(ssthresh, ssthreshBefore);
            onUndo(nowNs);
        }
    }

    @Override
    public void onPenalty(boolean endsSlowStart) {
        long half = Math.max(cwnd / 2, mss);
        if (endsSlowStart || cwnd >= ssthresh) {
            ssthresh = Math.max(half, 2L * mss);
        }
        cwnd = half;
    }

    @Override
    public void onRecovered(long inFlight, long nowNs) {
        afterTimeout = false;
    }

    @Override
    public void onHandshakeLoss() {
        initial.onHandshakeLoss();
        start();
    }

    @Override
    public void onIdle(long idleNs, boolean beyondTimeout, long nowNs) {
        long restart = initial.afterPause(mss);
        if (beyondTimeout && slowStartAfterIdle && restart < cwnd) {
            ssthresh = Math.max(ssthresh, cwnd - cwnd / 4);
            cwnd = restart;
            initial.begin(restart);
        }
    }

    @Override
    public void onMss(int newMss) {
        boolean untouched = cwnd == initial.bytes(mss) && ssthresh == Long.MAX_VALUE;
        mss = newMss;
        if (untouched) {
            start();
        } else {
            cwnd = Math.max(cwnd, newMss);
        }
    }

    protected final int mss() {
        return mss;
    }

    @Override
    public final long cwnd() {
        return cwnd;
    }

    @Override
    public final long ssthresh() {
        return ssthresh;
    }
}
