package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * Whether a timeout was spurious. After the head was sent again new text goes first: if then something is acknowledged that was
 * sent before the timeout and only once, nothing had been lost; if new text comes back by SACK before that, something had.
 */
@Rfc(value = 5682, section = {"2.1", "3.1"})
final class Frto {
    private boolean doubtful;
    private boolean newTextFirst;

    void begin(boolean on) {
        doubtful = on;
        newTextFirst = false;
    }

    void end() {
        begin(false);
    }

    /** New text could tell. */
    boolean isDoubtful() {
        return doubtful;
    }

    boolean isNewTextFirst() {
        return newTextFirst;
    }

    /**
     * @param recoveryPoint behind what was in flight when the timer fired
     * @param room          the window has room for new text
     * @return true if the timeout was spurious
     */
    boolean onAck(AckNews n, long recoveryPoint, boolean room) {
        newTextFirst &= !n.advances() && n.sacked == 0;
        if (!doubtful) {
            return false;
        }
        if (n.originalDelivered) {
            return true;
        }
        if (n.nxt > recoveryPoint) {
            doubtful = n.sacked == 0 && !n.duplicate;
        } else if (n.advances() && n.ack < recoveryPoint) {
            newTextFirst = n.textWaits && room;
            doubtful = newTextFirst;
        }
        return false;
    }
}
