package io.tributary.tcp;

import io.tributary.connection.IdleReason;

/** What a Tcb waits for before it sends more. It looks only: nothing changes by asking. */
final class Idleness {
    private Idleness() {
    }

    /**
     * @param waiting bytes of text that nobody has sent yet
     * @return null if something could go out now
     */
    static IdleReason of(Tcb t, long waiting) {
        if (!t.state.isSynchronized()) {
            return t.state == TcpState.CLOSED ? IdleReason.CLOSING : IdleReason.NOT_OPEN;
        }
        if (!t.state.maySendText() || t.finRequested) {
            return IdleReason.CLOSING;
        }
        if (waiting <= 0) {
            return IdleReason.NO_DATA;
        }
        if (Transmitter.repairsFirst(t)) {
            return IdleReason.RECOVERY;
        }
        long permitted = Transmitter.permitted(t, waiting);
        if (permitted == 0) {
            long peer = t.snd.una + t.snd.wnd - t.snd.nxt;
            return peer <= t.loss.window() - t.loss.pipe() ? IdleReason.PEER_WINDOW : IdleReason.CWND;
        }
        if (t.timers.paceNs != TcpTimers.NONE) {
            return IdleReason.PACING;
        }
        int length = (int) Math.min(permitted, Transmitter.maxPayload(t));
        return t.socket.small.worthSending(length, waiting) == 0 ? IdleReason.SMALL_SEGMENT : null;
    }
}
