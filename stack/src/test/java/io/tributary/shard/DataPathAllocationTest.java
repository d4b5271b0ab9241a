package io.tributary.shard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tributary.buffer.PooledRingAllocator;
import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.device.PacketDevice;
import io.tributary.device.PacketHandler;
import io.tributary.device.PacketSink;
import io.tributary.device.PipeDevice;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.random.SeededRandomSource;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.lang.management.ManagementFactory;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPathAllocationTest {
    private static final IpAddress A = IpAddress.parse("10.0.0.1");
    private static final IpAddress B = IpAddress.parse("10.0.0.2");
    private static final long STEP_NS = 50_000;
    private static final int PACKETS = 30_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PooledRingAllocator slabs = new PooledRingAllocator(1 << 26, 16, false);
    private long nowNs = 1_000_000_000L;

    /** Swallows one packet in so many, so that repairs and text out of order are part of the picture. */
    private static final class LossyDevice implements PacketDevice {
        private final PacketDevice device;
        private final int oneIn;
        private final PacketHandler filter = (buffer, at, length, offload) -> arrive(buffer, at, length, offload);
        private PacketHandler handler;
        private int count;

        private LossyDevice(PacketDevice device, int oneIn) {
            this.device = device;
            this.oneIn = oneIn;
        }

        private void arrive(MutableDirectBuffer buffer, int at, int length, Offload offload) {
            if (++count % oneIn != 0) {
                handler.onPacket(buffer, at, length, offload);
            }
        }

        @Override
        public DeviceCapabilities capabilities() {
            return device.capabilities();
        }

        @Override
        public int receive(PacketHandler to, int limit) {
            handler = to;
            return device.receive(filter, limit);
        }

        @Override
        public PacketSink sink() {
            return device.sink();
        }

        @Override
        public void close() {
            device.close();
        }
    }

    /** Sends without end and reads all that comes. */
    private final class Pump implements ConnectionHandler {
        private final SendRing out = new SendRing(1 << 18, 1 << 18, slabs);
        private final ReceiveRing in = new ReceiveRing(1 << 18, 1 << 18, slabs);
        private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[1 << 16]);
        private long received;

        private Pump attachTo(Connection c) {
            out.doorbell(c::wake);
            in.doorbell(c::wake);
            return this;
        }

        private void pump() {
            while (out.write(chunk, 0, chunk.capacity()) > 0) {
                // until it is full
            }
            for (int n = in.read(chunk, 0, chunk.capacity()); n > 0; n = in.read(chunk, 0, chunk.capacity())) {
                received += n;
            }
        }

        @Override
        public void onEstablished(Connection c, long now) {
            pump();
        }

        @Override
        public void onReadable(Connection c, long now) {
            pump();
        }

        @Override
        public void onWritable(Connection c, long now) {
            pump();
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long now) {
            throw new AssertionError(reason);
        }
    }

    private void exchange(int packets, Shard... shards) {
        for (long until = packets(shards) + packets; packets(shards) < until;) {
            nowNs += STEP_NS;
            for (int k = 0; k < shards.length; k++) {
                shards[k].receive(64, nowNs);
                shards[k].runOnce(nowNs);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1500, 1000000000", "65535, 1000000000", "1500, 97", "65535, 97"})
    @DisplayName("DD in steady state the data path allocates nothing: wire segments and super-segments, with losses and without")
    void allocatesNothing(int packet, int oneInLost) {
        DeviceCapabilities c = packet > 1500 ? new DeviceCapabilities(1500, true, true, true, packet) : DeviceCapabilities.plain(1500);
        PipeDevice[] pipe = PipeDevice.pair(c, 256);
        Shard client = new Shard(ShardConfig.DEFAULT, new SeededRandomSource(1), new Counters());
        Shard server = new Shard(ShardConfig.DEFAULT, new SeededRandomSource(2), new Counters());
        client.addInterface("a", 0, new IpAddress[] {A}, new LossyDevice(pipe[0], oneInLost));
        server.addInterface("b", 0, new IpAddress[] {B}, new LossyDevice(pipe[1], oneInLost));
        Pump near = new Pump();
        Pump far = new Pump();
        server.listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), (open, now) -> far.attachTo(open.accept(far.out, far.in, far, now)));
        near.attachTo(client.connect(ConnectSpec.to(0, B, 80).multipath(false), near.out, near.in, near, nowNs));
        exchange(PACKETS, client, server);
        long bytes = near.received + far.received;
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        exchange(PACKETS, client, server);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(near.received + far.received - bytes).as("bytes").isGreaterThan(20_000_000);
        assertThat(allocated).as("bytes allocated").isLessThan(2_000);
        assertThat(client.counters().get(Counter.TCP_RETRANS_SEGS) > 0).isEqualTo(oneInLost < 1000);
    }

    private static long packets(Shard... shards) {
        long n = 0;
        for (Shard s : shards) {
            n += s.counters().get(Counter.TCP_OUT_SEGS);
        }
        return n;
    }
}
