package io.tributary.tcp;

import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.WindowUsage;

/** What the congestion controller is told about each ACK of new data, and what has to be remembered for that. */
final class AckFacts {
    private final AckSample sample = new AckSample();
    private final WindowUsage usage = new WindowUsage();

    /** New text went out as far as windows let it. */
    void onSent(Tcb t) {
        long pipe = t.loss.pipe();
        usage.onSent(t.congestion.cwnd() - pipe, t.effectiveMss(), pipe, t.snd.una, t.snd.nxt);
    }

    /**
     * @param inFlight    before this ACK
     * @param roundTripNs measured by it; -1 if it measured none
     */
    AckSample of(Tcb t, SegmentView ack, long acked, long inFlight, long roundTripNs, long nowNs) {
        long cwnd = t.congestion.cwnd();
        AckSample s = sample;
        s.una = t.snd.una;
        s.nxt = t.snd.nxt;
        s.ackedBytes = acked;
        s.inFlight = inFlight;
        s.limited = usage.isLimited(cwnd, cwnd < t.congestion.ssthresh()) && !t.ecn.isEcho(ack.flags);
        s.quantum = t.maxSegment();
        s.rttNs = roundTripNs;
        s.srttNs = t.rtt.srttNs();
        s.minRttNs = t.rtt.minRttNs();
        s.nowNs = nowNs;
        return s;
    }
}
