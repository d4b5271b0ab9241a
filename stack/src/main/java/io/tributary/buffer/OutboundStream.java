package io.tributary.buffer;

import org.agrona.MutableDirectBuffer;

/**
 * Bytes that a connection sends, addressed by position: 0 is the first byte of the stream.
 * The connection copies from it as often as it must (retransmissions) until it says {@link #acknowledged}.
 */
public interface OutboundStream {
    /** Position behind the last byte that may be sent now; never decreases. */
    long limit();

    /** True when no byte will ever follow {@link #limit()}: the end of the stream is to be announced behind it.
     *  If another thread writes, ask this before the limit. */
    boolean ended();

    /** Bytes that the writer could add before something is acknowledged: with none it waits. Most if nobody knows. */
    default long room() {
        return Long.MAX_VALUE;
    }

    /** Copies {@code length} bytes from {@code position}, which lie between the last acknowledged one and the limit. */
    void copy(long position, int length, MutableDirectBuffer dst, int at);

    /** The peer has everything below {@code upTo}, and nobody will ask for it again. */
    void acknowledged(long upTo);
}
