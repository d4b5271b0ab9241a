package io.tributary.buffer;

import org.agrona.DirectBuffer;

/**
 * Bytes that a connection receives, stored at their final place as they come, in any order; position 0 is the first byte.
 */
public interface InboundStream {
    /** How many bytes beyond the contiguous position may be stored now: what the receive window may promise. */
    long window();

    /** What {@link #window()} may ever become: decides how it is scaled. */
    default long mostWindow() {
        return window();
    }

    /** Bytes below the contiguous position that the reader has not taken yet. */
    default long unread() {
        return 0;
    }

    /**
     * Stores bytes at their place. Never below the contiguous position, never beyond what {@link #window()} promised.
     *
     * @return false if they could not be taken (no memory, no mapping): they count as never received
     */
    boolean store(long position, DirectBuffer src, int at, int length);

    /** All bytes below {@code position} are there; never decreases. The reader may have them from now on. */
    void contiguousUpTo(long position);

    /** The stream ends at the contiguous position. */
    void ended();
}
