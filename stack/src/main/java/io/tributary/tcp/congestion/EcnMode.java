package io.tributary.tcp.congestion;

/** Whether a connection lets the network mark its packets instead of dropping them. */
public enum EcnMode {
    /** Neither asks for it nor agrees to it. */
    OFF,
    /** Asks for it when it opens, and agrees to it when it is opened. */
    REQUEST,
    /** Agrees when the peer asks. */
    ACCEPT
}
