package io.tributary.tcp.congestion;

/** Feeds a controller with ACKs as a path of a given round-trip time would. */
final class Acks {
    static final int MSS = 1000;
    static final long MS = 1_000_000;

    final CongestionControl control;
    long rttNs = 100 * MS;
    long quantum = MSS;
    long nowNs = 1_000_000 * MS;
    private long una;

    Acks(CongestionControl control) {
        this.control = control;
    }

    /** One ACK of {@code bytes}; the whole window is in flight. */
    void ack(long bytes, boolean limited) {
        AckSample s = new AckSample();
        una += bytes;
        s.una = una;
        s.nxt = una + control.cwnd();
        s.ackedBytes = bytes;
        s.inFlight = control.cwnd();
        s.limited = limited;
        s.quantum = quantum;
        s.rttNs = rttNs;
        s.srttNs = rttNs;
        s.minRttNs = rttNs;
        s.nowNs = nowNs;
        control.onAck(s);
    }

    void ack(long bytes) {
        ack(bytes, true);
    }

    /** One round trip: a window's worth of ACKs, one for each segment. */
    Acks round() {
        long segments = Math.max(1, control.cwnd() / MSS);
        for (long i = 0; i < segments; i++) {
            nowNs += rttNs / segments;
            ack(MSS);
        }
        return this;
    }

    Acks rounds(int n) {
        for (int i = 0; i < n; i++) {
            round();
        }
        return this;
    }

    long segments() {
        return control.cwnd() / MSS;
    }

    /** Into congestion avoidance with a window of {@code segments}. */
    Acks avoidingWith(int segments, double kept) {
        while (segments() < segments / kept) {
            ack(MSS);
        }
        control.onCongestion((long) (segments / kept * MSS), nowNs);
        control.onRecovered(0, nowNs);
        return this;
    }
}
