package io.tributary.connection;

import io.tributary.tcp.CloseReason;

/**
 * What a connection tells its owner. Called by the shard between inputs, never from inside the processing of a packet or of
 * a call, so every method of the connection may be used.
 */
public interface ConnectionHandler {
    /** The handshake is complete: bytes may flow both ways. */
    void onEstablished(Connection c, long nowNs);

    /** New contiguous bytes, or the end of the peer's direction, are visible in the inbound stream. */
    default void onReadable(Connection c, long nowNs) {
    }

    /** The peer has acknowledged more of the outbound stream. */
    default void onWritable(Connection c, long nowNs) {
    }

    /** An ICMP error that does not end the connection, whether it is opening or open; see {@link Connection#icmpError()}. */
    default void onSoftError(Connection c, long nowNs) {
    }

    /**
     * What was sent has timed out so often in a row that something seems to be wrong (R1 of RFC 9293 §3.8.3), and does so again;
     * the connection goes on trying.
     */
    default void onStalled(Connection c, long nowNs) {
    }

    /** The peer calls bytes urgent, or more of them: see {@link Connection#urgentRemaining()}. */
    default void onUrgent(Connection c, long nowNs) {
    }

    /** The peer's User Timeout Option said something new: see {@link Connection#peerUserTimeoutNs()}. */
    default void onPeerUserTimeout(Connection c, long nowNs) {
    }

    /** Over; no further call follows. Both directions done in order is {@link CloseReason#NORMAL}. */
    void onClosed(Connection c, CloseReason reason, long nowNs);
}
