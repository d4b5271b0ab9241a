package io.tributary.connection;

import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SocketOptions;
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
     * Nothing more will be read, and nothing written. What was written is still delivered; the handler hears
     * {@link CloseReason#NORMAL} when the peer has ended its direction too, {@link CloseReason#TIMED_OUT} if it does not in time
     * ({@link SocketOptions.Closing}), {@link CloseReason#ABORTED} if the close is a reset: with unread bytes, with bytes that
     * come afterwards, or by the linger option with no time. To end one direction only, end the outbound stream instead.
     */
    void close(long nowNs);

    /**
     * From now on another scheduler chooses among the subflows.
     *
     * @param name of ours or of a service
     * @return false if there is none of this name, or the connection is not MPTCP (any more)
     */
    default boolean scheduler(String name) {
        return false;
    }

    /** What is asked for now. */
    SocketOptions options();

    /** Asks for something else from now on, on all subflows. What concerns only the opening has no effect. */
    void options(SocketOptions options);

    /** Small segments leave at once: switches Nagle's algorithm off, or on again. */
    default void noDelay(boolean on) {
        options(options().withNoDelay(on));
    }

    /** No small segments while on, for at most 200 ms each; switching it off sends what waits. */
    default void cork(boolean on) {
        options(options().withCork(on));
    }

    default void keepAlive(SocketOptions.KeepAlive settings) {
        options(options().with(settings));
    }

    /** @param ns without progress until the connection is given up; 0: by retransmissions, {@link Long#MAX_VALUE}: never */
    default void userTimeout(long ns) {
        options(options().withUserTimeout(ns));
    }

    /** @param ns longest time that {@link #close} takes for what is unacknowledged; 0: none, a reset; negative: as TCP wants */
    default void linger(long ns) {
        options(options().withLinger(ns));
    }

    /** @param dscp 0 to 63. A change in mid-connection may reorder packets and mislead congestion control (RFC 9293 §3.9.2) */
    default void dscp(int dscp) {
        options(options().withDscp(dscp));
    }

    /** @param hops 1 to 255 */
    default void hopLimit(int hops) {
        options(options().withHopLimit(hops));
    }

    /** True: acknowledge at once, for a run of segments; false: from now on delayed. The automatic goes on from there. */
    void quickAck(boolean on);

    /**
     * Everything written so far is urgent: the peer is told at once. For old protocols only (RFC 6093 §5).
     *
     * @return false if this connection cannot: MPTCP has no urgent data
     */
    boolean urgent();

    /** Bytes still to be read up to the end of what the peer calls urgent; 0: none. They are in the stream like all others. */
    long urgentRemaining();

    /** DSCP of the latest packet received, 0 to 63. */
    int receivedDscp();

    /** Bytes written that were not sent even once. */
    long notSent();

    /** What the peer's User Timeout Option said last, nanoseconds; 0: none came. */
    long peerUserTimeoutNs();

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
