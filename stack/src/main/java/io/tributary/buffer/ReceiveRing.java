package io.tributary.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Bytes a connection receives and an application reads. Stored at their final place in any order; readable once the
 * connection declares them contiguous.
 *
 * <p>One thread (the shard) stores, another may read; both may be the same.
 */
public final class ReceiveRing implements InboundStream {
    private static final VarHandle CONTIGUOUS;
    private static final VarHandle CONSUMED;
    private static final VarHandle CLAIMED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            CONTIGUOUS = lookup.findVarHandle(ReceiveRing.class, "contiguous", long.class);
            CONSUMED = lookup.findVarHandle(ReceiveRing.class, "consumed", long.class);
            CLAIMED = lookup.findVarHandle(ReceiveRing.class, "claimed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Ring ring;
    private final int max;
    private final WindowBell bell;
    private volatile boolean endSeen;
    private long contiguous;
    private long consumed;
    /** Position behind the last byte stored, in order or not; touched only by who holds {@link #claimed}. */
    private long highest;
    /** Held by the storing end while it stores, by the reader while it gives the slab back: a slab in use must not go. */
    private boolean claimed;

    public ReceiveRing(int min, int max) {
        this(min, max, RingAllocator.HEAP);
    }

    /** @param max most bytes kept unread: what the window promises at first */
    public ReceiveRing(int min, int max, RingAllocator allocator) {
        ring = new Ring(min, max, allocator, true);
        this.max = max;
        bell = new WindowBell(max);
    }

    /** The right edge, contiguous position plus window, only moves with what is read: a promise is never taken back. */
    @Override
    public long window() {
        return max - (contiguous - consumed());
    }

    @Override
    public long mostWindow() {
        return max;
    }

    @Override
    public long unread() {
        return contiguous - consumed();
    }

    @Override
    public boolean store(long position, DirectBuffer src, int at, int length) {
        long end = position + length;
        if (position < contiguous || end > contiguous + window()) {
            return false;
        }
        if (length == 0) {
            return true;
        }
        while (!CLAIMED.compareAndSet(this, false, true)) {
            // the reader is giving the slab back: two stores long
        }
        try {
            if (!ring.grow(consumed(), highest, end)) {
                return false;
            }
            ring.put(position, src, at, length);
            highest = Math.max(highest, end);
            return true;
        } finally {
            CLAIMED.setRelease(this, false);
        }
    }

    @Override
    public void contiguousUpTo(long position) {
        if (position > contiguous) {
            CONTIGUOUS.setRelease(this, position);
        }
    }

    /** What was stored out of order and never became part of the stream is let go of. */
    @Override
    public void ended() {
        endSeen = true;
        release(consumed());
    }

    /** Bytes that can be read now. */
    public int available() {
        return (int) ((long) CONTIGUOUS.getAcquire(this) - consumed);
    }

    /** @return how many bytes were read, 0 to {@code length} */
    public int read(MutableDirectBuffer dst, int at, int length) {
        int n = Math.min(length, available());
        if (n > 0) {
            ring.get(consumed, dst, at, n);
            consume(n);
        }
        return Math.max(n, 0);
    }

    /** Reads without consuming, from {@code position} on, which lies between {@link #consumed()} and the contiguous position. */
    public int peek(long position, MutableDirectBuffer dst, int at, int length) {
        int n = (int) Math.min(length, (long) CONTIGUOUS.getAcquire(this) - position);
        if (n > 0) {
            ring.get(position, dst, at, n);
        }
        return Math.max(n, 0);
    }

    /** Consumes without reading.
     *  @return how many bytes, 0 to {@code length} */
    public int skip(int length) {
        int n = Math.min(length, available());
        if (n > 0) {
            consume(n);
        }
        return Math.max(n, 0);
    }

    /** The stream has ended and everything was read. */
    public boolean isEnded() {
        return endSeen && available() == 0;
    }

    /** The end is known; there may be bytes to read before it. */
    public boolean endSeen() {
        return endSeen;
    }

    /** Rung when reading has re-opened the window by a step worth telling the peer. */
    public void doorbell(Doorbell d) {
        bell.bell(d);
    }

    /** Position of the next byte to be read. */
    public long consumed() {
        return (long) CONSUMED.getAcquire(this);
    }

    /** Bytes of memory attached now. */
    public int capacity() {
        return ring.capacity();
    }

    private void release(long upTo) {
        if (upTo == (long) CONTIGUOUS.getAcquire(this) && CLAIMED.compareAndSet(this, false, true)) {
            if (upTo == consumed() && (upTo >= highest || endSeen)) {
                ring.release();
            }
            CLAIMED.setRelease(this, false);
        }
    }

    private void consume(int n) {
        long upTo = consumed + n;
        long inOrder = (long) CONTIGUOUS.getAcquire(this);
        long windowBefore = max - (inOrder - consumed);
        CONSUMED.setRelease(this, upTo);
        release(upTo);
        bell.onRoom(windowBefore, upTo + max);
    }
}
