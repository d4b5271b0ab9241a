package io.tributary.buffer;

import io.tributary.Rfc;
import org.agrona.MutableDirectBuffer;

/**
 * An outbound stream whose first bytes may travel in a SYN: it begins behind as many of them as the SYN delivered, which is known
 * when the peer has answered.
 */
@Rfc(value = 7413, section = "4.2.2")
@Rfc(value = 8684, section = "B.2")
public final class StreamBehind implements OutboundStream {
    private final OutboundStream stream;
    private long base;

    public StreamBehind(OutboundStream stream) {
        this.stream = stream;
    }

    /** The stream's first bytes, at most {@code most}. */
    public byte[] first(int most, MutableDirectBuffer scratch) {
        int n = (int) Math.min(most, stream.limit());
        byte[] bytes = new byte[n];
        if (n > 0) {
            stream.copy(0, n, scratch, 0);
            scratch.getBytes(0, bytes);
        }
        return bytes;
    }

    /** So many bytes were delivered: what follows is the stream now. Once, before anything else is asked of it. */
    public void beginAt(long position) {
        base = position;
        if (position > 0) {
            stream.acknowledged(position);
        }
    }

    @Override
    public long limit() {
        return stream.limit() - base;
    }

    @Override
    public boolean ended() {
        return stream.ended();
    }

    @Override
    public long room() {
        return stream.room();
    }

    @Override
    public void copy(long position, int length, MutableDirectBuffer dst, int at) {
        stream.copy(base + position, length, dst, at);
    }

    @Override
    public void acknowledged(long upTo) {
        stream.acknowledged(base + upTo);
    }
}
