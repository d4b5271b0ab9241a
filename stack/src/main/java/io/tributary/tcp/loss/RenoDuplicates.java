package io.tributary.tcp.loss;

import io.tributary.Rfc;

/** Duplicate ACKs of a connection without SACK: how many, and what they say has left the network. */
@Rfc(value = 6582, section = "3.2")
@Rfc(value = 3042, section = "2")
final class RenoDuplicates {
    private int count;
    /** What was in flight before duplicate ACKs let more go out. */
    private long flightBefore;
    private long leftNetwork;

    /**
     * The first two duplicates send a new segment each (limited transmit), the third starts a recovery, further ones stand for a
     * segment that arrived. After a timeout they say nothing: they answer what was sent before. Nor may those start a recovery
     * that ask for no more than the end of the last one: our own retransmissions may have caused them.
     *
     * @param calm neither repairing nor after a timeout
     * @param most duplicates that reordering may cause, and one
     * @param news there is something beyond the last recovery to ask for
     * @return true if a recovery starts
     */
    boolean onDuplicate(AckNews n, boolean calm, boolean repairing, int most, boolean news, long pipe) {
        if (count++ == 0) {
            flightBefore = n.nxt - n.ack;
        }
        boolean starts = calm && count == most && news;
        if (starts || repairing || calm && count < most) {
            leftNetwork = Math.min(leftNetwork + n.mss, pipe);
        }
        return starts;
    }

    /**
     * The left edge moved. Of what duplicates stood for a partial ACK covers all but the segment that was repaired.
     *
     * @return true if the next segment is to be repaired
     */
    boolean onProgress(AckNews n, boolean repairing) {
        count = 0;
        leftNetwork = repairing ? Math.max(0, leftNetwork - Math.max(0, n.ack - n.una - n.mss)) : 0;
        return repairing;
    }

    int count() {
        return count;
    }

    long leftNetwork() {
        return leftNetwork;
    }

    void clear() {
        count = 0;
        leftNetwork = 0;
    }

    void forget() {
        leftNetwork = 0;
    }

    /** The flight that loss hit. */
    long flight(long flightSize) {
        return count > 0 ? Math.min(flightSize, flightBefore) : flightSize;
    }
}
