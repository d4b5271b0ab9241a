package io.tributary.device;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One end of an in-memory cable: what is committed here is received there, whole and in order. Both ends belong to one
 * thread. What the ends claim to be capable of is a parameter, so that a stack can be tested with and without offload.
 */
public final class PipeDevice implements PacketDevice {
    private final DeviceCapabilities capabilities;
    private final Sink sink = new Sink();
    private final Slot[] queue;
    private final Slot[] spare;
    private int queued;
    private int head;
    private int spares;
    private PipeDevice peer;
    private boolean closed;

    private PipeDevice(DeviceCapabilities capabilities, int packets) {
        this.capabilities = capabilities;
        queue = new Slot[packets];
        // one may be with the handler and one with the sender while the queue is full
        spare = new Slot[packets + 2];
    }

    /**
     * Two connected ends.
     *
     * @param packets how many packets may wait in each direction before {@link PacketSink#claim} refuses
     */
    public static PipeDevice[] pair(DeviceCapabilities capabilities, int packets) {
        PipeDevice a = new PipeDevice(capabilities, packets);
        PipeDevice b = new PipeDevice(capabilities, packets);
        a.peer = b;
        b.peer = a;
        return new PipeDevice[] {a, b};
    }

    @Override
    public DeviceCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public int receive(PacketHandler handler, int limit) {
        int n = 0;
        while (n < limit && queued > 0) {
            Slot slot = queue[head];
            head = (head + 1) % queue.length;
            queued--;
            n++;
            handler.onPacket(slot.buffer, 0, slot.length, slot.offload);
            spare[spares++] = slot;
        }
        return n;
    }

    @Override
    public PacketSink sink() {
        return sink;
    }

    /** Packets waiting to be received here. */
    public int waiting() {
        return queued;
    }

    /** What waits here is lost; the other end may go on sending into nothing. */
    @Override
    public void close() {
        closed = true;
        queued = 0;
        Arrays.fill(queue, null);
        Arrays.fill(spare, null);
        spares = 0;
    }

    /** The slot used last is lent first: it is still in the cache. */
    private Slot lend() {
        return spares > 0 ? spare[--spares] : new Slot(capabilities.gsoMaxSize());
    }

    private void enqueue(Slot slot) {
        queue[(head + queued++) % queue.length] = slot;
    }

    private static final class Slot {
        private final UnsafeBuffer buffer;
        private final Offload offload = new Offload();
        private int length;

        private Slot(int capacity) {
            buffer = new UnsafeBuffer(new byte[capacity]);
        }
    }

    private final class Sink implements PacketSink {
        private Slot claimed;

        @Override
        public int maxPacket() {
            return capabilities.gsoMaxSize();
        }

        @Override
        public int claim(int length) {
            if (length > maxPacket()) {
                throw new IllegalArgumentException(length + " bytes, the device takes " + maxPacket());
            }
            if (peer.queued == peer.queue.length || closed) {
                return -1;
            }
            if (claimed == null) {
                claimed = peer.lend();
            }
            return 0;
        }

        @Override
        public MutableDirectBuffer buffer() {
            return claimed.buffer;
        }

        @Override
        public void commit(int at, int length, Offload offload) {
            if (offload.gsoSize > 0 ? !takesSuperSegments() : length > capabilities.mtu()) {
                throw new IllegalArgumentException(length + " bytes in segments of " + offload.gsoSize + " for " + capabilities);
            }
            if (offload.checksumPartial && !capabilities.checksumOffload()) {
                throw new IllegalArgumentException("partial checksum for a device without checksum offload");
            }
            Slot slot = claimed;
            claimed = null;
            slot.length = length;
            slot.offload.copyFrom(offload);
            if (!peer.closed) {
                peer.enqueue(slot);
            }
        }

        private boolean takesSuperSegments() {
            return (claimed.buffer.getByte(0) >> 4 & 0xf) == 4 ? capabilities.tso4() : capabilities.tso6();
        }

        @Override
        public void abort(int at) {
            peer.spare[peer.spares++] = claimed;
            claimed = null;
        }
    }
}
