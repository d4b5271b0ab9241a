package io.tributary.tcp;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Hands every packet of the stack to somebody who looks at it at once; takes only as many as it is told. */
final class FuzzDevice implements PacketDevice, PacketSink {
    interface Watcher {
        void onEmitted(MutableDirectBuffer b, int at, int length, Offload o);
    }

    private final DeviceCapabilities capabilities;
    private final Watcher watcher;
    private final UnsafeBuffer slot = new UnsafeBuffer(new byte[66_000]);
    private int claimed = -1;
    private int credit = Integer.MAX_VALUE;

    FuzzDevice(DeviceCapabilities capabilities, Watcher watcher) {
        this.capabilities = capabilities;
        this.watcher = watcher;
    }

    void accept(int packets) {
        credit = packets;
    }

    boolean isOpen() {
        return credit > 1_000_000;
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
        if (claimed >= 0 || length > maxPacket()) {
            throw new AssertionError("claimed " + claimed + ", asked for " + length);
        }
        if (credit == 0) {
            return -1;
        }
        claimed = length;
        return 32;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return slot;
    }

    @Override
    public void commit(int at, int length, Offload offload) {
        int wire = offload.gsoSize > 0 ? offload.headerLength + offload.gsoSize : length;
        if (at != 32 || length > claimed || wire > capabilities.mtu()) {
            throw new AssertionError(length + " bytes committed, " + claimed + " claimed, " + offload.gsoSize + " a segment");
        }
        claimed = -1;
        credit--;
        watcher.onEmitted(slot, at, length, offload);
    }

    @Override
    public void abort(int at) {
        claimed = -1;
    }

    @Override
    public void close() {
    }
}
