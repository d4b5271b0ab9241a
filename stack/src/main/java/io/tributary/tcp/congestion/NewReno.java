package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/** One segment more per round trip in congestion avoidance, half of it gone on loss. */
@Rfc(value = 5681, section = "3.1")
@Rfc(value = 3465, section = "2.1")
public final class NewReno extends LossWindow {
    private long avoided;

    public NewReno(CongestionSettings settings, int mss) {
        super(settings, mss);
    }

    @Override
    long avoid(AckSample s, long bytes) {
        avoided += bytes;
        long sendable = cwnd() - cwnd() % mss();
        if (avoided < sendable) {
            return 0;
        }
        avoided -= sendable;
        return mss();
    }

    @Override
    long reduced(long flightSize) {
        return flightSize / 2;
    }

    @Override
    void onEpisode(long flightSize, boolean timeout, long nowNs) {
        avoided = 0;
    }

    @Override
    void onUndo(long nowNs) {
    }

    @Override
    public String name() {
        return "newreno";
    }
}
