package io.tributary.sim.scenario;

import io.tributary.buffer.OutboundStream;
import org.agrona.MutableDirectBuffer;

/** An application that always has the next bytes ready, up to a size, and keeps at most a send buffer of unacknowledged ones. */
final class PatternSource implements OutboundStream {
    private final Pattern pattern;
    private final long size;
    private final int buffer;
    private boolean mayEnd;
    private long acknowledged;

    /** @param mayEnd false: the end is announced only after {@link #end()} */
    PatternSource(Pattern pattern, long size, int buffer, boolean mayEnd) {
        this.pattern = pattern;
        this.size = size;
        this.buffer = buffer;
        this.mayEnd = mayEnd;
    }

    void end() {
        mayEnd = true;
    }

    long size() {
        return size;
    }

    long acknowledgedUpTo() {
        return acknowledged;
    }

    @Override
    public long limit() {
        return Math.min(size, acknowledged + buffer);
    }

    @Override
    public boolean ended() {
        return mayEnd && limit() == size;
    }

    @Override
    public long room() {
        return limit() == size ? Long.MAX_VALUE : 0;
    }

    @Override
    public void copy(long position, int length, MutableDirectBuffer dst, int at) {
        pattern.copy(position, length, dst, at);
    }

    @Override
    public void acknowledged(long upTo) {
        acknowledged = Math.max(acknowledged, upTo);
    }
}
