package io.tributary.tcp;

/** The deadlines of one Tcb. Setting is a store; nothing is ever cancelled elsewhere. */
final class TcpTimers {
    static final long NONE = Long.MAX_VALUE;

    /** Retransmission of text, FIN or SYN. */
    long retransmitNs = NONE;
    /** Text waits to be spread over the round trip. */
    long paceNs = NONE;
    /** Tail loss probe: ACKs stay away. */
    long probeNs = NONE;
    /** What was overtaken counts as lost (RACK). */
    long reorderNs = NONE;
    /** Window probe. */
    long persistNs = NONE;
    /** End of the wait of a small segment for company, or for a larger window. */
    long overrideNs = NONE;
    long keepAliveNs = NONE;
    /** User timeout. */
    long patienceNs = NONE;
    /** End of lingering, or of an orphan's FIN-WAIT-2. */
    long closeNs = NONE;

    long earliestNs() {
        return Math.min(Math.min(Math.min(retransmitNs, persistNs), Math.min(overrideNs, keepAliveNs)),
            Math.min(Math.min(Math.min(patienceNs, closeNs), paceNs), Math.min(probeNs, reorderNs)));
    }

    void clearRepairs() {
        retransmitNs = NONE;
        probeNs = NONE;
        reorderNs = NONE;
    }

    void clearAll() {
        clearRepairs();
        persistNs = NONE;
        overrideNs = NONE;
        keepAliveNs = NONE;
        patienceNs = NONE;
        closeNs = NONE;
        paceNs = NONE;
    }
}
