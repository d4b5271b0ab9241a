package io.tributary.convert.onwire;

import io.tributary.abi.Socket;
import io.tributary.abi.Time;
import io.tributary.convert.main.demo.lab.Namespace;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NetNamespace;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Watches the TCP segments on one interface of a namespace, with the kernel's own time stamps. */
final class Tap implements AutoCloseable {
    private static final int AF_PACKET = 17;
    private static final int ETH_P_ALL = 3;
    private static final int SOCKADDR_LL_SIZE = 20;
    private static final long SIOCGSTAMPNS = 0x8907;
    private static final int SNAP = 1 << 17;

    private final int fd;
    private final Thread reader;
    private final List<Frame> frames = new ArrayList<>();
    private volatile boolean closed;

    private Tap(int fd, String device) {
        this.fd = fd;
        this.reader = new Thread(this::read, "tap-" + device);
        reader.setDaemon(true);
        reader.start();
    }

    static Tap open(Namespace namespace, String device) {
        int index = Integer.parseInt(namespace.ip("-o", "link", "show", "dev", device).split(":")[0].strip());
        try (NetNamespace inside = NetNamespace.open(namespace.name())) {
            return new Tap(inside.call(() -> bound(index)), device);
        }
    }

    private static int bound(int interfaceIndex) {
        short protocol = Short.reverseBytes((short) ETH_P_ALL);
        // Datagrams come without link-layer header, so that a cable and a TUN look the same.
        int fd = Native.check(Native.LIBC.socket(AF_PACKET, Socket.SOCK_DGRAM | Socket.SOCK_CLOEXEC, protocol & 0xffff), "packet socket");
        UnsafeBuffer b = Native.memory(SOCKADDR_LL_SIZE);
        b.putShort(0, (short) AF_PACKET, ByteOrder.nativeOrder());
        b.putShort(2, protocol, ByteOrder.nativeOrder());
        b.putInt(4, interfaceIndex, ByteOrder.nativeOrder());
        Native.check(Native.LIBC.bind(fd, b.addressOffset(), SOCKADDR_LL_SIZE), "bind packet socket");
        UnsafeBuffer timeout = Native.memory(Time.TIMEVAL_SIZE);
        timeout.putLong(Time.TIMEVAL_USEC, 100_000, ByteOrder.nativeOrder());
        Native.check(Native.LIBC.setsockopt(fd, Socket.SOL_SOCKET, Socket.SO_RCVTIMEO, timeout.addressOffset(), Time.TIMEVAL_SIZE), "time-out");
        // The first question switches the kernel's stamping on; until then it would answer with the time of the question.
        Native.LIBC.ioctl(fd, SIOCGSTAMPNS, b.addressOffset());
        return fd;
    }

    private void read() {
        UnsafeBuffer packet = Native.memory(SNAP);
        UnsafeBuffer stamp = Native.memory(Time.TIMESPEC_SIZE);
        while (!closed) {
            long length = Native.LIBC.recv(fd, packet.addressOffset(), SNAP, 0);
            if (length > 0) {
                Native.LIBC.ioctl(fd, SIOCGSTAMPNS, stamp.addressOffset());
                byte[] bytes = new byte[(int) length];
                packet.getBytes(0, bytes);
                Frame frame = Frame.read(stamp.getLong(Time.TIMESPEC_SEC) * 1_000_000_000L + stamp.getLong(Time.TIMESPEC_NSEC), bytes);
                if (frame != null) {
                    add(frame);
                }
            }
        }
    }

    private synchronized void add(Frame frame) {
        frames.add(frame);
    }

    /** What has passed so far, oldest first. */
    synchronized List<Frame> frames() {
        return new ArrayList<>(frames);
    }

    @Override
    public void close() {
        closed = true;
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Native.LIBC.close(fd);
    }
}
