package io.tributary.tcp.receive;

import io.tributary.buffer.InboundStream;
import org.agrona.DirectBuffer;

/** An inbound stream whose window is what auto-tuning allows, within what the stream itself can hold. */
public final class TunedInbound implements InboundStream {
    private final InboundStream stream;
    private final WindowTuning tuning;
    private long contiguous;

    /**
     * @param initial bytes of window at the start
     * @param maximum bytes it may grow to
     */
    public TunedInbound(InboundStream stream, int initial, int maximum) {
        this.stream = stream;
        this.tuning = new WindowTuning(Math.min(initial, stream.mostWindow()), Math.min(maximum, stream.mostWindow()));
    }

    /** Looks how far the reader is. @param roundTripNs 0 while unknown */
    public void tune(long nowNs, long roundTripNs, int segment) {
        tuning.onRead(contiguous - stream.unread(), nowNs, roundTripNs, segment);
    }

    /** The right edge, contiguous position plus window, follows the reader and the limit, which both never go back. */
    @Override
    public long window() {
        return Math.min(stream.window(), Math.max(0, tuning.limit() - stream.unread()));
    }

    @Override
    public long mostWindow() {
        return tuning.maximum();
    }

    @Override
    public long unread() {
        return stream.unread();
    }

    @Override
    public boolean store(long position, DirectBuffer src, int at, int length) {
        return stream.store(position, src, at, length);
    }

    @Override
    public void contiguousUpTo(long position) {
        contiguous = Math.max(contiguous, position);
        stream.contiguousUpTo(position);
    }

    @Override
    public void ended() {
        stream.ended();
    }
}
