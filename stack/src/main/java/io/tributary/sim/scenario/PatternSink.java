package io.tributary.sim.scenario;

import io.tributary.buffer.InboundStream;
import java.util.function.LongSupplier;
import org.agrona.DirectBuffer;

/** An application that reads at once and checks what it reads. */
final class PatternSink implements InboundStream {
    private final Pattern pattern;
    private final long expected;
    private final int buffer;
    private final LongSupplier clock;
    private long contiguous;
    private long firstNs = -1;
    private long completeNs = -1;
    private long damaged;
    private boolean ended;

    PatternSink(Pattern pattern, long expected, int buffer, LongSupplier clock) {
        this.pattern = pattern;
        this.expected = expected;
        this.buffer = buffer;
        this.clock = clock;
    }

    @Override
    public long window() {
        return buffer;
    }

    @Override
    public boolean store(long position, DirectBuffer src, int at, int length) {
        if (!pattern.matches(position, src, at, length)) {
            damaged++;
        }
        return true;
    }

    @Override
    public void contiguousUpTo(long position) {
        if (position > contiguous) {
            firstNs = firstNs < 0 ? clock.getAsLong() : firstNs;
            contiguous = position;
            if (contiguous >= expected && completeNs < 0) {
                completeNs = clock.getAsLong();
            }
        }
    }

    @Override
    public void ended() {
        ended = true;
    }

    boolean isEnded() {
        return ended;
    }

    long received() {
        return contiguous;
    }

    long expected() {
        return expected;
    }

    /** When the first byte could be read; -1 before. */
    long firstNs() {
        return firstNs;
    }

    /** When the last expected byte could be read; -1 before. */
    long completeNs() {
        return completeNs;
    }

    /** Pieces that arrived with other bytes than were sent. */
    long damaged() {
        return damaged;
    }
}
