package io.tributary.connection;

import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.wire.IpAddress;

/**
 * A SYN that waits for a decision: nothing was answered yet, and nothing is until its owner says so.
 * It ends with exactly one of {@link #accept}, {@link #reset}, {@link #drop}.
 */
public interface PendingOpen {
    int zone();

    IpAddress localAddress();

    int localPort();

    IpAddress remoteAddress();

    int remotePort();

    /** Whether the latest SYN carried a usable MP_CAPABLE: so will the SYN/ACK. */
    boolean multipathOffered();

    /** Payload of the first SYN; empty if it had none. At a plain listener always: there it is part of the stream, or nothing. */
    byte[] synPayload();

    /** SYNs seen so far, the first included. */
    int synCount();

    /** Time of the latest SYN. */
    long lastSynNs();

    /**
     * Answers with SYN/ACK. The whole payload of the first SYN counts as received; it does not enter the inbound stream.
     *
     * @return the connection, not yet established
     */
    Connection accept(OutboundStream out, InboundStream in, ConnectionHandler handler, long nowNs);

    /** Answers with RST,ACK: connection refused. */
    void reset(long nowNs);

    /** Forgets it without an answer. */
    void drop();

    Object attachment();

    void attach(Object attachment);
}
