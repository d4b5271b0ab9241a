package io.tributary.testkit;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import java.util.ArrayDeque;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A device that keeps what the stack sends, for a test to look at. */
public final class CollectingDevice implements PacketDevice, PacketSink {
    private final DeviceCapabilities capabilities;
    private final UnsafeBuffer slot = new UnsafeBuffer(new byte[70_000]);
    private final ArrayDeque<byte[]> sent = new ArrayDeque<>();
    private int capacity = Integer.MAX_VALUE;
    private int lastGsoSize;

    public CollectingDevice(DeviceCapabilities capabilities) {
        this.capabilities = capabilities;
    }

    /** The device takes only so many more packets until this is called again. */
    public void accept(int packets) {
        capacity = packets;
    }

    public byte[] poll() {
        return sent.poll();
    }

    public int size() {
        return sent.size();
    }

    public int lastGsoSize() {
        return lastGsoSize;
    }

    @Override
    public DeviceCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public int receive(PacketHandler handler, int limit) {
        return 0;
    }

    @Override
    public PacketSink sink() {
        return this;
    }

    @Override
    public int maxPacket() {
        return capabilities.gsoMaxSize();
    }

    @Override
    public int claim(int length) {
        return capacity > 0 ? 16 : -1;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return slot;
    }

    @Override
    public void commit(int at, int length, Offload offload) {
        byte[] packet = new byte[length];
        slot.getBytes(at, packet);
        sent.add(packet);
        lastGsoSize = offload.gsoSize;
        capacity--;
    }

    @Override
    public void abort(int at) {
    }

    @Override
    public void close() {
    }
}
