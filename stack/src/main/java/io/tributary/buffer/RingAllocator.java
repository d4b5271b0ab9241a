package io.tributary.buffer;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where rings get their slabs. Rings attach a slab with the first byte and give it back when drained, so that idle
 * connections hold no memory; what that costs is decided here, by pooling or not.
 */
public interface RingAllocator {
    /**
     * Lends a slab of exactly {@code capacity} bytes, a power of two. The content is arbitrary.
     *
     * @return null if there is no memory for it: the bytes are then refused, never an error
     */
    UnsafeBuffer take(int capacity);

    /** The slab is used by nobody any more and may be lent again. */
    void give(UnsafeBuffer slab);

    /** The slab was replaced by a larger one while another thread may still be reading it: counted as returned, not lent again. */
    default void forget(UnsafeBuffer slab) {
    }

    /** Fresh heap memory each time, the garbage collector takes it back. */
    RingAllocator HEAP = new RingAllocator() {
        @Override
        public UnsafeBuffer take(int capacity) {
            return new UnsafeBuffer(new byte[capacity]);
        }

        @Override
        public void give(UnsafeBuffer slab) {
        }
    };
}
