package io.tributary.replay;

import io.tributary.capture.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** One TCP connection of a recording, seen from the side that is replayed. */
final class RecordedFlow {
    final int index;
    /** The end that our stack takes the place of. */
    final Endpoint ours;
    final Endpoint theirs;
    final boolean openedByUs;
    final boolean joined;
    /** What the recorded host in our place sent. */
    final List<ReplayPacket> own = new ArrayList<>();
    /** What it was answered: these packets drive our stack. */
    final List<ReplayPacket> peer = new ArrayList<>();
    SequenceCounter ownNumbers;
    SequenceCounter peerNumbers;

    RecordedFlow(int index, Endpoint ours, Endpoint theirs, boolean openedByUs, boolean joined) {
        this.index = index;
        this.ours = ours;
        this.theirs = theirs;
        this.openedByUs = openedByUs;
        this.joined = joined;
    }

    /** The two sides' SYNs, or null where they were not recorded. */
    ReplayPacket ownSyn() {
        return syn(own);
    }

    ReplayPacket peerSyn() {
        return syn(peer);
    }

    private static ReplayPacket syn(List<ReplayPacket> packets) {
        for (ReplayPacket p : packets) {
            if (p.isSyn()) {
                return p;
            }
        }
        return null;
    }

    /** By how much our windows are scaled, and the peer's. */
    int ownShift() {
        return scales() ? ownSyn().options.windowScale() : 0;
    }

    int peerShift() {
        return scales() ? peerSyn().options.windowScale() : 0;
    }

    private boolean scales() {
        return ownSyn() != null && ownSyn().options.hasWindowScale() && peerSyn() != null && peerSyn().options.hasWindowScale();
    }

    /** The last SYN of ours: which options a SYN/ACK or the SYN that was answered had. */
    ReplayPacket lastOwnSyn() {
        ReplayPacket last = null;
        for (ReplayPacket p : own) {
            last = p.isSyn() ? p : last;
        }
        return last;
    }

    /** Gives every packet its positions, once all are there. */
    void count() {
        ownNumbers = numbers(ownSyn(), own);
        peerNumbers = numbers(peerSyn(), peer);
        // in the order of the capture, as a number is only meaningful near the ones before
        int i = 0;
        int j = 0;
        while (i < own.size() || j < peer.size()) {
            boolean mine = j == peer.size() || i < own.size() && own.get(i).number < peer.get(j).number;
            ReplayPacket p = mine ? own.get(i++) : peer.get(j++);
            position(p, mine ? ownNumbers : peerNumbers, mine ? peerNumbers : ownNumbers);
        }
    }

    static void position(ReplayPacket p, SequenceCounter sender, SequenceCounter receiver) {
        p.seq = sender.position(p.seqNo);
        if (p.has(io.tributary.wire.TcpFlags.ACK)) {
            p.ack = receiver.position(p.ackNo);
        }
    }

    private static SequenceCounter numbers(ReplayPacket syn, List<ReplayPacket> packets) {
        return new SequenceCounter(syn != null ? syn.seqNo : packets.isEmpty() ? 0 : packets.get(0).seqNo);
    }
}
