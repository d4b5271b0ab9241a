package io.tributary.convert.leg;

/**
 * The side towards the client of one session. It tells its session what the client wants; the session tells it what came of
 * that. Exactly one of {@link #confirm}, {@link #refuse}, {@link #abandon} ends its waiting.
 */
interface UpstreamLeg {
    /** The server has accepted: so do we. {@code serverOptions}: TCP options of its SYN/ACK. */
    void confirm(byte[] serverOptions, long nowNs);

    /** There is no connection to the server: tells the client as its mode can. The session has made room for a reply. */
    void refuse(Failure failure, long nowNs);

    /** Leaves: without a word where nothing was answered yet, else by an abort. */
    void abandon(long nowNs);
}
