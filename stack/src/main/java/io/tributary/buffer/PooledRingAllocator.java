package io.tributary.buffer;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps returned slabs per size for the next taker, and bounds what all rings together may hold. An application thread
 * and a shard may use it at once, hence the atomic slots; they meet rarely, as a slab lives longer than a packet.
 */
public final class PooledRingAllocator implements RingAllocator {
    private static final int SIZES = 31;

    private final long maxBytes;
    private final boolean direct;
    private final AtomicLong lent = new AtomicLong();
    private final AtomicReferenceArray<UnsafeBuffer>[] spare;

    /**
     * @param maxBytes     most bytes lent at one time; further takers are refused
     * @param sparePerSize how many unused slabs of each size are kept
     * @param direct       off-heap slabs, which devices can read without a copy
     */
    public PooledRingAllocator(long maxBytes, int sparePerSize, boolean direct) {
        this.maxBytes = maxBytes;
        this.direct = direct;
        @SuppressWarnings({"unchecked", "rawtypes"})
        AtomicReferenceArray<UnsafeBuffer>[] slots = new AtomicReferenceArray[SIZES];
        for (int i = 0; i < SIZES; i++) {
            slots[i] = new AtomicReferenceArray<>(sparePerSize);
        }
        spare = slots;
    }

    @Override
    public UnsafeBuffer take(int capacity) {
        if (lent.addAndGet(capacity) > maxBytes) {
            lent.addAndGet(-capacity);
            return null;
        }
        AtomicReferenceArray<UnsafeBuffer> slots = slots(capacity);
        for (int i = 0; i < slots.length(); i++) {
            if (slots.get(i) != null) {
                UnsafeBuffer slab = slots.getAndSet(i, null);
                if (slab != null) {
                    return slab;
                }
            }
        }
        return direct ? new UnsafeBuffer(ByteBuffer.allocateDirect(capacity)) : new UnsafeBuffer(new byte[capacity]);
    }

    @Override
    public void give(UnsafeBuffer slab) {
        lent.addAndGet(-slab.capacity());
        AtomicReferenceArray<UnsafeBuffer> slots = slots(slab.capacity());
        for (int i = 0; i < slots.length(); i++) {
            if (slots.compareAndSet(i, null, slab)) {
                return;
            }
        }
    }

    @Override
    public void forget(UnsafeBuffer slab) {
        lent.addAndGet(-slab.capacity());
    }

    /** Bytes that rings hold now. */
    public long lentBytes() {
        return lent.get();
    }

    private AtomicReferenceArray<UnsafeBuffer> slots(int capacity) {
        return spare[Integer.numberOfTrailingZeros(capacity)];
    }
}
