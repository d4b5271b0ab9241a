package io.tributary.replay;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What our stack sent on a recorded flow. */
final class ReplayFlow {
    final RecordedFlow recorded;
    /** When its path was cut. */
    final long cutNs;
    /** Our port; another than the recorded one where our stack chose it. */
    int localPort;
    final List<ReplayPacket> sent = new ArrayList<>();
    /** Packets of the recording that answer what our stack has not sent yet, and those behind them. */
    final ArrayDeque<ReplayPacket> waiting = new ArrayDeque<>();
    /** Since when there have been such packets. */
    long waitsSinceNs = Long.MAX_VALUE;
    private SequenceCounter numbers;
    private final SequenceCounter peerNumbers;
    /** Where segments of ours ended when they were first sent. */
    private final TreeSet<Long> borders = new TreeSet<>();
    private long highest;
    private long acknowledged;

    ReplayFlow(RecordedFlow recorded, long cutNs) {
        this.recorded = recorded;
        this.cutNs = cutNs;
        localPort = recorded.ours.port();
        this.peerNumbers = new SequenceCounter(recorded.peerNumbers.isn());
    }

    void onSent(ReplayPacket p) {
        if (numbers == null) {
            numbers = new SequenceCounter(p.isSyn() ? p.seqNo : recorded.ownNumbers.isn());
        }
        RecordedFlow.position(p, numbers, peerNumbers);
        if (p.end() > highest) {
            borders.add(p.end());
            highest = p.end();
        }
        sent.add(p);
    }

    /**
     * The packet as it arrives. Two hosts' options may differ in length and their segments with them; who acknowledges whole segments
     * of the one does not leave a few bytes of a segment of the other behind.
     */
    ReplayPacket onArrival(ReplayPacket p) {
        ReplayPacket q = p;
        Long border = p.isBare() ? borders.ceiling(p.ack) : null;
        Long below = border == null ? null : borders.lower(border);
        if (border != null && border > p.ack && below != null && border - p.ack < p.ack - below) {
            q = p.acknowledgingLess(p.ack - border, p.window);
        }
        acknowledged = Math.max(acknowledged, q.ack);
        return q;
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
