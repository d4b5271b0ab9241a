package io.tributary.convert.relay;

import io.tributary.Rfc;
import io.tributary.buffer.InboundStream;
import io.tributary.buffer.OutboundStream;
import io.tributary.buffer.RelayRing;
import io.tributary.buffer.RingAllocator;
import io.tributary.connection.Connection;
import io.tributary.tcp.CloseReason;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Couples two connections: what one receives the other sends. Data, back-pressure and the end of each direction travel through
 * the two rings by themselves; here is what the rings cannot know: when they may start, and that an abort on one side is one on the other.
 *
 * <p>Until {@link #release()} nothing that was received is sent on, so that bytes can be put in front in the meantime.
 */
@Rfc(value = 8803, section = {"4.2", "4.3"})
public final class Relay {
    /** From upstream to downstream. */
    private final RelayRing up;
    /** From downstream to upstream. */
    private final RelayRing down;
    private Connection upstream;
    private Connection downstream;
    private boolean upstreamClosed;
    private boolean downstreamClosed;
    private long earlyBytes;

    /** @param maxRing most bytes on their way in each direction: the window either side can promise */
    public Relay(int minRing, int maxRing, RingAllocator memory) {
        up = new RelayRing(minRing, maxRing, memory);
        down = new RelayRing(minRing, maxRing, memory);
        up.hold(true);
        down.hold(true);
        up.doorbells(this::wakeDownstream, this::wakeUpstream);
        down.doorbells(this::wakeUpstream, this::wakeDownstream);
    }

    public InboundStream fromUpstream() {
        return up.inbound();
    }

    public OutboundStream toUpstream() {
        return down.outbound();
    }

    public InboundStream fromDownstream() {
        return down.inbound();
    }

    public OutboundStream toDownstream() {
        return up.outbound();
    }

    /** Small segments are relayed as they come: the sender on the other side has shaped them already. */
    @Rfc(value = 9293, section = "3.7.4")
    public void attachUpstream(Connection c) {
        upstream = c;
        c.noDelay(true);
    }

    /** @param c null: the attempt came to nothing, and nobody is to be woken any more */
    public void attachDownstream(Connection c) {
        downstream = c;
        if (c != null) {
            c.noDelay(true);
        }
    }

    /** Null until attached. */
    public Connection upstream() {
        return upstream;
    }

    /** Null until attached. */
    public Connection downstream() {
        return downstream;
    }

    /** Client bytes that came before its stream began. @return false if there is no memory for them */
    public boolean prefixDownstream(byte[] b, int at, int length) {
        earlyBytes += length;
        return length == 0 || up.prefix(new UnsafeBuffer(b), at, length) == length;
    }

    /** Bytes of ours at the start of what the client receives. @return false if there is no memory for them */
    public boolean prefixUpstream(byte[] b) {
        return down.prefix(new UnsafeBuffer(b), 0, b.length) == b.length;
    }

    /** Bytes in order from the client that are not released yet. */
    public int heldFromUpstream() {
        return up.available();
    }

    /** Copies held bytes, not consuming them. @return how many */
    public int peekFromUpstream(int offset, MutableDirectBuffer dst, int length) {
        return up.peek(offset, dst, 0, length);
    }

    /** Consumes held bytes: they are ours, not the server's. */
    public void discardFromUpstream(int length) {
        up.discard(length);
    }

    /** Whether the client has ended its direction. */
    public boolean upstreamEnded() {
        return up.endSeen();
    }

    /** The two streams belong together from now on. */
    public void release() {
        up.hold(false);
        down.hold(false);
    }

    /** Sends upstream what was put in front and ends that direction: there is nothing to relay. */
    public void endUpstream() {
        down.end();
        down.hold(false);
    }

    /** Both streams end behind what is in order now; what comes later is refused. */
    public void end() {
        up.end();
        down.end();
    }

    /** The upstream connection is over. */
    public void upstreamClosed(CloseReason reason, long nowNs) {
        upstreamClosed = true;
        if (!reason.isNormal() && downstream != null && !downstreamClosed) {
            downstream.abort(nowNs);
        }
    }

    /** The downstream connection is over. */
    public void downstreamClosed(CloseReason reason, long nowNs) {
        downstreamClosed = true;
        if (!reason.isNormal() && upstream != null && !upstreamClosed) {
            upstream.abort(nowNs);
        }
    }

    public void abort(long nowNs) {
        if (upstream != null && !upstreamClosed) {
            upstream.abort(nowNs);
        }
        if (downstream != null && !downstreamClosed) {
            downstream.abort(nowNs);
        }
    }

    /** What was attached is closed. */
    public boolean isOver() {
        return (upstream == null || upstreamClosed) && (downstream == null || downstreamClosed);
    }

    /** User bytes from the client so far. */
    public long bytesUp() {
        return up.bytes() + earlyBytes;
    }

    /** User bytes from the server so far. */
    public long bytesDown() {
        return down.bytes();
    }

    private void wakeUpstream() {
        if (upstream != null && !upstreamClosed) {
            upstream.wake();
        }
    }

    private void wakeDownstream() {
        if (downstream != null && !downstreamClosed) {
            downstream.wake();
        }
    }
}
