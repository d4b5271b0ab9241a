package io.tributary.device;

import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Shows a recorder every packet that passes a device, in and out. Packets whose checksum the device would finish are shown
 * with it finished, since readers of captures would complain otherwise; what travels is not touched.
 */
public final class PcapTap implements PacketDevice {
    private final PacketDevice device;
    private final PacketRecorder recorder;
    private final LongSupplier clockNs;
    private final Sink sink;
    private final PacketHandler arriving = this::arrive;
    private PacketHandler receiver;
    private UnsafeBuffer copy = new UnsafeBuffer(new byte[0]);

    /** @param clockNs what recorded packets are stamped with: nanoseconds since the epoch, or virtual ones */
    public PcapTap(PacketDevice device, PacketRecorder recorder, LongSupplier clockNs) {
        this.device = device;
        this.recorder = recorder;
        this.clockNs = clockNs;
        sink = new Sink(device.sink());
    }

    @Override
    public DeviceCapabilities capabilities() {
        return device.capabilities();
    }

    @Override
    public int receive(PacketHandler handler, int limit) {
        receiver = handler;
        return device.receive(arriving, limit);
    }

    private void arrive(MutableDirectBuffer buffer, int at, int length, Offload offload) {
        record(true, buffer, at, length, offload);
        receiver.onPacket(buffer, at, length, offload);
    }

    @Override
    public PacketSink sink() {
        return sink;
    }

    @Override
    public void flush() {
        device.flush();
    }

    /** Closes the device; the recorder belongs to who made it. */
    @Override
    public void close() {
        device.close();
    }

    private void record(boolean inbound, MutableDirectBuffer buffer, int at, int length, Offload offload) {
        if (!offload.checksumPartial) {
            recorder.record(clockNs.getAsLong(), inbound, buffer, at, length);
            return;
        }
        if (copy.capacity() < length) {
            copy = new UnsafeBuffer(new byte[length]);
        }
        copy.putBytes(0, buffer, at, length);
        TransportChecksum.complete(copy, 0, length, offload.transportAt);
        recorder.record(clockNs.getAsLong(), inbound, copy, 0, length);
    }

    private final class Sink implements PacketSink {
        private final PacketSink to;

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
            record(false, to.buffer(), at, length, offload);
            to.commit(at, length, offload);
        }

        @Override
        public void abort(int at) {
            to.abort(at);
        }
    }
}
