package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.connection.ListenSpec;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.Simulation;
import io.tributary.tcp.SocketOptions.Receiving;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Pump;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When acknowledgments go out. */
class AckTimingTest extends Dialogue {
    private long seq = 1;

    /** So many full segments of text, each answered or not. */
    private void text(int segments) {
        for (int i = 0; i < segments; i++) {
            peer.sends(Segment.ack(seq, 1).data(new byte[1000]));
            seq += 1000;
        }
        app.read();
        peer.advance(0);
    }

    private int answers() {
        int n = peer.device.size();
        drain();
        return n;
    }

    @Test
    @DisplayName("TCP-MUST-58 TCP-MUST-59 all segments that wait are processed before one ACK answers them")
    void aggregated() {
        open(Segment.syn().mss(1000));
        for (int i = 0; i < 20; i++) {
            peer.inject(Segment.ack(1 + 1000L * i, 1).data(new byte[1000]));
        }
        peer.advance(0).expects("ACK seq 1 ack 20001 len 0");
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-58 the answer brings the ACK along")
    void piggybacked() {
        open(Segment.syn().mss(1000));
        peer.inject(Segment.ack(1, 1).data("question"));
        app.write("answer");
        peer.advance(0).expects("ACK seq 1 ack 9 len 6");
        peer.andNothingElse();
        peer.sends(Segment.ack(9, 7).data("another")).andNothingElse();
        peer.advance(40 * MS).expects("ACK seq 7 ack 16 len 0");
    }

    @Test
    @DisplayName("TCP-SHLD-18 TCP-SHLD-19 quick at the start of a connection: each of the first 16 segments, then every second")
    void quickStart() {
        open(Segment.syn().mss(1000));
        text(16);
        assertThat(answers()).isEqualTo(16);
        text(10);
        assertThat(answers()).isEqualTo(5);
    }

    @Test
    @DisplayName("TCP-SHLD-19 every second segment, also after one that was larger by what options take of the others")
    void everySecondWithOptions() {
        open(Segment.syn().mss(1000));
        text(16);
        answers();
        for (int i = 0; i < 10; i++) {
            peer.sends(Segment.ack(seq, 1).data(new byte[976]));
            seq += 976;
            app.read();
            peer.advance(0);
        }
        assertThat(answers()).isEqualTo(5);
    }

    @Test
    @DisplayName("TCP-SHLD-18 quick again after a pause, or when the application asks; delayed when it asks for that")
    void quickAgain() {
        open(Segment.syn().mss(1000));
        text(20);
        answers();
        peer.advance(1_100 * MS);
        text(4);
        assertThat(answers()).isEqualTo(4);
        app.connection.quickAck(false);
        text(4);
        assertThat(answers()).isEqualTo(2);
        app.connection.quickAck(true);
        text(4);
        assertThat(answers()).isEqualTo(4);
        app.connection.quickAck(false);
        text(1);
        assertThat(answers()).isZero();
        app.connection.quickAck(true);
        peer.advance(0);
        assertThat(answers()).as("what was delayed goes at once").isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-MUST-40 the delay can be set per connection, to below half a second")
    void delay() {
        peer = with(SocketOptions.DEFAULT.with(new Receiving(499 * MS, 65_536, 65_536)));
        open(Segment.syn().mss(1000));
        app.connection.quickAck(false);
        text(1);
        peer.advance(498 * MS).andNothingElse();
        peer.advance(1 * MS).expects("ACK seq 1 ack 1001 len 0");
        assertThatThrownBy(() -> new Receiving(500 * MS, 65_536, 65_536)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("TCP-SHLD-19 R2525-all (2.13) small segments are acknowledged once they make two full ones, or 40 ms after the first")
    void smallSegments() {
        open(Segment.syn().mss(1000));
        text(17);
        answers();
        app.connection.quickAck(false);
        for (int i = 0; i < 6; i++) {
            peer.sends(Segment.ack(seq, 1).data(new byte[300]));
            seq += 300;
        }
        int early = answers();
        peer.sends(Segment.ack(seq, 1).data(new byte[300]));
        assertThat(early + answers()).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-SHLD-18 quick ACKs pay: a sender that starts with one segment is done a whole delay of 40 ms earlier than with ACKs delayed from the start")
    void measured() {
        double quick = transfer(true);
        double delayed = transfer(false);
        assertThat(delayed - quick).as("seconds gained").isBetween(0.039, 0.2);
    }

    private static double transfer(boolean quick) {
        Simulation sim = new Simulation(11);
        TcpConfig slow = TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withInitialWindow(1));
        SimHost c = new SimHost(sim, "client", new ShardConfig(slow, 10, 10));
        SimHost s = new SimHost(sim, "server", ShardConfig.DEFAULT);
        sim.link("link", c.addInterface("a", 0, 1500, "10.0.0.1"), s.addInterface("b", 0, 1500, "10.0.0.2"))
            .bitsPerSecond(1_000_000_000).delayNs(Simulation.millis(50)).queuePackets(4000);
        Pump client = new Pump(3, 500_000, 10);
        Pump server = new Pump(3, 10, 500_000) {
            @Override
            public Endpoint attachTo(io.tributary.connection.Connection connection) {
                connection.quickAck(quick);
                return super.attachTo(connection);
            }
        };
        s.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 10), server);
        client.attachTo(c.shard().connect(io.tributary.connection.ConnectSpec.to(0, IpAddress.parse("10.0.0.2"), 80).multipath(false), client.out,
            client.in, client, 0));
        assertThat(sim.run(() -> server.received() == 500_000, Simulation.seconds(20))).isTrue();
        return sim.nowNs() / 1e9;
    }
}
