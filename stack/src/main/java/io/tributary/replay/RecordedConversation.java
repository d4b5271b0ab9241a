package io.tributary.replay;

import io.tributary.capture.Endpoint;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One connection of a recording with all its TCP connections, seen from the side that is replayed. */
final class RecordedConversation {
    final Side side;
    final Endpoint client;
    final Endpoint server;
    final List<RecordedFlow> flows = new ArrayList<>();

    RecordedConversation(Side side, Endpoint client, Endpoint server) {
        this.side = side;
        this.client = client;
        this.server = server;
    }

    RecordedFlow first() {
        return flows.get(0);
    }

    /**
     * When the path of a flow was cut at the latest: it ends in the middle, while others end in order. What is sent there later nobody
     * sees.
     *
     * @return {@code Long.MAX_VALUE} if it was not
     */
    long cutNs(RecordedFlow f) {
        boolean othersEnd = flows.stream().anyMatch(g -> g != f && ends(g));
        long last = 0;
        for (List<ReplayPacket> side : List.of(f.own, f.peer)) {
            last = side.isEmpty() ? last : Math.max(last, side.get(side.size() - 1).timeNs);
        }
        return othersEnd && !ends(f) ? last + PacketComparison.ACK_DELAY_NS : Long.MAX_VALUE;
    }

    private static boolean ends(RecordedFlow f) {
        return Stream.concat(f.own.stream(), f.peer.stream()).anyMatch(p -> p.isFin() || p.isReset());
    }

    /** What stands against a replay, in one line; null if nothing does. */
    String obstacle() {
        RecordedFlow f = first();
        ReplayPacket opener = f.openedByUs ? f.ownSyn() : f.peerSyn();
        if (f.joined) {
            return "the first handshake (MP_CAPABLE) is not in the capture, only a join";
        }
        if (opener == null || opener.has(TcpFlags.ACK)) {
            return "the handshake is not in the capture: no SYN from " + client;
        }
        List<ReplayPacket> answers = f.openedByUs ? f.peer : f.own;
        boolean refused = answers.stream().allMatch(ReplayPacket::isReset);
        if ((f.openedByUs ? f.peerSyn() : f.ownSyn()) == null && !refused) {
            return "the handshake is not in the capture: no SYN/ACK from " + server;
        }
        return null;
    }

    @Override
    public String toString() {
        return client + " > " + server;
    }
}
