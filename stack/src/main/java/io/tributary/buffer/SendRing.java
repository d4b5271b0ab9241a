package io.tributary.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Bytes an application writes and a connection sends, kept until they are acknowledged.
 *
 * <p>One thread writes and ends, another (the shard) sends and acknowledges; both may be the same. A sender that runs
 * beside the writer must ask {@link #ended()} before {@link #limit()}, else bytes written in between are missed.
 */
public final class SendRing implements OutboundStream {
    private static final VarHandle TAIL;
    private static final VarHandle ACKNOWLEDGED;
    private static final VarHandle CLAIMED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            TAIL = lookup.findVarHandle(SendRing.class, "tail", long.class);
            ACKNOWLEDGED = lookup.findVarHandle(SendRing.class, "acknowledged", long.class);
            CLAIMED = lookup.findVarHandle(SendRing.class, "claimed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Ring ring;
    private final int max;
    private volatile Doorbell bell = Doorbell.NONE;
    private volatile boolean ended;
    private long tail;
    private long acknowledged;
    /** Held by the writer while it writes, by the sender while it gives the slab back: a slab in use must not go. */
    private boolean claimed;

    public SendRing(int min, int max) {
        this(min, max, RingAllocator.HEAP);
    }

    /** @param max most unacknowledged bytes kept */
    public SendRing(int min, int max, RingAllocator allocator) {
        ring = new Ring(min, max, allocator, true);
        this.max = max;
    }

    /**
     * Takes as many bytes as there is room for.
     *
     * @return how many, 0 to {@code length}
     * @throws IllegalStateException after {@link #end()}
     */
    public int write(DirectBuffer src, int at, int length) {
        if (ended) {
            throw new IllegalStateException("written after the end");
        }
        int n = Math.min(length, free());
        if (n <= 0) {
            return 0;
        }
        while (!CLAIMED.compareAndSet(this, false, true)) {
            // the sender is giving the slab back: two stores long
        }
        try {
            long from = acknowledgedUpTo();
            if (!ring.grow(from, tail, tail + n)) {
                n = (int) Math.min(n, ring.capacity() - (tail - from));
                if (n <= 0) {
                    return 0;
                }
            }
            ring.put(tail, src, at, n);
            TAIL.setRelease(this, tail + n);
        } finally {
            CLAIMED.setRelease(this, false);
        }
        bell.ring();
        return n;
    }

    /** Bytes that {@link #write} would take, memory permitting. */
    public int free() {
        return (int) (max - (limit() - acknowledgedUpTo()));
    }

    /** Nothing will be written any more. */
    public void end() {
        ended = true;
        bell.ring();
    }

    /** Rung after every write and at the end. */
    public void doorbell(Doorbell d) {
        bell = d;
    }

    public long acknowledgedUpTo() {
        return (long) ACKNOWLEDGED.getAcquire(this);
    }

    /** Bytes of memory attached now. */
    public int capacity() {
        return ring.capacity();
    }

    @Override
    public long limit() {
        return (long) TAIL.getAcquire(this);
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public long room() {
        return free();
    }

    @Override
    public void copy(long position, int length, MutableDirectBuffer dst, int at) {
        ring.get(position, dst, at, length);
    }

    @Override
    public void acknowledged(long upTo) {
        if (upTo <= acknowledged) {
            return;
        }
        ACKNOWLEDGED.setRelease(this, upTo);
        if (upTo == limit() && CLAIMED.compareAndSet(this, false, true)) {
            if (upTo == limit()) {
                ring.release();
            }
            CLAIMED.setRelease(this, false);
        }
    }
}
