package io.tributary.driver.tun;

import io.tributary.driver.Needs;
import io.tributary.driver.nativeio.EventLoopWaiter;
import io.tributary.driver.nativeio.LibC;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NetNamespace;
import io.tributary.driver.setup.RouteSocket;
import io.tributary.wire.IpAddress;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;

/** A namespace with one TUN that is up; the kernel has .1 and ::1 on it, everything else of the two networks is on our side. */
final class TunRig implements AutoCloseable {
    static final String NAME = "tribtun0";
    static final int MTU = 1500;
    static final IpAddress KERNEL_V4 = IpAddress.parse("10.91.0.1");
    static final IpAddress KERNEL_V6 = IpAddress.parse("fd91::1");
    static final IpAddress OUR_V4 = IpAddress.parse("10.91.0.2");
    static final IpAddress OUR_V6 = IpAddress.parse("fd91::2");

    final NetNamespace ns;
    final RouteSocket routes;
    final TunDevice device;

    TunRig(int queues, boolean offload) {
        this(queues, offload, Native.LIBC);
    }

    TunRig(int queues, boolean offload, LibC libc) {
        this(queues, offload, libc, KERNEL_V4, KERNEL_V6);
    }

    TunRig(int queues, boolean offload, LibC libc, IpAddress v4, IpAddress v6) {
        Needs.tun();
        ns = NetNamespace.anonymous();
        routes = ns.call(RouteSocket::new);
        device = ns.call(() -> TunDevice.open(libc, NAME, queues, offload, MTU));
        routes.setUp(1, true);
        int index = routes.existingLink(NAME).index();
        routes.setUp(index, true);
        routes.addAddress(index, v4, 24);
        routes.addAddress(index, v6, 64);
    }

    TunQueue queue() {
        return device.queue(0);
    }

    /** One received packet, copied. */
    static final class Packet {
        UnsafeBuffer bytes;
        boolean checksumPartial;
        int gsoSize;
        int transportAt;
        int headerLength;

        int version() {
            return bytes.getByte(0) >> 4 & 0xf;
        }

        int protocol() {
            return bytes.getByte(version() == 4 ? 9 : 6) & 0xff;
        }

        int transport() {
            return version() == 4 ? 20 : 40;
        }

        int u16(int at) {
            return TransportHeader.u16(bytes, at);
        }
    }

    /** The first packet on a queue that {@code wanted} accepts; others (router solicitations, multicast reports) are passed over. */
    static Packet await(TunQueue queue, Predicate<Packet> wanted) {
        Packet[] found = new Packet[1];
        long end = System.nanoTime() + 10_000_000_000L;
        try (EventLoopWaiter waiter = new EventLoopWaiter(queue.fd())) {
            while (found[0] == null) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("no such packet in 10 s");
                }
                waiter.await(100_000_000L);
                queue.receive((b, at, length, o) -> {
                    Packet p = new Packet();
                    byte[] copy = new byte[length];
                    b.getBytes(at, copy);
                    p.bytes = new UnsafeBuffer(copy);
                    p.checksumPartial = o.checksumPartial;
                    p.gsoSize = o.gsoSize;
                    p.transportAt = o.transportAt;
                    p.headerLength = o.headerLength;
                    if (wanted.test(p)) {
                        found[0] = p;
                    }
                }, 1);
            }
        }
        return found[0];
    }

    @Override
    public void close() {
        device.close();
        routes.close();
        ns.close();
    }
}
