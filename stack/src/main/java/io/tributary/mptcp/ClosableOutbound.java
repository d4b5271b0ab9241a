package io.tributary.mptcp;

import io.tributary.buffer.OutboundStream;
import org.agrona.MutableDirectBuffer;

/** The application's stream, which ends when the application closes the connection even if nobody ended the stream. */
final class ClosableOutbound implements OutboundStream {
    private final OutboundStream stream;
    private long end = Long.MAX_VALUE;

    ClosableOutbound(OutboundStream stream) {
        this.stream = stream;
    }

    void close() {
        end = Math.min(end, stream.limit());
    }

    @Override
    public long limit() {
        return Math.min(end, stream.limit());
    }

    @Override
    public boolean ended() {
        return end != Long.MAX_VALUE || stream.ended();
    }

    @Override
    public long room() {
        return stream.room();
    }

    @Override
    public void copy(long position, int length, MutableDirectBuffer dst, int at) {
        stream.copy(position, length, dst, at);
    }

    @Override
    public void acknowledged(long upTo) {
        stream.acknowledged(upTo);
    }
}
