package io.tributary.replay;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which of the peer's packets a capture taken next to it shows although they never reached the other host: text that the peer
 * repeated before anything showed that it had arrived, and SYNs that nobody answered.
 */
final class PathLoss {
    private PathLoss() {
    }

    static Set<ReplayPacket> of(RecordedFlow f) {
        Set<ReplayPacket> lost = new HashSet<>();
        SackBlocks blocks = new SackBlocks(f.peerNumbers.isn());
        for (int i = 0; i < f.peer.size(); i++) {
            ReplayPacket p = f.peer.get(i);
            ReplayPacket again = p.end() > p.seq ? repetition(f.peer, i) : null;
            if (again != null && !arrived(f, p, again, blocks)) {
                lost.add(p);
            }
        }
        return lost;
    }

    private static ReplayPacket repetition(List<ReplayPacket> packets, int of) {
        ReplayPacket p = packets.get(of);
        for (int i = of + 1; i < packets.size(); i++) {
            ReplayPacket q = packets.get(i);
            if (q.isSyn() == p.isSyn() && q.seq <= p.seq && q.end() > p.seq) {
                return q;
            }
        }
        return null;
    }

    /** Acknowledged or reported before the repetition was sent, or reported as a duplicate after it. */
    private static boolean arrived(RecordedFlow f, ReplayPacket p, ReplayPacket again, SackBlocks blocks) {
        for (ReplayPacket own : f.own) {
            boolean between = own.number > p.number && own.number < again.number;
            if (between && (own.isSyn() || own.ack >= p.end() || blocks.contain(own, p.text(), p.textEnd()))) {
                return true;
            }
            if (own.number > again.number && blocks.of(own).stream()
                .anyMatch(b -> b.duplicate() && b.left() <= p.text() && b.right() >= p.textEnd())) {
                return true;
            }
        }
        return false;
    }
}
