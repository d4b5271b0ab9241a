package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/** Slow start, congestion avoidance by byte counting, halving on loss. */
@Rfc(value = 5681, section = {"3.1", "4.1"})
@Rfc(value = 3465, section = "2", deviation = "an ACK for a super-segment counts for half of its bytes, not for two segments")
@Rfc(value = 6928, section = "2")
public final class NewReno implements CongestionControl {
    private int initialSegments;
    private int mss;
    private long cwnd;
    private long ssthresh = Long.MAX_VALUE;
    private long avoided;
    private boolean afterTimeout;

    public NewReno(int initialSegments, int mss) {
        this.initialSegments = initialSegments;
        this.mss = mss;
        this.cwnd = initialWindow();
    }

    private long initialWindow() {
        return Math.min((long) initialSegments * mss, Math.max(2L * mss, 14_600L * initialSegments / 10));
    }

    @Override
    public void onAck(long ackedBytes, long inFlight, boolean limited, long srttNs, long nowNs) {
        if (!limited) {
            return;
        }
        if (cwnd < ssthresh) {
            int l = afterTimeout ? 1 : 2;
            // One ACK may stand for a whole super-segment that was sent as many: then each of its segments counts.
            cwnd += Math.min(ackedBytes, Math.max((long) l * mss, ackedBytes / 2));
            return;
        }
        avoided += ackedBytes;
        while (avoided >= cwnd) {
            avoided -= cwnd;
            cwnd += mss;
        }
    }

    @Override
    public void onCongestion(long inFlight, long nowNs) {
        ssthresh = Math.max(inFlight / 2, 2L * mss);
        cwnd = ssthresh;
        avoided = 0;
    }

    @Override
    public void onTimeout(long inFlight, boolean first, long nowNs) {
        if (first) {
            ssthresh = Math.max(inFlight / 2, 2L * mss);
        }
        cwnd = mss;
        avoided = 0;
        afterTimeout = true;
    }

    @Override
    public void onRecovered(long inFlight, long nowNs) {
        afterTimeout = false;
    }

    @Override
    public void onHandshakeLoss() {
        initialSegments = 1;
        cwnd = initialWindow();
    }

    @Override
    public void onIdle(long nowNs) {
        cwnd = Math.min(cwnd, initialWindow());
    }

    @Override
    public void onMss(int newMss) {
        boolean untouched = cwnd == initialWindow();
        mss = newMss;
        cwnd = untouched ? initialWindow() : Math.max(cwnd, newMss);
    }

    @Override
    public long cwnd() {
        return cwnd;
    }

    @Override
    public long ssthresh() {
        return ssthresh;
    }

    @Override
    public String name() {
        return "newreno";
    }
}
