package io.tributary.replay;

/**
 * Where a capture was taken, told by the handshake: at the client the SYN/ACK takes the round trip and the third packet
 * follows at once, at the server it is the other way round.
 */
final class CapturePoint {
    private CapturePoint() {
    }

    /** @param c seen from either side */
    static Side of(RecordedConversation c) {
        RecordedFlow f = c.first();
        boolean client = c.side == Side.CLIENT;
        long syn = -1;
        for (ReplayPacket p : client ? f.own : f.peer) {
            if (p.isSyn()) {
                syn = p.timeNs;
            }
        }
        ReplayPacket answer = client ? f.peerSyn() : f.ownSyn();
        ReplayPacket third = null;
        for (ReplayPacket p : client ? f.own : f.peer) {
            if (third == null && answer != null && !p.isSyn() && p.number > answer.number) {
                third = p;
            }
        }
        if (syn < 0 || third == null) {
            return Side.SERVER;
        }
        return answer.timeNs - syn > third.timeNs - answer.timeNs ? Side.CLIENT : Side.SERVER;
    }
}
