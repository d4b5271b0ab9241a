package io.tributary.driver.tun;

import io.tributary.abi.Errno;
import io.tributary.abi.VirtioNetHdr;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import io.tributary.driver.nativeio.LibC;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One queue of a TUN: one descriptor, one thread. A packet is read into one slot outside the heap and handled there; nothing is
 * queued here. Whatever the kernel delivers is counted and survived; only {@link #failure()} ends a queue.
 */
public final class TunQueue implements PacketDevice {
    /** In front of a packet: keeps its header aligned and has room for the kernel's. */
    static final int HEADROOM = 16;
    /** The largest packet: what an IPv4 length can say, or an IPv6 one without jumbo option. */
    static final int MAX_PACKET = 65_535 + 40;

    private final LibC libc;
    private final int fd;
    private final DeviceCapabilities capabilities;
    private final boolean virtio;
    private final UnsafeBuffer slot = Native.memory(HEADROOM + MAX_PACKET);
    private final long readAddress;
    private final int readLength;
    private final Offload offload = new Offload();
    private final TunStatistics statistics = new TunStatistics();
    private final TunSink sink;
    private NativeException failure;
    private boolean closed;

    TunQueue(LibC libc, int fd, DeviceCapabilities capabilities) {
        this.libc = libc;
        this.fd = fd;
        this.capabilities = capabilities;
        this.virtio = capabilities.checksumOffload();
        int header = virtio ? VirtioNetHdr.SIZE : 0;
        this.readAddress = slot.addressOffset() + HEADROOM - header;
        this.readLength = header + MAX_PACKET;
        this.sink = new TunSink(libc, fd, capabilities, statistics);
    }

    @Override
    public DeviceCapabilities capabilities() {
        return capabilities;
    }

    @Override
    public int receive(PacketHandler handler, int limit) {
        int handed = 0;
        for (int reads = 0; reads < limit && failure == null; reads++) {
            long n = libc.read(fd, readAddress, readLength);
            if (n < 0) {
                onReadError(Native.errno());
                break;
            }
            int length = (int) n - (virtio ? VirtioNetHdr.SIZE : 0);
            if (accept(length)) {
                handed++;
                handler.onPacket(slot, HEADROOM, length, offload);
            }
        }
        return handed;
    }

    private boolean accept(int length) {
        statistics.received++;
        boolean good = length > 0
            && (!virtio || VirtioHeader.decode(slot, HEADROOM - VirtioNetHdr.SIZE, HEADROOM, length, offload));
        if (!good) {
            statistics.malformed++;
        } else if (!virtio) {
            offload.none();
        } else if (offload.gsoSize > 0) {
            statistics.superSegmentsReceived++;
        }
        return good;
    }

    private void onReadError(int errno) {
        if (errno != Errno.EAGAIN && errno != Errno.EINTR) {
            failure = new NativeException("read from the TUN", errno);
        }
    }

    @Override
    public PacketSink sink() {
        return sink;
    }

    /** Sends the packet that had to wait, if there is one and the kernel has room again. */
    @Override
    public void flush() {
        sink.retry();
    }

    /** A packet waits for room in the kernel: the sink takes nothing, and the loop should wait for writability. */
    public boolean isBlocked() {
        return sink.isBlocked();
    }

    /** To be polled: readable when there is a packet. */
    public int fd() {
        return fd;
    }

    public TunStatistics statistics() {
        return statistics;
    }

    /** Why this queue is at its end (somebody deleted the interface), or null while it is not. */
    public NativeException failure() {
        return failure;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            libc.close(fd);
        }
    }
}
