package io.tributary.buffer;

import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A slab addressed by {@code position & mask}, and nothing else: which positions are valid is known by the streams above.
 * The slab is attached with the first byte and replaced by one of twice the size on demand; nobody keeps a reference to it
 * across calls.
 *
 * <p>One thread puts and grows, another may get: the mask is taken from the slab that is used, so both always fit together,
 * and a replaced slab keeps its bytes for a reader that still looks at it.
 */
final class Ring {
    private final RingAllocator allocator;
    private final int minCapacity;
    private final int maxCapacity;
    private final boolean otherThreadReads;
    private volatile UnsafeBuffer slab;

    Ring(int minCapacity, int maxCapacity) {
        this(minCapacity, maxCapacity, RingAllocator.HEAP, false);
    }

    /**
     * @param maxCapacity     bytes, at most 2^30; rounded up to a power of two as the minimum is
     * @param otherThreadReads a slab that is replaced may be in use by a reader and cannot be lent to others
     */
    Ring(int minCapacity, int maxCapacity, RingAllocator allocator, boolean otherThreadReads) {
        if (minCapacity < 1 || maxCapacity < minCapacity || maxCapacity > 1 << 30) {
            throw new IllegalArgumentException("ring of " + minCapacity + " to " + maxCapacity + " bytes");
        }
        this.minCapacity = BitUtil.findNextPositivePowerOfTwo(minCapacity);
        this.maxCapacity = BitUtil.findNextPositivePowerOfTwo(maxCapacity);
        this.allocator = allocator;
        this.otherThreadReads = otherThreadReads;
    }

    /** Bytes of the slab that is attached now, 0 without one. */
    int capacity() {
        UnsafeBuffer s = slab;
        return s == null ? 0 : s.capacity();
    }

    /**
     * Makes sure that all positions from {@code from} to {@code needed} have a place of their own; what lies in
     * {@code [from, to)} is kept.
     *
     * @return false if that is more than the maximum, or there is no memory; nothing has changed then
     */
    boolean grow(long from, long to, long needed) {
        long span = needed - from;
        UnsafeBuffer old = slab;
        if (old != null && span <= old.capacity()) {
            return true;
        }
        if (span > maxCapacity) {
            return false;
        }
        int capacity = Math.max(minCapacity, BitUtil.findNextPositivePowerOfTwo((int) Math.max(span, 1)));
        UnsafeBuffer larger = allocator.take(capacity);
        if (larger == null) {
            return false;
        }
        if (old != null) {
            moveAll(old, larger, from, to);
        }
        slab = larger;
        if (old != null) {
            if (otherThreadReads) {
                allocator.forget(old);
            } else {
                allocator.give(old);
            }
        }
        return true;
    }

    /** Gives the slab back; only when no position is valid and nobody reads. */
    void release() {
        UnsafeBuffer s = slab;
        if (s != null) {
            slab = null;
            allocator.give(s);
        }
    }

    void put(long position, DirectBuffer src, int at, int length) {
        UnsafeBuffer s = slab;
        int index = index(s, position);
        int first = Math.min(length, s.capacity() - index);
        s.putBytes(index, src, at, first);
        if (first < length) {
            s.putBytes(0, src, at + first, length - first);
        }
    }

    void get(long position, MutableDirectBuffer dst, int at, int length) {
        if (length == 0) {
            return;
        }
        UnsafeBuffer s = slab;
        int index = index(s, position);
        int first = Math.min(length, s.capacity() - index);
        s.getBytes(index, dst, at, first);
        if (first < length) {
            s.getBytes(0, dst, at + first, length - first);
        }
    }

    /** Moves {@code [from, to)} by {@code distance}, up or down; all places concerned must lie within the capacity. */
    void shift(long from, long to, long distance) {
        int length = (int) (to - from);
        if (length > 0) {
            UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            get(from, copy, 0, length);
            put(from + distance, copy, 0, length);
        }
    }

    private static void moveAll(UnsafeBuffer old, UnsafeBuffer larger, long from, long to) {
        for (long p = from; p < to;) {
            int source = index(old, p);
            int target = index(larger, p);
            int n = (int) Math.min(to - p, Math.min(old.capacity() - source, larger.capacity() - target));
            larger.putBytes(target, old, source, n);
            p += n;
        }
    }

    private static int index(UnsafeBuffer s, long position) {
        return (int) (position & s.capacity() - 1);
    }
}
