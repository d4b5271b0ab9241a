package io.tributary.connection;

import io.tributary.tcp.CloseReason;
import io.tributary.tcp.TcpInfo;
import io.tributary.wire.IpAddress;

/**
 * One byte stream in each direction with one peer, over TCP or MPTCP: what applications inside the shard hold.
 * All calls on the shard's thread. Bytes pass through the two streams given when it was opened; the end of our direction is
 * announced when the outbound stream says {@link io.tributary.buffer.OutboundStream#ended()}.
 */
public interface Connection {
    /** Unique for the life of the shard. */
    long id();

    /** More to send, the end of our stream, or more room to receive: look at the streams again. Cheap, idempotent. */
    void wake();

    /** Ends at once: RST, or MP_FASTCLOSE with RST on every subflow. The handler hears {@link CloseReason#ABORTED}. */
    void abort(long nowNs);

    /**
     * For an active open whose SYN timer is driven from outside: sends the SYN once more. Ignored in any other state.
     *
     * @param withMultipath false: without MP_CAPABLE, as the third and later ones of a convertor
     */
    void repeatSyn(boolean withMultipath, long nowNs);

    /** True while the bytes travel as MPTCP: false for plain TCP and after a fallback. */
    boolean isMultipath();

    /** True once the handshake is complete and until the connection is closed. */
    boolean isEstablished();

    IpAddress localAddress();

    int localPort();

    IpAddress remoteAddress();

    int remotePort();

    /** Zone the connection belongs to. */
    int zone();

    /** Raw TCP options of the peer's SYN/ACK on the first subflow (active open), padded as received; empty if none. */
    byte[] peerSynOptions();

    /** Type and code of the ICMP error that led to {@link CloseReason#UNREACHABLE}, or of the last soft error: type &lt;&lt; 8 | code; -1 if none. */
    int icmpError();

    /** For display; allocates. */
    ConnectionInfo info(long nowNs);

    /** TCP's own view, of the first subflow if there are several; null if nothing of it is left. Allocates. */
    default TcpInfo tcpInfo(long nowNs) {
        return null;
    }

    Object attachment();

    void attach(Object attachment);
}
