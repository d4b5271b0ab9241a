package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.PooledRingAllocator;
import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.Connection;
import io.tributary.connection.ConnectionHandler;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Pump;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the receive window grows with what the reader takes, and what it promises. */
class ReceiveWindowTest extends Dialogue {
    private static final IpAddress B = IpAddress.parse("10.0.0.2");

    /** Text comes as fast as the window lets it, for some round trips of 100 ms; the reader takes it all, or nothing. */
    private long windowAfter(int rounds, boolean reads, Segment syn) {
        app = new Endpoint(1 << 22);
        listen();
        peer.sends(syn);
        Segment synAck = peer.next();
        int shift = synAck.view.options.windowScale();
        int tick = synAck.view.options.hasTimestamps() ? synAck.view.options.tsVal() : 0;
        boolean stamps = synAck.view.options.hasTimestamps();
        peer.advance(100 * MS);
        Segment third = Segment.ack(1, 1).window(60_000);
        peer.sends(stamps ? third.timestamps(100, tick) : third);
        long seq = 1;
        long edge = 1 + 65_535;
        UnsafeBuffer sink = new UnsafeBuffer(new byte[1 << 22]);
        for (int round = 0; round < rounds; round++) {
            long until = edge;
            while (until - seq >= 1000) {
                Segment s = Segment.ack(seq, 1).window(60_000).data(new byte[1000]);
                peer.sends(stamps ? s.timestamps(101 + round, tick) : s);
                seq += 1000;
                if (reads) {
                    app.in.read(sink, 0, sink.capacity());
                }
            }
            peer.advance(0);
            while (peer.device.size() > 0) {
                Segment a = peer.next();
                edge = Math.max(edge, a.ack + ((long) a.window << shift));
                tick = stamps ? a.view.options.tsVal() : 0;
            }
            peer.advance(100 * MS);
            while (peer.device.size() > 0) {
                Segment a = peer.next();
                edge = Math.max(edge, a.ack + ((long) a.window << shift));
            }
        }
        return edge - seq;
    }

    @Test
    @DisplayName("DD the window starts at 64 KiB and grows as the reader keeps up, to the size of the stream; with timestamps")
    void growsWithTimestamps() {
        assertThat(windowAfter(1, true, Segment.syn().mss(1012).timestamps(99, 0).scale(7))).isLessThan(300_000);
        peer = new TestPeer();
        assertThat(windowAfter(12, true, Segment.syn().mss(1012).timestamps(99, 0).scale(7))).isGreaterThan(3_900_000);
    }

    @Test
    @DisplayName("DD the window grows without timestamps too")
    void growsWithout() {
        assertThat(windowAfter(12, true, Segment.syn().mss(1000).scale(7))).isGreaterThan(3_900_000);
    }

    @Test
    @DisplayName("TCP-MAY-8 a reader that takes nothing keeps the window where it was: what was promised once is all there is, for ever")
    void slowReader() {
        assertThat(windowAfter(12, false, Segment.syn().mss(1000).scale(7))).isLessThan(1000);
        assertThat(app.in.available()).isBetween(64_000, 65_536);
        peer.advance(86_400_000 * MS).andNothingElse();
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("DD equal limits: no tuning; without window scaling never more than 65,535")
    void noTuning() {
        peer = with(SocketOptions.DEFAULT.withReceiveWindow(20_000, 20_000));
        assertThat(windowAfter(8, true, Segment.syn().mss(1000).scale(7))).isLessThanOrEqualTo(20_000);
        peer = new TestPeer();
        assertThat(windowAfter(8, true, Segment.syn().mss(1000))).isLessThanOrEqualTo(65_535);
    }

    @Test
    @DisplayName("DD over 100 ms at 200 Mbit/s a transfer fills the link, though the window started at 64 KiB")
    void simulation() {
        Simulation sim = new Simulation(5);
        TcpConfig tcp = TcpConfig.DEFAULT;
        SimHost c = new SimHost(sim, "client", new ShardConfig(tcp, 10, 10));
        SimHost s = new SimHost(sim, "server", new ShardConfig(tcp, 10, 10));
        SimLink link = sim.link("link", c.addInterface("a", 0, 1500, "10.0.0.1"), s.addInterface("b", 0, 1500, "10.0.0.2"));
        link.bitsPerSecond(200_000_000).delayNs(Simulation.millis(50)).queuePackets(4000);
        Large client = new Large(40_000_000, 0);
        Large server = new Large(0, 40_000_000);
        s.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), (open, now) -> server.attach(open.accept(server.out, server.in, server, now)));
        client.attach(c.shard().connect(ConnectSpec.to(0, B, 80).multipath(false), client.out, client.in, client, 0));
        assertThat(sim.run(() -> server.received == 40_000_000, Simulation.seconds(30))).isTrue();
        assertThat(sim.nowNs() / 1e9).as("seconds, 1.6 at the rate of the link").isLessThan(3.5);
    }

    /** Sends so many zeros, or takes them, over rings of 8 MiB. */
    private static final class Large implements ConnectionHandler {
        final SendRing out = new SendRing(4096, 8 << 20);
        final ReceiveRing in = new ReceiveRing(4096, 8 << 20);
        private final UnsafeBuffer chunk = new UnsafeBuffer(new byte[1 << 20]);
        private int toSend;
        private final int toReceive;
        int received;

        Large(int toSend, int toReceive) {
            this.toSend = toSend;
            this.toReceive = toReceive;
        }

        void attach(Connection c) {
            out.doorbell(c::wake);
            in.doorbell(c::wake);
        }

        private void pump() {
            for (int n = 1; n > 0 && toSend > 0; toSend -= n) {
                n = out.write(chunk, 0, Math.min(toSend, chunk.capacity()));
            }
            while (received < toReceive && in.available() > 0) {
                received += in.read(chunk, 0, chunk.capacity());
            }
        }

        @Override
        public void onEstablished(Connection c, long nowNs) {
            pump();
        }

        @Override
        public void onReadable(Connection c, long nowNs) {
            pump();
        }

        @Override
        public void onWritable(Connection c, long nowNs) {
            pump();
        }

        @Override
        public void onClosed(Connection c, CloseReason reason, long nowNs) {
        }
    }

    @Test
    @DisplayName("DD two thousand idle connections hold no ring memory, however much went through them before")
    void idleMemory() {
        PooledRingAllocator memory = new PooledRingAllocator(1 << 24, 8, false);
        List<ReceiveRing> rings = new ArrayList<>();
        peer = new TestPeer(new ShardConfig(TcpConfig.DEFAULT, 3000, 10), false, DeviceCapabilities.plain(1500));
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), (open, now) -> {
            ReceiveRing in = new ReceiveRing(4096, 1 << 20, memory);
            rings.add(in);
            open.accept(new SendRing(4096, 1 << 20, memory), in, app, now);
        });
        UnsafeBuffer sink = new UnsafeBuffer(new byte[4096]);
        for (int i = 0; i < 2000; i++) {
            peer.newConnection(10_000 + i);
            peer.sends(Segment.syn().mss(1000)).next();
            peer.sends(Segment.ack(1, 1).data(new byte[1000]));
            rings.get(i).read(sink, 0, 4096);
            drain();
        }
        assertThat(peer.shard.connections()).isEqualTo(2000);
        assertThat(memory.lentBytes()).isZero();
    }

    @Test
    @DisplayName("R7323-2.4-1 text inside any window ever advertised is taken, though a later ACK said less")
    void rightEdge() {
        app = new Endpoint(60_000);
        open(Segment.syn().mss(1000).scale(7));
        Segment first = peer.sends(Segment.ack(1, 1).data(new byte[999])).next();
        long edge = first.ack + first.window;
        for (long seq = 1000; seq < edge; seq += 1000) {
            int n = (int) Math.min(1000, edge - seq);
            peer.sends(Segment.ack(seq, 1).data(new byte[n]));
            Segment last = null;
            while (peer.device.size() > 0) {
                last = peer.next();
            }
            if (last != null) {
                assertThat(last.ack + last.window).as("the edge never moves left").isGreaterThanOrEqualTo(edge);
            }
        }
        peer.advance(40 * MS);
        drain();
        assertThat(app.in.available()).isEqualTo((int) edge - 1);
        peer.sends(Segment.ack(edge, 1).data("beyond"));
        assertThat(app.in.available()).isEqualTo((int) edge - 1);
    }

    @Test
    @DisplayName("R7323-2.4-2 TCP-SHLD-16 TCP-MAY-7 TCP-SHLD-15 new text stays inside the latest window; what was sent before is repeated although that shrank")
    void shrunk() {
        open(Segment.syn().mss(1000));
        write(5000);
        drain();
        peer.sends(ack(1001).window(1500)).andNothingElse();
        write(1000);
        peer.andNothingElse();
        peer.advance(300 * MS).expects("ACK seq 1001 ack 1 len 1000");
        peer.sends(ack(5001).window(500)).andNothingElse();
        peer.advance(1000 * MS).expects("ACK seq 5001 ack 1 len 500");
    }

    @Test
    @DisplayName("DD pumps of the test kit keep working over rings smaller than the first window")
    void smallRing() {
        Simulation sim = new Simulation(6);
        SimHost c = new SimHost(sim, "client", new ShardConfig(TcpConfig.DEFAULT, 10, 10));
        SimHost s = new SimHost(sim, "server", new ShardConfig(TcpConfig.DEFAULT, 10, 10));
        sim.link("link", c.addInterface("a", 0, 1500, "10.0.0.1"), s.addInterface("b", 0, 1500, "10.0.0.2")).delayNs(Simulation.millis(5));
        Pump client = new Pump(1, 500_000, 1000);
        Pump server = new Pump(1, 1000, 500_000);
        s.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), server);
        client.attachTo(c.shard().connect(ConnectSpec.to(0, B, 80).multipath(false), client.out, client.in, client, 0));
        assertThat(sim.run(() -> client.closed != null && server.closed != null, Simulation.seconds(70))).isTrue();
        assertThat(client.intact() && server.intact()).isTrue();
    }
}
