package io.tributary.sim;

import static io.tributary.sim.Simulation.millis;
import static io.tributary.sim.Simulation.seconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.Bytes;
import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.FaultInjector;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimHostTest {
    private static final int TOTAL = 300_000;

    /** Reads everything, checks it, and ends its own direction when the other has ended. */
    private static final class Reader implements ConnectionHandler {
        private final SendRing out = new SendRing(1024, 65_536);
        private final ReceiveRing in = new ReceiveRing(1024, 65_536);
        private final UnsafeBuffer chunk = Bytes.empty(65_536);
        private long read;
        private CloseReason closed;

        @Override
        public void onEstablished(Connection c, long nowNs) {
            in.doorbell(c::wake);
        }

        @Override
        public void onReadable(Connection c, long nowNs) {
            for (int n; (n = in.read(chunk, 0, chunk.capacity())) > 0; read += n) {
                assertThat(Bytes.array(chunk, 0, n)).isEqualTo(Bytes.expected(read, n));
            }
            if (in.isEnded()) {
                out.end();
                c.wake();
            }
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
            closed = reason;
        }
    }

    /** Writes a known stream as room allows. */
    private static final class Writer implements ConnectionHandler {
        private final SendRing out = new SendRing(1024, 65_536);
        private final ReceiveRing in = new ReceiveRing(1024, 65_536);
        private final UnsafeBuffer all = Bytes.from(0, TOTAL);
        private int written;
        private CloseReason closed;

        @Override
        public void onEstablished(Connection c, long nowNs) {
            out.doorbell(c::wake);
            onWritable(c, nowNs);
        }

        @Override
        public void onWritable(Connection c, long nowNs) {
            written += out.ended() ? 0 : out.write(all, written, TOTAL - written);
            if (written == TOTAL && !out.ended()) {
                out.end();
            }
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
            closed = reason;
        }
    }

    private final Writer writer = new Writer();
    private final Reader reader = new Reader();

    private Simulation transfer(long seed, LossModel loss, double deviceDrop) {
        Simulation simulation = new Simulation(seed);
        SimHost client = new SimHost(simulation, "client", ShardConfig.DEFAULT);
        SimHost server = new SimHost(simulation, "server", ShardConfig.DEFAULT);
        SimDevice a = client.addInterface("eth0", 0, 1500, "10.0.0.1", "2001:db8::1");
        SimDevice b = server.addInterface("eth0", 0, DeviceCapabilities.plain(1500),
            deviceDrop == 0 ? UnaryOperator.identity() : d -> new FaultInjector(d, simulation.random("faults")).drop(deviceDrop),
            "10.0.0.2", "2001:db8::2");
        simulation.link("wire", a, b).bitsPerSecond(20_000_000).delayNs(millis(10)).loss(loss);
        server.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10),
            (open, nowNs) -> open.accept(reader.out, reader.in, reader, nowNs));
        simulation.at(millis(1), () -> client.shard().connect(ConnectSpec.to(0, IpAddress.parse("2001:db8::2"), 80).multipath(false),
            writer.out, writer.in, writer, simulation.nowNs()));
        assertThat(simulation.run(() -> writer.closed != null && reader.closed != null, seconds(300))).as(simulation.toString()).isTrue();
        assertThat(List.of(writer.closed, reader.closed)).containsOnly(CloseReason.NORMAL);
        assertThat(reader.read).isEqualTo(TOTAL);
        assertThat(client.shard().counters().get(Counter.INTERNAL_ERRORS)).isZero();
        assertThat(client.shard().counters().get(Counter.TCP_ACTIVE_OPENS)).isEqualTo(1);
        return simulation;
    }

    @Test
    @DisplayName("two shards talk over a simulated link")
    void clean() {
        Simulation simulation = transfer(1, LossModel.none(), 0);
        assertThat(simulation.links().get(0).forward().counters().deliveredBytes()).isBetween((long) TOTAL, TOTAL * 11L / 10);
    }

    @Test
    @DisplayName("they recover from losses on the link and in a faulty device")
    void lossy() {
        Simulation simulation = transfer(2, LossModel.bursty(0.02, 2), 0.02);
        assertThat(simulation.links().get(0).forward().counters().lost()).isPositive();
    }

    @Test
    @DisplayName("the same seed gives the same packets at the same times, stack included")
    void repeatable() {
        long first = new SimHostTest().transfer(7, LossModel.random(0.02), 0.01).traceHash();
        long again = new SimHostTest().transfer(7, LossModel.random(0.02), 0.01).traceHash();
        long other = new SimHostTest().transfer(8, LossModel.random(0.02), 0.01).traceHash();
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }
}
