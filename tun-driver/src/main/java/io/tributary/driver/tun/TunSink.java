package io.tributary.driver.tun;

import io.tributary.abi.Errno;
import io.tributary.abi.VirtioNetHdr;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.device.PacketSink;
import io.tributary.driver.nativeio.LibC;
import io.tributary.driver.nativeio.Native;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Writes packets to a TUN, one system call each. It has one slot: a claim ends with commit or abort before the next one. */
final class TunSink implements PacketSink {
    private final LibC libc;
    private final int fd;
    private final DeviceCapabilities capabilities;
    private final TunStatistics statistics;
    private final UnsafeBuffer slot = Native.memory(TunQueue.HEADROOM + TunQueue.MAX_PACKET);
    private final SoftwareSegmenter.Output direct = this::write;
    private SoftwareSegmenter segmenter;
    private boolean claimed;
    /** Where and how much of the slot the kernel had no room for; nothing if the length is 0. */
    private int waitingAt;
    private int waitingLength;

    TunSink(LibC libc, int fd, DeviceCapabilities capabilities, TunStatistics statistics) {
        this.libc = libc;
        this.fd = fd;
        this.capabilities = capabilities;
        this.statistics = statistics;
    }

    @Override
    public int maxPacket() {
        return capabilities.gsoMaxSize();
    }

    @Override
    public int claim(int length) {
        if (length > TunQueue.MAX_PACKET || claimed) {
            throw new IllegalArgumentException(claimed ? "the slot is claimed already" : "no packet has " + length + " bytes");
        }
        if (waitingLength > 0 && !retry()) {
            return -1;
        }
        claimed = true;
        return TunQueue.HEADROOM;
    }

    @Override
    public MutableDirectBuffer buffer() {
        return slot;
    }

    @Override
    public void commit(int at, int length, Offload o) {
        claimed = false;
        if (capabilities.checksumOffload()) {
            int headerAt = at - VirtioNetHdr.SIZE;
            VirtioHeader.encode(slot, headerAt, at, length, o);
            if (slot.getByte(headerAt + VirtioNetHdr.GSO_TYPE) != VirtioNetHdr.VIRTIO_NET_HDR_GSO_NONE) {
                statistics.superSegmentsSent++;
            }
            write(slot, headerAt, VirtioNetHdr.SIZE + length);
        } else if (o.gsoSize > 0 && length - o.headerLength > o.gsoSize) {
            if (segmenter == null) {
                segmenter = new SoftwareSegmenter();
            }
            segmenter.split(slot, at, length, o, direct);
        } else {
            int offset = o.checksumPartial ? TransportHeader.checksumOffset(slot, at, length, o.transportAt) : -1;
            if (offset >= 0) {
                TransportHeader.finish(slot, at, length, o.transportAt, offset);
            }
            write(slot, at, length);
        }
    }

    @Override
    public void abort(int at) {
        claimed = false;
    }

    boolean isBlocked() {
        return waitingLength > 0;
    }

    /** @return whether nothing waits any more */
    boolean retry() {
        if (waitingLength > 0) {
            int length = waitingLength;
            waitingLength = 0;
            write(slot, waitingAt, length);
        }
        return waitingLength == 0;
    }

    private void write(UnsafeBuffer buffer, int at, int length) {
        long n;
        int errno = 0;
        do {
            n = libc.write(fd, buffer.addressOffset() + at, length);
            errno = n < 0 ? Native.errno() : 0;
        } while (errno == Errno.EINTR);
        if (n >= 0) {
            statistics.sent++;
        } else if (errno == Errno.EAGAIN && buffer == slot) {
            statistics.blocked++;
            waitingAt = at;
            waitingLength = length;
        } else {
            statistics.refused++;
            statistics.lastRefusal = errno;
        }
    }
}
