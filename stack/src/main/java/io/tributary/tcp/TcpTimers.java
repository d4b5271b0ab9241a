package io.tributary.tcp;

/** The deadlines of one Tcb. Setting is a store; nothing is ever cancelled elsewhere. */
final class TcpTimers {
    static final long NONE = Long.MAX_VALUE;

    /** Retransmission of text, FIN or SYN. */
    long retransmitNs = NONE;
    /** Text waits to be spread over the round trip. */
    long paceNs = NONE;
    /** Window probe, or the override of sender silly-window avoidance. */
    long persistNs = NONE;

    long earliestNs() {
        return Math.min(Math.min(retransmitNs, persistNs), paceNs);
    }

    void clearAll() {
        retransmitNs = NONE;
        persistNs = NONE;
        paceNs = NONE;
    }
}
