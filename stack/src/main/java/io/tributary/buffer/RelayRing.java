package io.tributary.buffer;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One direction of a relayed stream: what one connection receives is what another sends, on one slab. Its free space is the
 * first one's window, so back-pressure needs no code of its own. Single-threaded, as both connections live in one shard.
 *
 * <p>Inside, positions are those of the storing end. The sending end's positions differ by a fixed offset, since the two streams
 * differ by what is not relayed: bytes consumed here ({@link #discard}) and bytes put in front ({@link #prefix}). Both
 * happen at the <em>head</em>, the place up to which the sending end has been given bytes; what it already has is moved in the
 * slab, so that the offset stays one number. That is a copy of the few bytes of a message at the start, never of bulk data.
 */
public final class RelayRing {
    private final int max;
    private final Ring ring;
    private final Inbound inbound = new Inbound();
    private final Outbound outbound = new Outbound();
    private final WindowBell receiverBell;
    private Doorbell senderBell = Doorbell.NONE;

    private long acknowledged;
    /** Equals {@link #contiguous} unless on hold. */
    private long head;
    private long contiguous;
    private long highest;
    /** Storing is promised up to here; never decreases, whatever is put in front. */
    private long edge;
    /** Position of the sending end's first byte. */
    private long outboundBase;
    private long discarded;
    private long prefixed;
    private boolean held;
    private boolean ended;

    public RelayRing(int min, int max) {
        this(min, max, RingAllocator.HEAP);
    }

    /** @param max most bytes on their way, bytes put in front not counted */
    public RelayRing(int min, int max, RingAllocator allocator) {
        this.max = max;
        ring = new Ring(min, (int) Math.min(1 << 30, 2L * max), allocator, false);
        receiverBell = new WindowBell(max);
        edge = max;
    }

    /** The end that stores: the receiving connection's. */
    public InboundStream inbound() {
        return inbound;
    }

    /** The end that sends and keeps for retransmission. */
    public OutboundStream outbound() {
        return outbound;
    }

    /**
     * @param sender   rung when there are more bytes to send, or the end
     * @param receiver rung when acknowledged bytes re-open the window by a step worth telling
     */
    public void doorbells(Doorbell sender, Doorbell receiver) {
        senderBell = sender;
        receiverBell.bell(receiver);
    }

    /**
     * Puts bytes at the head, before everything not yet given to the sending end and behind earlier ones put there.
     *
     * @return {@code length}, or 0 if that is more than the maximum or there is no memory
     * @throws IllegalStateException if the sending end has been given bytes or the end of the storing end already
     */
    public int prefix(DirectBuffer src, int at, int length) {
        if (!held && (bytes() > 0 || ended)) {
            throw new IllegalStateException("the sending end is beyond the place for a prefix");
        }
        if (length <= 0 || length > max - prefixed || !ring.grow(acknowledged - length, highest, Math.max(highest, head))) {
            return 0;
        }
        ring.shift(acknowledged, head, -length);
        acknowledged -= length;
        outboundBase -= length;
        prefixed += length;
        ring.put(head - length, src, at, length);
        senderBell.ring();
        return length;
    }

    /** Copies bytes from {@code offset} behind the head, not consuming them.
     *  @return how many, 0 to {@code length} */
    public int peek(int offset, MutableDirectBuffer dst, int at, int length) {
        int n = Math.min(length, available() - offset);
        if (n > 0) {
            ring.get(head + offset, dst, at, n);
        }
        return Math.max(n, 0);
    }

    /** Bytes in order behind the head: none unless on hold. */
    public int available() {
        return (int) (contiguous - head);
    }

    /**
     * Consumes bytes at the head, the sending end will not see them.
     *
     * @throws IllegalArgumentException if there are not that many
     */
    public void discard(int length) {
        if (length < 0 || length > available()) {
            throw new IllegalArgumentException("discard " + length + " of " + available());
        }
        ring.shift(acknowledged, head, length);
        head += length;
        outboundBase += length;
        discarded += length;
        freedUpTo(acknowledged + length);
    }

    /** While on, the sending end is given no byte and no end beyond the head. */
    public void hold(boolean on) {
        boolean before = held;
        held = on;
        if (before && !on) {
            head = contiguous;
            senderBell.ring();
        }
    }

    /** Ends the sending end's stream behind what is in order now; whatever the storing end brings later is refused. */
    public void end() {
        ended = true;
        senderBell.ring();
    }

    /** Nothing comes any more behind what is in order, be it on hold or not. */
    public boolean endSeen() {
        return ended;
    }

    /** Everything in order has been acknowledged to the sending end. */
    public boolean drained() {
        return acknowledged == contiguous;
    }

    /** Bytes relayed so far: in order at the storing end, without those consumed here. */
    public long bytes() {
        return contiguous - discarded;
    }

    /** Bytes of memory attached now. */
    public int capacity() {
        return ring.capacity();
    }

    private void freedUpTo(long position) {
        long windowBefore = edge - contiguous;
        acknowledged = position;
        edge = Math.max(edge, position + max);
        if (acknowledged >= highest) {
            ring.release();
        }
        receiverBell.onRoom(windowBefore, edge);
    }

    private final class Inbound implements InboundStream {
        @Override
        public long window() {
            return edge - contiguous;
        }

        @Override
        public long mostWindow() {
            return max;
        }

        @Override
        public long unread() {
            return contiguous - acknowledged;
        }

        @Override
        public boolean store(long position, DirectBuffer src, int at, int length) {
            long end = position + length;
            if (ended || position < contiguous || end > edge) {
                return false;
            }
            if (length == 0) {
                return true;
            }
            if (!ring.grow(acknowledged, highest, end)) {
                return false;
            }
            ring.put(position, src, at, length);
            highest = Math.max(highest, end);
            return true;
        }

        @Override
        public void contiguousUpTo(long position) {
            if (position > contiguous && !ended) {
                contiguous = position;
                if (!held) {
                    head = position;
                    senderBell.ring();
                }
            }
        }

        @Override
        public void ended() {
            end();
        }
    }

    private final class Outbound implements OutboundStream {
        @Override
        public long limit() {
            return head - outboundBase;
        }

        @Override
        public boolean ended() {
            return ended && !held;
        }

        @Override
        public long room() {
            return edge - contiguous;
        }

        @Override
        public void copy(long position, int length, MutableDirectBuffer dst, int at) {
            ring.get(position + outboundBase, dst, at, length);
        }

        @Override
        public void acknowledged(long upTo) {
            long position = upTo + outboundBase;
            if (position > acknowledged) {
                freedUpTo(position);
            }
        }
    }
}
