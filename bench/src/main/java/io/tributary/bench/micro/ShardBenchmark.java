package io.tributary.bench.micro;

import io.tributary.buffer.PooledRingAllocator;
import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.RingAllocator;
import io.tributary.buffer.SendRing;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.PipeDevice;
import io.tributary.metrics.Counters;
import io.tributary.random.SeededRandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** One mebibyte from one stack to another over a cable in memory, both in one thread: what the protocol costs without system calls. */
public class ShardBenchmark extends MicroBenchmark {
    private static final int TRANSFER = 1 << 20;
    private static final int RING = 1 << 20;
    private static final int PORT = 80;
    private static final int MTU = 1500;
    private static final int SUPER_SEGMENT = 65_535;
    private static final int CABLE_PACKETS = 128;
    private static final long STEP_NS = 50_000;
    private static final int PATIENCE = 100_000;

    @Param({"tcp", "mptcp"})
    String protocol;
    @Param({"wire", "offload"})
    String packets;

    private final RingAllocator memory = new PooledRingAllocator(64L << 20, 4, true);
    private final SendRing out = new SendRing(RING, RING, memory);
    private final ReceiveRing in = new ReceiveRing(RING, RING, memory);
    private final UnsafeBuffer bytes = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
    private final UnsafeBuffer read = new UnsafeBuffer(ByteBuffer.allocateDirect(1 << 16));
    private final boolean[] established = new boolean[2];
    private Shard client;
    private Shard server;
    private Connection connection;
    private long nowNs;

    @Setup
    public void connect() {
        DeviceCapabilities device = packets.equals("wire") ? DeviceCapabilities.plain(MTU)
            : new DeviceCapabilities(MTU, true, true, true, SUPER_SEGMENT);
        PipeDevice[] cable = PipeDevice.pair(device, CABLE_PACKETS);
        IpAddress here = IpAddress.parse("192.0.2.1");
        IpAddress there = IpAddress.parse("192.0.2.2");
        boolean multipath = protocol.equals("mptcp");
        client = new Shard(ShardConfig.DEFAULT, new SeededRandomSource(1), new Counters());
        server = new Shard(ShardConfig.DEFAULT, new SeededRandomSource(2), new Counters());
        client.addInterface("client", 0, new IpAddress[] {here}, cable[0]);
        server.addInterface("server", 0, new IpAddress[] {there}, cable[1]);
        SendRing nothing = new SendRing(1, 1);
        server.listen(new ListenSpec(0, there, PORT, multipath, false, 1), (open, now) -> {
            Connection accepted = open.accept(nothing, in, new Handler(1), now);
            in.doorbell(accepted::wake);
        });
        connection = client.connect(ConnectSpec.to(0, there, PORT).multipath(multipath), out, new ReceiveRing(1, RING),
            new Handler(0), nowNs);
        for (int i = 0; !established[0] || !established[1]; i++) {
            step(i);
        }
        if (connection.isMultipath() != multipath) {
            throw new IllegalStateException("not what it should be: " + connection.info(nowNs));
        }
    }

    @Benchmark
    public long transfer() {
        long goal = in.consumed() + TRANSFER;
        for (int i = 0; in.consumed() < goal; i++) {
            while (out.write(bytes, 0, bytes.capacity()) == bytes.capacity()) {
                // as much as it takes
            }
            connection.wake();
            step(i);
            while (in.read(read, 0, read.capacity()) > 0) {
                // all there is
            }
        }
        return in.consumed();
    }

    private void step(int count) {
        if (count > PATIENCE) {
            throw new IllegalStateException("no progress: " + connection.info(nowNs));
        }
        nowNs += STEP_NS;
        client.receive(CABLE_PACKETS, nowNs);
        client.runOnce(nowNs);
        server.receive(CABLE_PACKETS, nowNs);
        server.runOnce(nowNs);
    }

    private final class Handler implements ConnectionHandler {
        private final int side;

        private Handler(int side) {
            this.side = side;
        }

        @Override
        public void onEstablished(Connection c, long now) {
            established[side] = true;
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long now) {
            throw new IllegalStateException("closed: " + reason);
        }
    }
}
