package io.tributary.tcp.congestion.coupled;

import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionAlgorithm;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.CongestionControl;
import java.util.ArrayList;
import java.util.List;

/** One subflow's controller, and ACKs for it as a path of a given round-trip time would send them. */
final class Path {
    /** Large, so that one ACK's growth shows in many digits. */
    static final int MSS = 60_000;
    static final long MS = 1_000_000;
    static final long START_NS = 1_000_000 * MS;

    final CongestionControl control;
    final AckSample sample = new AckSample();
    long rttNs;
    long una = 1;

    Path(CongestionAlgorithm group, long rttNs) {
        this.control = CongestionSettings.DEFAULT.withAlgorithm(group).controller(MSS);
        this.rttNs = rttNs;
    }

    static CongestionAlgorithm group(String name) {
        return CongestionAlgorithms.named(name).orElseThrow().group();
    }

    /** Paths in congestion avoidance, with windows of {@code windows[i]} segments, all in use. */
    static List<Path> paths(CongestionAlgorithm group, int[] windows, int[] rttMs) {
        List<Path> all = new ArrayList<>();
        for (int i = 0; i < windows.length; i++) {
            Path p = new Path(group, rttMs[i] * MS);
            // each an hour after the one before, which is not in use then
            all.add(p.avoiding(windows[i], START_NS + i * 3_600_000 * MS));
        }
        long now = START_NS + windows.length * 3_600_000 * MS;
        all.forEach(p -> p.touch(now));
        return all;
    }

    Path avoiding(int segments, long nowNs) {
        while (control.cwnd() < 2L * segments * MSS) {
            ack(MSS, true, 0, nowNs);
        }
        control.onCongestion(2L * segments * MSS, nowNs);
        control.onRecovered(0, nowNs);
        return this;
    }

    /** Data flows, and leaves the window as it is. */
    void touch(long nowNs) {
        sample.inFlight = control.cwnd();
        feed(MSS, false, control.cwnd(), nowNs);
    }

    /** An ACK that comes while the window is what limits. */
    void ack(long bytes, long nowNs) {
        ack(bytes, true, control.cwnd(), nowNs);
    }

    void ack(long bytes, boolean limited, long left, long nowNs) {
        sample.inFlight = limited ? control.cwnd() : left;
        feed(bytes, limited, left, nowNs);
    }

    private void feed(long bytes, boolean limited, long left, long nowNs) {
        una += bytes;
        sample.una = una;
        sample.nxt = una + left;
        sample.ackedBytes = bytes;
        sample.limited = limited;
        sample.quantum = MSS;
        sample.rttNs = rttNs;
        sample.srttNs = rttNs;
        sample.minRttNs = rttNs;
        sample.nowNs = nowNs;
        control.onAck(sample);
    }

    /** Segments by which one full segment acknowledged lets the window grow. */
    double perAck(long nowNs) {
        long before = control.cwnd();
        ack(MSS, nowNs);
        return (double) (control.cwnd() - before) / MSS;
    }

    /** The same for a window's worth of them. */
    double perRound(long nowNs) {
        long before = control.cwnd();
        for (long n = before / MSS; n > 0; n--) {
            ack(MSS, nowNs);
        }
        return (double) (control.cwnd() - before) / MSS;
    }

    double segments() {
        return (double) control.cwnd() / MSS;
    }
}
