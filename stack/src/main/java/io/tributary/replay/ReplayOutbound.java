package io.tributary.replay;

import io.tributary.buffer.OutboundStream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What the recorded application wrote, as far as it has done so by now. */
final class ReplayOutbound implements OutboundStream {
    private final UnsafeBuffer text;
    private long limit;
    private boolean ended;

    ReplayOutbound(byte[] text) {
        this.text = new UnsafeBuffer(text);
    }

    void written(long upTo, boolean end) {
        limit = Math.max(limit, upTo);
        ended |= end;
    }

    @Override
    public long limit() {
        return limit;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void copy(long position, int length, MutableDirectBuffer dst, int at) {
        dst.putBytes(at, text, (int) position, length);
    }

    @Override
    public void acknowledged(long upTo) {
        // the whole text stays: it ends with the replay
    }
}
