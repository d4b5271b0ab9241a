package io.tributary.mptcp;

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
import io.tributary.device.PipeDevice;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.data.DataSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.random.SeededRandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.lang.management.ManagementFactory;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MptcpAllocationTest {
    private static final long STEP_NS = 100_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[65_536]);

    /** Two rings and no more. */
    private static final class App implements ConnectionHandler {
        final PooledRingAllocator slabs = new PooledRingAllocator(1 << 24, 4, false);
        final SendRing out = new SendRing(1 << 20, 1 << 20, slabs);
        final ReceiveRing in = new ReceiveRing(1 << 20, 1 << 20, slabs);
        long received;

        @Override
        public void onEstablished(Connection c, long nowNs) {
            out.doorbell(c::wake);
            in.doorbell(c::wake);
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
        }
    }

    @ParameterizedTest(name = "super-segments {0}, checksum {1}, {2}")
    @CsvSource({"false,false,min-rtt", "true,false,min-rtt", "true,true,min-rtt", "true,false,round-robin", "true,false,weighted",
        "true,false,redundant", "true,false,blest", "true,false,ecf"})
    @DisplayName("DD a running transfer over two subflows allocates nothing, under any scheduler")
    void allocatesNothing(boolean offload, boolean checksum, String scheduler) {
        DeviceCapabilities capabilities = offload ? new DeviceCapabilities(1500, true, true, true, 65_535) : DeviceCapabilities.plain(1500);
        PipeDevice[] first = PipeDevice.pair(capabilities, 256);
        PipeDevice[] second = PipeDevice.pair(capabilities, 256);
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1))
            .with(DataSettings.DEFAULT.withScheduler(Schedulers.named(scheduler).orElseThrow()));
        Shard client = shard(config, 1, "10.1.0.1", first[0], "10.2.0.1", second[0]);
        Shard server = shard(MptcpConfig.DEFAULT, 2, "10.1.0.2", first[1], "10.2.0.2", second[1]);
        App a = new App();
        App b = new App();
        server.listen(new ListenSpec(0, IpAddress.ANY, 80, true, checksum, 10), (open, now) -> open.accept(b.out, b.in, b, now));
        client.connect(ConnectSpec.to(0, TwoPaths.SERVER_1, 80).checksum(checksum), a.out, a.in, a, 0);
        long now = run(client, server, a, b, 0, 6_000);
        threads.getCurrentThreadAllocatedBytes();
        long bytes = b.received;
        long before = threads.getCurrentThreadAllocatedBytes();
        run(client, server, a, b, now, 1_500);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(server.counters().get(Counter.MP_JOIN_ACK_RX)).isEqualTo(1);
        assertThat(b.received - bytes).as("bytes transferred").isGreaterThan(10_000_000);
        assertThat(allocated).isLessThan(5_000);
    }

    private static Shard shard(MptcpConfig config, long seed, String one, PipeDevice first, String two, PipeDevice second) {
        Shard s = new Shard(ShardConfig.DEFAULT.withMptcp(config), new SeededRandomSource(seed), new Counters());
        s.addInterface("if1", 0, new IpAddress[] {IpAddress.parse(one)}, first);
        s.addInterface("if2", 0, new IpAddress[] {IpAddress.parse(two)}, second);
        return s;
    }

    private long run(Shard client, Shard server, App a, App b, long from, int steps) {
        long now = from;
        for (int i = 0; i < steps; i++) {
            now += STEP_NS;
            a.out.write(chunk, 0, chunk.capacity());
            turn(client, now);
            turn(server, now);
            for (int n = b.in.read(chunk, 0, chunk.capacity()); n > 0; n = b.in.read(chunk, 0, chunk.capacity())) {
                b.received += n;
            }
        }
        return now;
    }

    private static void turn(Shard s, long now) {
        s.receive(64, now);
        s.onTimers(now);
        s.transmit(Integer.MAX_VALUE, now);
        s.drainEvents(now);
    }
}
