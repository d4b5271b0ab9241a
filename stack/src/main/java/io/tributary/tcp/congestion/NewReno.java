package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/** One segment more per round trip in congestion avoidance, half of it gone on loss. */
@Rfc(value = 5681, section = "3.1")
public final class NewReno extends LossWindow {
    private final RenoGrowth growth = new RenoGrowth();

    public NewReno(CongestionSettings settings, int mss) {
        super(settings, mss);
    }

    @Override
    protected long avoid(AckSample s, long bytes) {
        return growth.onAcked(bytes, cwnd(), mss());
    }

    @Override
    protected long reduced(long flightSize) {
        return flightSize / 2;
    }

    @Override
    protected void onEpisode(long flightSize, boolean timeout, long nowNs) {
        growth.restart();
    }

    @Override
    protected void onUndo(long nowNs) {
    }

    @Override
    public String name() {
        return "newreno";
    }
}
