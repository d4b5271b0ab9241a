package io.tributary.replay;

import io.tributary.capture.Endpoint;
import io.tributary.wire.TcpFlags;
import java.util.ArrayList;
import java.util.List;

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
