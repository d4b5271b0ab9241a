package io.tributary.driver.tun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.tributary.abi.Errno;
import io.tributary.abi.In;
import io.tributary.device.Offload;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import io.tributary.driver.kernel.KernelSocket;
import io.tributary.driver.kernel.KernelSocket.Protocol;
import io.tributary.driver.nativeio.EventLoopWaiter;
import io.tributary.driver.nativeio.Native;
import io.tributary.driver.nativeio.NativeException;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TunQueueTest {
    private static void sendDatagram(TunRig rig, IpAddress to, byte[] data) {
        rig.ns.call(() -> {
            try (DatagramSocket s = new DatagramSocket()) {
                s.send(new DatagramPacket(data, data.length, to.toInetAddress(), 4711));
            }
            return null;
        });
    }

    static int transportSum(TunRig.Packet p) {
        int at = p.transport();
        int addresses = p.version() == 4 ? 12 : 8;
        int length = p.bytes.capacity() - at;
        return Checksum.fold(Checksum.sum(p.bytes, addresses, at - addresses) + Checksum.sum(p.bytes, at, length) + p.protocol() + length);
    }

    @ParameterizedTest(name = "offload {0}, {1}")
    @DisplayName("a datagram of the kernel arrives whole; its checksum is open with offload and right without")
    @CsvSource({"true,10.91.0.2", "true,fd91::2", "false,10.91.0.2", "false,fd91::2"})
    void datagramIn(boolean offload, String to) {
        try (TunRig rig = new TunRig(1, offload)) {
            assertThat(rig.device.hasOffload()).isEqualTo(offload);
            byte[] data = "through the tunnel".getBytes();
            sendDatagram(rig, IpAddress.parse(to), data);
            TunRig.Packet p = TunRig.await(rig.queue(), q -> q.protocol() == In.IPPROTO_UDP);
            byte[] payload = new byte[data.length];
            p.bytes.getBytes(p.transport() + 8, payload);
            assertThat(payload).isEqualTo(data);
            assertThat(p.gsoSize).isZero();
            assertThat(p.checksumPartial).isEqualTo(offload);
            if (offload) {
                assertThat(p.transportAt).isEqualTo(p.transport());
                TransportHeader.finish(p.bytes, 0, p.bytes.capacity(), p.transportAt, TransportHeader.UDP_CHECKSUM);
            }
            assertThat(transportSum(p)).isEqualTo(0xffff);
        }
    }

    @ParameterizedTest(name = "offload {0}")
    @DisplayName("the kernel answers our echo request")
    @ValueSource(booleans = {true, false})
    void echo(boolean offload) {
        try (TunRig rig = new TunRig(1, offload)) {
            byte[] data = new byte[100];
            new java.util.Random(3).nextBytes(data);
            send(rig.queue(), 28 + data.length, (b, at) -> {
                Packets.ipv4(b, at, 28 + data.length, In.IPPROTO_ICMP, TunRig.OUR_V4, TunRig.KERNEL_V4);
                b.putByte(at + 20, (byte) 8);
                b.putInt(at + 24, 0x01020304);
                b.putBytes(at + 28, data);
                TransportHeader.finish(b, at, 28 + data.length, 20, 2);
            }, new Offload());
            TunRig.Packet p = TunRig.await(rig.queue(), q -> q.protocol() == In.IPPROTO_ICMP && q.bytes.getByte(20) == 0);
            byte[] echoed = new byte[data.length];
            p.bytes.getBytes(28, echoed);
            assertThat(echoed).isEqualTo(data);
            assertThat(p.checksumPartial).isFalse();
            assertThat(Checksum.fold(Checksum.sum(p.bytes, 20, 8 + data.length))).isEqualTo(0xffff);
            assertThat(rig.queue().statistics().sent).isEqualTo(1);
        }
    }

    @ParameterizedTest(name = "offload {0}, {1}")
    @SuppressWarnings("try")
    @DisplayName("a checksum that we leave open is completed: the kernel believes our RST")
    @CsvSource({"true,10.91.0.2", "true,fd91::2", "false,10.91.0.2", "false,fd91::2"})
    void openChecksumOut(boolean offload, String to) {
        try (TunRig rig = new TunRig(1, offload)) {
            CompletableFuture<Integer> errno = CompletableFuture.supplyAsync(() -> rig.ns.call(() -> {
                try (KernelSocket s = KernelSocket.connect(Protocol.TCP, IpAddress.parse(to), 80)) {
                    return 0;
                } catch (NativeException e) {
                    return e.errno();
                }
            }));
            TunRig.Packet syn = TunRig.await(rig.queue(), q -> q.protocol() == In.IPPROTO_TCP);
            int at = syn.transport();
            send(rig.queue(), at + 20, (b, i) -> Packets.reset(b, i, syn), new Offload().set(0, true, at, at + 20));
            assertThat(errno.join()).isEqualTo(Errno.ECONNREFUSED);
        }
    }

    private static void send(TunQueue queue, int length, java.util.function.ObjIntConsumer<org.agrona.MutableDirectBuffer> builder, Offload o) {
        PacketSink sink = queue.sink();
        int at = sink.claim(length);
        assertThat(at).isNotNegative();
        sink.buffer().setMemory(at, length, (byte) 0);
        builder.accept(sink.buffer(), at);
        sink.commit(at, length, o);
    }

    @Test
    @DisplayName("what is no packet, or meets a link that is down, is refused, counted, and harmless")
    void refused() {
        try (TunRig rig = new TunRig(1, true)) {
            send(rig.queue(), 40, (b, at) -> { }, new Offload());
            assertThat(rig.queue().statistics().refused).isEqualTo(1);
            assertThat(rig.queue().statistics().lastRefusal).isEqualTo(Errno.EINVAL);
            rig.routes.setUp(rig.routes.existingLink(TunRig.NAME).index(), false);
            send(rig.queue(), 40, (b, at) -> Packets.ipv4(b, at, 40, 253, TunRig.OUR_V4, TunRig.KERNEL_V4), new Offload());
            assertThat(rig.queue().statistics().refused).isEqualTo(2);
            assertThat(rig.queue().statistics().lastRefusal).isEqualTo(Errno.EIO);
            assertThat(rig.queue().statistics().sent).isZero();
            assertThat(rig.queue().failure()).isNull();
        }
    }

    @Test
    @DisplayName("when the kernel has no room, the packet waits, the sink takes nothing, and nothing is lost")
    void backPressure() {
        FaultyLibC faulty = new FaultyLibC("write", Errno.EAGAIN);
        try (TunRig rig = new TunRig(1, true, faulty.libc())) {
            TunQueue queue = rig.queue();
            faulty.failing = true;
            send(queue, 28, (b, at) -> Packets.echo(b, at, 7), new Offload());
            assertThat(queue.isBlocked()).isTrue();
            assertThat(queue.sink().claim(28)).isEqualTo(-1);
            queue.flush();
            assertThat(queue.isBlocked()).isTrue();
            assertThat(queue.statistics().sent).isZero();
            faulty.failing = false;
            int at = queue.sink().claim(28);
            assertThat(at).isNotNegative();
            queue.sink().abort(at);
            assertThat(queue.isBlocked()).isFalse();
            assertThat(queue.statistics().sent).isEqualTo(1);
            assertThat(queue.statistics().refused).isZero();
            assertThat(queue.statistics().blocked).isEqualTo(3);
            TunRig.Packet reply = TunRig.await(queue, q -> q.protocol() == In.IPPROTO_ICMP);
            assertThat(reply.u16(26)).isEqualTo(7);
        }
    }

    @Test
    @DisplayName("a deleted interface ends the queue once, and its waiter sleeps on")
    void deleted() {
        try (TunRig rig = new TunRig(1, true); EventLoopWaiter waiter = new EventLoopWaiter(rig.queue().fd())) {
            rig.routes.deleteLink(rig.routes.existingLink(TunRig.NAME).index());
            long end = System.nanoTime() + 10_000_000_000L;
            while (rig.queue().failure() == null && System.nanoTime() < end) {
                waiter.await(1_000_000_000L);
                rig.queue().receive((b, at, length, o) -> { }, 10);
            }
            assertThat(rig.queue().failure()).isNotNull();
            assertThat(rig.queue().failure().errno()).isEqualTo(Errno.EBADFD);
            assertThat(rig.queue().receive((b, at, length, o) -> { }, 10)).isZero();
            waiter.await(0);
            long t0 = System.nanoTime();
            waiter.await(5_000_000);
            assertThat(System.nanoTime() - t0).isGreaterThanOrEqualTo(5_000_000);
            send(rig.queue(), 28, (b, at) -> Packets.echo(b, at, 7), new Offload());
            assertThat(rig.queue().statistics().refused).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a flow comes in by the queue that it was last written to")
    void queues() {
        try (TunRig rig = new TunRig(2, true)) {
            assertThat(rig.device.queueCount()).isEqualTo(2);
            for (int i = 0; i < 6; i++) {
                TunQueue queue = rig.device.queue(i % 2);
                // The kernel answers inside the first write and only then notes the queue: that answer may come by the other one.
                send(queue, 28, (b, at) -> Packets.echo(b, at, 99), new Offload());
                int id = i;
                send(queue, 28, (b, at) -> Packets.echo(b, at, id), new Offload());
                TunRig.Packet reply = TunRig.await(queue, q -> q.protocol() == In.IPPROTO_ICMP && q.u16(26) != 99);
                assertThat(reply.u16(26)).isEqualTo(id);
            }
        }
    }

    @Test
    @DisplayName("receive takes no more than its limit, and claiming twice or too much is a programming error")
    void limits() {
        try (TunRig rig = new TunRig(1, false)) {
            for (int i = 0; i < 5; i++) {
                sendDatagram(rig, TunRig.OUR_V4, new byte[10]);
            }
            TunRig.await(rig.queue(), q -> q.protocol() == In.IPPROTO_UDP);
            assertThat(rig.queue().receive((b, at, length, o) -> { }, 3)).isEqualTo(3);
            assertThatThrownBy(() -> rig.queue().sink().claim(70_000)).isInstanceOf(IllegalArgumentException.class);
            int at = rig.queue().sink().claim(100);
            assertThatThrownBy(() -> rig.queue().sink().claim(100)).isInstanceOf(IllegalArgumentException.class);
            rig.queue().sink().abort(at);
            assertThat(rig.queue().sink().maxPacket()).isEqualTo(TunRig.MTU);
            assertThat(rig.queue().statistics().sent).isZero();
        }
    }

    @Test
    @DisplayName("the data path allocates nothing")
    void noAllocation() {
        try (TunRig rig = new TunRig(1, true)) {
            TunQueue queue = rig.queue();
            Offload none = new Offload();
            UnsafeBuffer echo = new UnsafeBuffer(new byte[28]);
            Packets.echo(echo, 0, 1);
            PacketHandler ignore = (b, at, length, o) -> { };
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long id = Thread.currentThread().getId();
            long allocated = Long.MAX_VALUE;
            for (int round = 0; round < 20; round++) {
                long before = threads.getThreadAllocatedBytes(id);
                for (int i = 0; i < 1000; i++) {
                    int at = queue.sink().claim(28);
                    queue.sink().buffer().putBytes(at, echo, 0, 28);
                    queue.sink().commit(at, 28, none);
                    queue.receive(ignore, 2);
                }
                allocated = Math.min(allocated, threads.getThreadAllocatedBytes(id) - before);
            }
            assertThat(queue.statistics().received).isGreaterThan(10_000);
            assertThat(allocated).isLessThan(1_000);
        }
    }
}
