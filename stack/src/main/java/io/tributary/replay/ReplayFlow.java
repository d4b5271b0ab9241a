package io.tributary.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What our stack sent on a recorded flow. */
final class ReplayFlow {
    final RecordedFlow recorded;
    /** Our port; another than the recorded one where our stack chose it. */
    int localPort;
    final List<ReplayPacket> sent = new ArrayList<>();
    /** Packets of the recording that answer what our stack has not sent yet, and those behind them. */
    final ArrayDeque<ReplayPacket> waiting = new ArrayDeque<>();
    /** Since when the first of them has. */
    long waitsSinceNs;
    private SequenceCounter numbers;
    private final SequenceCounter peerNumbers;
    private long highest;
    private long acknowledged;

    ReplayFlow(RecordedFlow recorded) {
        this.recorded = recorded;
        localPort = recorded.ours.port();
        this.peerNumbers = new SequenceCounter(recorded.peerNumbers.isn());
    }

    void onSent(ReplayPacket p) {
        if (numbers == null) {
            numbers = new SequenceCounter(p.isSyn() ? p.seqNo : recorded.ownNumbers.isn());
        }
        RecordedFlow.position(p, numbers, peerNumbers);
        highest = Math.max(highest, p.end());
        sent.add(p);
    }

    void onArrival(ReplayPacket p) {
        acknowledged = Math.max(acknowledged, p.ack);
    }

    /** The highest acknowledgment that our stack was given. */
    long acknowledged() {
        return acknowledged;
    }

    /** Position behind everything sent so far. */
    long highest() {
        return highest;
    }
}
