package io.tributary.replay;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import java.util.ArrayDeque;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The device between our stack and a recording: recorded packets come in, what the stack sends goes to a listener. */
final class ReplayDevice implements PacketDevice, PacketSink {
    /** Takes what the stack sends. */
    @FunctionalInterface
    interface Wire {
        void onSent(MutableDirectBuffer buffer, int at, int length);
    }

    private final DeviceCapabilities capabilities;
    private final Wire wire;
    private final UnsafeBuffer slot;
    private final ArrayDeque<ReplayPacket> arrived = new ArrayDeque<>();
    private final Offload offload = new Offload();

    ReplayDevice(int mtu, Wire wire) {
        this.capabilities = DeviceCapabilities.plain(mtu);
        this.wire = wire;
        this.slot = new UnsafeBuffer(new byte[mtu]);
    }

    void arrive(ReplayPacket p) {
        arrived.add(p);
    }

    @Override
    public DeviceCapabilities capabilities() {
        return capabilities;
    }

    /** Checksums were judged when the capture was read; where a device was to fill them in they are not there. */
    @Override
    public int receive(PacketHandler handler, int limit) {
        int n = 0;
        for (ReplayPacket p; n < limit && (p = arrived.poll()) != null; n++) {
            offload.set(0, true, p.payloadAt, p.payloadAt);
            handler.onPacket(p.buffer, 0, p.length, offload);
        }
        return n;
    }

    @Override
    public PacketSink sink() {
        return this;
    }

    @Override
    public int maxPacket() {
        return slot.capacity();
    }

    @Override
    public int claim(int length) {
        return 0;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return slot;
    }

    @Override
    public void commit(int at, int length, Offload offload) {
        wire.onSent(slot, at, length);
    }

    @Override
    public void abort(int at) {
        // the slot is lent again by the next claim
    }

    @Override
    public void close() {
        arrived.clear();
    }
}
