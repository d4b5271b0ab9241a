package io.tributary.driver.tun;

import io.tributary.abi.Fcntl;
import io.tributary.abi.If;
import io.tributary.abi.IfTun;
import io.tributary.abi.VirtioNetHdr;
import io.tributary.device.DeviceCapabilities;
import io.tributary.driver.nativeio.LibC;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.driver.setup.DeviceException;
import io.tributary.driver.setup.Link;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A TUN interface with one queue per event loop. It belongs to the network namespace of the thread that opens it, and unless somebody
 * made it persistent before, it and every route into it vanish with its last descriptor, however the process ends.
 */
public final class TunDevice implements AutoCloseable {
    private static final int OFFLOADS = IfTun.TUN_F_CSUM | IfTun.TUN_F_TSO4 | IfTun.TUN_F_TSO6 | IfTun.TUN_F_TSO_ECN;
    private static final int GSO_MAX_SIZE = 65_535;

    private final String name;
    private final List<TunQueue> queues;
    private final boolean offload;

    private TunDevice(String name, List<TunQueue> queues, boolean offload) {
        this.name = name;
        this.queues = List.copyOf(queues);
        this.offload = offload;
    }

    /**
     * Opens {@code /dev/net/tun} once per queue. The interface comes without addresses and down; see {@code InterfaceSetup}.
     *
     * @param name    1 to 15 characters
     * @param queues  1 or more
     * @param offload exchange super-segments and leave checksums to the kernel; given up where the kernel refuses
     * @param mtu     that the interface will have, bytes
     * @throws DeviceException saying what is missing and what to do
     */
    public static TunDevice open(String name, int queues, boolean offload, int mtu) {
        return open(Native.LIBC, name, queues, offload, mtu);
    }

    static TunDevice open(LibC libc, String name, int queues, boolean offload, int mtu) {
        if (!name.matches("[^\\s/%:]{1," + (If.IFNAMSIZ - 1) + "}") || name.equals(".") || name.equals("..")) {
            throw new DeviceException(DeviceException.CONFIGURATION, "\"" + name + "\" cannot be an interface name",
                "choose 1 to " + (If.IFNAMSIZ - 1) + " characters without blanks, '/', ':' and '%'");
        }
        if (queues < 1) {
            throw new IllegalArgumentException("queues: " + queues);
        }
        Optional<Link> existing = TunErrors.usable(name, queues);
        boolean multiQueue = existing.map(Link::multiQueue).orElse(queues > 1);
        int flags = IfTun.IFF_TUN | IfTun.IFF_NO_PI | (multiQueue ? IfTun.IFF_MULTI_QUEUE : 0);
        if (offload) {
            try {
                return openQueues(libc, name, queues, flags | IfTun.IFF_VNET_HDR, existing.isEmpty(), mtu);
            } catch (OffloadRefusedException e) {
                return openQueues(libc, name, queues, flags, existing.isEmpty(), mtu);
            }
        }
        return openQueues(libc, name, queues, flags, existing.isEmpty(), mtu);
    }

    private static TunDevice openQueues(LibC libc, String name, int count, int flags, boolean create, int mtu) {
        boolean offload = (flags & IfTun.IFF_VNET_HDR) != 0;
        DeviceCapabilities capabilities = offload ? new DeviceCapabilities(mtu, true, true, true, GSO_MAX_SIZE) : DeviceCapabilities.plain(mtu);
        List<TunQueue> queues = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                // Only the first creates: if somebody else was faster, we would otherwise share with them unawares.
                int excl = create && i == 0 ? IfTun.IFF_TUN_EXCL : 0;
                queues.add(new TunQueue(libc, openQueue(libc, name, flags | excl), capabilities));
            }
            return new TunDevice(name, queues, offload);
        } catch (RuntimeException e) {
            queues.forEach(TunQueue::close);
            throw e;
        }
    }

    private static int openQueue(LibC libc, String name, int flags) {
        int fd;
        try {
            fd = Native.open(TunErrors.DEVICE, Fcntl.O_RDWR | Fcntl.O_NONBLOCK | Fcntl.O_CLOEXEC);
        } catch (NativeException e) {
            throw TunErrors.opening(e);
        }
        try {
            attach(libc, fd, name, flags);
            return fd;
        } catch (RuntimeException e) {
            libc.close(fd);
            throw e;
        }
    }

    private static void attach(LibC libc, int fd, String name, int flags) {
        UnsafeBuffer b = Native.scratch();
        b.setMemory(0, If.IFREQ_SIZE, (byte) 0);
        Native.putCString(b, If.IFREQ_NAME, name);
        b.putShort(If.IFREQ_FLAGS, (short) flags);
        if (libc.ioctl(fd, IfTun.TUNSETIFF, b.addressOffset()) < 0) {
            throw TunErrors.attaching(name, new NativeException("TUNSETIFF " + name, Native.errno()));
        }
        boolean virtio = (flags & IfTun.IFF_VNET_HDR) != 0;
        if (virtio) {
            // A persistent TUN remembers the size that its last user chose.
            b.putInt(0, VirtioNetHdr.SIZE);
            if (libc.ioctl(fd, IfTun.TUNSETVNETHDRSZ, b.addressOffset()) < 0) {
                throw new OffloadRefusedException(Native.errno());
            }
        }
        if (libc.ioctl(fd, IfTun.TUNSETOFFLOAD, virtio ? OFFLOADS : 0) < 0 && virtio) {
            throw new OffloadRefusedException(Native.errno());
        }
    }

    public String name() {
        return name;
    }

    /** Event loop {@code i} owns queue {@code i}. */
    public TunQueue queue(int i) {
        return queues.get(i);
    }

    public int queueCount() {
        return queues.size();
    }

    /** Super-segments and open checksums are exchanged with the kernel: asked for, and granted. */
    public boolean hasOffload() {
        return offload;
    }

    @Override
    public void close() {
        queues.forEach(TunQueue::close);
    }

    /** Says that the kernel has TUN devices but not this. */
    private static final class OffloadRefusedException extends NativeException {
        private static final long serialVersionUID = 1L;

        OffloadRefusedException(int errno) {
            super("offload of the TUN", errno);
        }
    }
}
