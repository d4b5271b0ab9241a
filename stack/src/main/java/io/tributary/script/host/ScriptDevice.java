package io.tributary.script.host;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import io.tributary.script.packet.Captured;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.LongSupplier;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps what the stack sends, with the time. What it receives does not come this way. */
public final class ScriptDevice implements PacketDevice, PacketSink {
    private static final int MOST_KEPT = 100_000;

    private final DeviceCapabilities capabilities;
    private final LongSupplier clock;
    private final UnsafeBuffer slot;
    private final Queue<Captured> sent = new ArrayDeque<>();
    private boolean swallows;

    ScriptDevice(int mtu, LongSupplier clock) {
        this.capabilities = DeviceCapabilities.plain(mtu);
        this.clock = clock;
        this.slot = new UnsafeBuffer(new byte[mtu]);
    }

    /** From now on, or no longer, everything sent vanishes. */
    public void swallow(boolean on) {
        swallows = on;
    }

    /** What was sent and not yet taken, oldest first. */
    public Queue<Captured> sent() {
        return sent;
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
        return capabilities.mtu();
    }

    @Override
    public int claim(int length) {
        return length <= slot.capacity() && sent.size() < MOST_KEPT ? 0 : -1;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return slot;
    }

    @Override
    public void commit(int at, int length, Offload offload) {
        if (!swallows) {
            byte[] b = new byte[length];
            slot.getBytes(at, b);
            sent.add(new Captured(b, clock.getAsLong()));
        }
    }

    @Override
    public void abort(int at) {
        // the slot is used again as it is
    }

    @Override
    public void close() {
        // nothing is held
    }
}
