package io.tributary.buffer;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

/** An inbound stream whose first bytes came in a SYN: the connection's own text lies behind them. */
@Rfc(value = 7413, section = "4.2.2")
@Rfc(value = 8684, section = "B.2")
public final class RoomBehind implements InboundStream {
    private final InboundStream stream;
    private final long base;

    /** @param base bytes that the stream holds already */
    public RoomBehind(InboundStream stream, long base) {
        this.stream = stream;
        this.base = base;
    }

    @Override
    public long window() {
        return stream.window();
    }

    @Override
    public long mostWindow() {
        return stream.mostWindow();
    }

    @Override
    public long unread() {
        return stream.unread();
    }

    @Override
    public boolean store(long position, DirectBuffer src, int at, int length) {
        return stream.store(base + position, src, at, length);
    }

    @Override
    public void contiguousUpTo(long position) {
        stream.contiguousUpTo(base + position);
    }

    @Override
    public void ended() {
        stream.ended();
    }
}
