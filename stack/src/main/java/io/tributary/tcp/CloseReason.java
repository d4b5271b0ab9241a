package io.tributary.tcp;

/** Why a connection or subflow ended. */
public enum CloseReason {
    /** Both directions ended in order. */
    NORMAL,
    /** The peer answered our SYN with RST. */
    REFUSED,
    /** The peer reset an open connection (TCP: RST; MPTCP: MP_FASTCLOSE, or RST after fallback). */
    RESET,
    /** Nothing came back for too long. */
    TIMED_OUT,
    /** An ICMP error ended an opening connection; type and code are kept with the connection. */
    UNREACHABLE,
    /** Our side aborted. */
    ABORTED,
    /** The peer broke the protocol and was reset. */
    PROTOCOL_ERROR,
    /** A table or budget was full. */
    NO_RESOURCES;

    public boolean isNormal() {
        return this == NORMAL;
    }
}
