package io.tributary.device;

import io.tributary.random.RandomStream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Makes a device unreliable on purpose: each packet may be dropped, doubled, damaged or overtaken by the next one.
 * Probabilities are 0 to 1 and count for both directions unless told otherwise.
 */
public final class FaultInjector implements PacketDevice {
    private final PacketDevice device;
    private final RandomStream random;
    private final Sink sink;
    private final Held heldIn = new Held();
    private final Held twinIn = new Held();
    private final PacketHandler arriving = this::arrive;
    private PacketHandler receiver;
    private double drop;
    private double duplicate;
    private double corrupt;
    private double reorder;
    private boolean inbound = true;
    private boolean outbound = true;
    private long dropped;
    private long duplicated;
    private long corrupted;
    private long reordered;

    public FaultInjector(PacketDevice device, RandomStream random) {
        this.device = device;
        this.random = random;
        sink = new Sink(device.sink());
    }

    public FaultInjector drop(double probability) {
        drop = probability;
        return this;
    }

    public FaultInjector duplicate(double probability) {
        duplicate = probability;
        return this;
    }

    /** Flips one bit, so that a checksum can tell. A super-segment going out is dropped instead: the device would make it right. */
    public FaultInjector corrupt(double probability) {
        corrupt = probability;
        return this;
    }

    /** Holds a packet back until the next one has passed, or for one turn if none comes. */
    public FaultInjector reorder(double probability) {
        reorder = probability;
        return this;
    }

    public FaultInjector onlyInbound() {
        inbound = true;
        outbound = false;
        return this;
    }

    public FaultInjector onlyOutbound() {
        inbound = false;
        outbound = true;
        return this;
    }

    public long dropped() {
        return dropped;
    }

    public long duplicated() {
        return duplicated;
    }

    public long corrupted() {
        return corrupted;
    }

    public long reordered() {
        return reordered;
    }

    @Override
    public DeviceCapabilities capabilities() {
        return device.capabilities();
    }

    @Override
    public int receive(PacketHandler handler, int limit) {
        boolean waited = heldIn.full;
        receiver = handler;
        int n = device.receive(arriving, limit);
        if (waited && heldIn.full && n == 0) {
            heldIn.full = false;
            handler.onPacket(heldIn.bytes, 0, heldIn.length, heldIn.offload);
            return 1;
        }
        return n;
    }

    @Override
    public PacketSink sink() {
        return sink;
    }

    @Override
    public void flush() {
        sink.turn();
        device.flush();
    }

    @Override
    public void close() {
        device.close();
    }

    private boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    private void arrive(MutableDirectBuffer buffer, int at, int length, Offload offload) {
        if (inbound && happens(drop)) {
            dropped++;
            return;
        }
        if (inbound && happens(corrupt)) {
            damage(buffer, at, length, offload);
        }
        if (inbound && !heldIn.full && happens(reorder)) {
            reordered++;
            heldIn.keep(buffer, at, length, offload);
            return;
        }
        if (inbound && happens(duplicate)) {
            duplicated++;
            twinIn.keep(buffer, at, length, offload);
            receiver.onPacket(twinIn.bytes, 0, length, twinIn.offload);
        }
        receiver.onPacket(buffer, at, length, offload);
        if (heldIn.full) {
            heldIn.full = false;
            receiver.onPacket(heldIn.bytes, 0, heldIn.length, heldIn.offload);
        }
    }

    /** Nobody vouches for the checksum of a damaged packet. */
    private void damage(MutableDirectBuffer buffer, int at, int length, Offload offload) {
        corrupted++;
        if (offload.checksumPartial) {
            TransportChecksum.complete(buffer, at, length, offload.transportAt);
            offload.checksumPartial = false;
        }
        int i = at + random.nextInt(length);
        buffer.putByte(i, (byte) (buffer.getByte(i) ^ 1 << random.nextInt(8)));
    }

    private static final class Held {
        private final Offload offload = new Offload();
        private UnsafeBuffer bytes = new UnsafeBuffer(new byte[2048]);
        private int length;
        private boolean full;

        private void keep(MutableDirectBuffer buffer, int at, int size, Offload o) {
            if (bytes.capacity() < size) {
                bytes = new UnsafeBuffer(new byte[size]);
            }
            bytes.putBytes(0, buffer, at, size);
            length = size;
            offload.copyFrom(o);
            full = true;
        }
    }

    private final class Sink implements PacketSink {
        private final PacketSink to;
        private final Held held = new Held();
        private final Held twin = new Held();
        private final Offload changed = new Offload();
        private boolean waited;

        private Sink(PacketSink to) {
            this.to = to;
        }

        @Override
        public int maxPacket() {
            return to.maxPacket();
        }

        @Override
        public int claim(int length) {
            return to.claim(length);
        }

        @Override
        public MutableDirectBuffer buffer() {
            return to.buffer();
        }

        @Override
        public void commit(int at, int length, Offload offload) {
            boolean damaged = outbound && happens(corrupt);
            if (outbound && happens(drop) || damaged && offload.gsoSize > 0) {
                dropped++;
                to.abort(at);
                return;
            }
            changed.copyFrom(offload);
            if (damaged) {
                damage(to.buffer(), at, length, changed);
            }
            if (outbound && !held.full && happens(reorder)) {
                reordered++;
                held.keep(to.buffer(), at, length, changed);
                waited = false;
                to.abort(at);
                return;
            }
            boolean twice = outbound && happens(duplicate);
            if (twice) {
                duplicated++;
                twin.keep(to.buffer(), at, length, changed);
            }
            to.commit(at, length, changed);
            if (twice) {
                send(twin);
            }
            send(held);
        }

        @Override
        public void abort(int at) {
            to.abort(at);
        }

        /** A held packet goes at the second flush, if no other overtook it before. */
        private void turn() {
            if (waited) {
                send(held);
            }
            waited = held.full;
        }

        private void send(Held packet) {
            if (!packet.full) {
                return;
            }
            packet.full = false;
            int at = to.claim(packet.length);
            if (at < 0) {
                dropped++;
                return;
            }
            to.buffer().putBytes(at, packet.bytes, 0, packet.length);
            to.commit(at, packet.length, packet.offload);
        }
    }
}
