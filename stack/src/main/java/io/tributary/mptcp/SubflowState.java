package io.tributary.mptcp;

import io.tributary.Rfc;

/** How far a subflow's own MPTCP handshake has come, beside its TCP state. */
@Rfc(value = 8684, section = {"3.1", "3.2"})
public enum SubflowState {
    /** Initiator: SYN with MP_CAPABLE sent. */
    CAPABLE_SYN_SENT,
    /** Listener: SYN/ACK with MP_CAPABLE sent; the first segment in order decides. */
    CAPABLE_SYN_RECEIVED,
    /** Initiator: both keys sent, no proof yet that they arrived. */
    KEYS_SENT,
    /** Opener: SYN with MP_JOIN sent. */
    JOIN_SYN_SENT,
    /** Acceptor: SYN/ACK with MP_JOIN sent. */
    JOIN_SYN_RECEIVED,
    /** The SYNs of both sides crossed, with MP_JOIN each: opener and acceptor at once. */
    JOIN_CROSSED,
    /** Opener: HMAC sent, not acknowledged yet: no data. */
    PRE_ESTABLISHED,
    /** In use. */
    ESTABLISHED,
    /** No MPTCP options any more: the connection is plain TCP on this subflow. */
    PLAIN;

    /** DSS options go out, data may be assigned. */
    public boolean carriesData() {
        return this == KEYS_SENT || this == ESTABLISHED;
    }

    public boolean isHalfOpenJoin() {
        return this == JOIN_SYN_SENT || this == JOIN_CROSSED || this == JOIN_SYN_RECEIVED || this == PRE_ESTABLISHED;
    }
}
