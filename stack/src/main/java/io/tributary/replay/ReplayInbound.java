package io.tributary.replay;

import io.tributary.buffer.InboundStream;
import org.agrona.DirectBuffer;

/** What our stack may receive: as much as the recorded host had room for at this time. The bytes themselves nobody reads. */
final class ReplayInbound implements InboundStream {
    private final RecordedWindow window;
    private long received;
    private boolean ended;

    ReplayInbound(RecordedWindow window) {
        this.window = window;
    }

    @Override
    public long window() {
        return window.window();
    }

    @Override
    public long mostWindow() {
        return window.capacity();
    }

    @Override
    public boolean store(long position, DirectBuffer src, int at, int length) {
        return true;
    }

    @Override
    public void contiguousUpTo(long position) {
        received = Math.max(received, position);
        window.received(position);
    }

    @Override
    public void ended() {
        ended = true;
    }

    /** Bytes received in order. */
    long received() {
        return received;
    }

    boolean hasEnded() {
        return ended;
    }
}
