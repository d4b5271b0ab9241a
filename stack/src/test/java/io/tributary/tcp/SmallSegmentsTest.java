package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When a segment that is not full may leave. */
class SmallSegmentsTest extends Dialogue {
    @Test
    @DisplayName("TCP-SHLD-7 TCP-MAY-16 a small segment waits while another small one is unacknowledged, and takes later writes along")
    void nagle() {
        open(Segment.syn().mss(1000));
        write(10);
        peer.expects("ACK seq 1 ack 1 len 10");
        write(20);
        write(30);
        peer.andNothingElse();
        peer.sends(ack(11)).expects("ACK seq 11 ack 1 len 50");
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-SHLD-7 full segments never wait, and a small one behind full ones does not wait for them")
    void fullSegmentsGo() {
        open(Segment.syn().mss(1000));
        write(10);
        peer.expects("ACK seq 1 ack 1 len 10");
        write(1990);
        peer.expects("ACK seq 11 ack 1 len 1000");
        peer.andNothingElse();
        write(10);
        peer.expects("ACK seq 1011 ack 1 len 1000");
        peer.andNothingElse();
        peer.sends(ack(11)).andNothingElse();
        write(500);
        peer.expects("ACK seq 2011 ack 1 len 500");
        write(100);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-SHLD-7 inside a super-segment the small end waits by itself")
    void superSegment() {
        peer = new TestPeer(ShardConfig.DEFAULT, false, new DeviceCapabilities(1500, true, true, true, 65_535));
        open(Segment.syn().mss(1000));
        write(10);
        peer.next();
        write(3500);
        peer.expects("ACK seq 11 ack 1 len 3000");
        peer.andNothingElse();
        peer.sends(ack(11)).expects("ACK seq 3011 ack 1 len 500");
    }

    @Test
    @DisplayName("TCP-MUST-17 without delay small segments leave as written, on a connection that asked for it and only there")
    void noDelay() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4,
            TcpConfig.DEFAULT.with(SocketOptions.DEFAULT.withNoDelay(true))), app);
        peer.sends(Segment.syn().mss(1000)).next();
        peer.sends(ack(1));
        write(10);
        peer.expects("ACK seq 1 ack 1 len 10");
        write(10);
        peer.expects("ACK seq 11 ack 1 len 10");
        app.connection.noDelay(false);
        write(10);
        peer.andNothingElse();
        app.connection.noDelay(true);
        peer.advance(0).expects("ACK seq 21 ack 1 len 10");
    }

    @Test
    @DisplayName("TCP-SHLD-7 the end of the stream lets the last small segment go: with FIN")
    void finPushes() {
        open(Segment.syn().mss(1000));
        write(10);
        peer.next();
        write(10);
        peer.andNothingElse();
        app.end();
        peer.advance(0).expects("FIN,ACK seq 11 ack 1 len 10");
    }

    @Test
    @DisplayName("TCP-MAY-16 corked text waits for a full segment, for the cork to be pulled, or for 200 ms; no longer (TCP-MUST-60)")
    void cork() {
        open(Segment.syn().mss(1000));
        app.connection.cork(true);
        write(10);
        peer.advance(199 * MS).andNothingElse();
        peer.advance(1 * MS).expects("ACK seq 1 ack 1 len 10");
        write(500);
        peer.andNothingElse();
        write(500);
        peer.expects("ACK seq 11 ack 1 len 1000");
        peer.andNothingElse();
        write(70);
        peer.andNothingElse();
        app.connection.cork(false);
        peer.advance(0).expects("ACK seq 1011 ack 1 len 70");
    }

    @Test
    @DisplayName("TCP-MUST-38 a window below half of the largest is not used for a sliver, but after 200 ms it is")
    void sillyWindow() {
        open(Segment.syn().mss(1000));
        write(10_000);
        drain();
        peer.sends(ack(10_001).window(100)).andNothingElse();
        write(1000);
        peer.advance(199 * MS).andNothingElse();
        peer.advance(1 * MS).expects("ACK seq 10001 ack 1 len 100");
        peer.andNothingElse();
        peer.sends(ack(10_101).window(50)).andNothingElse();
        peer.sends(ack(10_101).window(900)).expects("ACK seq 10101 ack 1 len 900");
    }

    @Test
    @DisplayName("TCP-MUST-38 half of the largest window ever is worth a segment, one octet less is not")
    void halfTheWindow() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), app);
        peer.sends(Segment.syn().mss(1460).window(1200)).next();
        peer.sends(Segment.ack(1, 1).window(1200));
        write(1300);
        peer.expects("ACK seq 1 ack 1 len 1200");
        write(5000);
        peer.andNothingElse();
        peer.sends(Segment.ack(1, 1201).window(599)).andNothingElse();
        peer.sends(Segment.ack(1, 1201).window(600)).expects("ACK seq 1201 ack 1 len 600");
    }

    @Test
    @DisplayName("TCP-MUST-38 what is pushed and all there is goes into a small window that holds it")
    void allThereIs() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).window(100));
        write(100);
        peer.expects("ACK seq 1 ack 1 len 100");
    }

    @Test
    @DisplayName("TCP-SHLD-27 TCP-MUST-61 TCP-MAY-15 PSH stands on the segment that empties the buffer, once for many writes")
    void push() {
        open(Segment.syn().mss(1000));
        for (int i = 0; i < 5; i++) {
            app.write(new byte[500]);
        }
        peer.advance(0);
        assertThat(peer.next().has(TcpFlags.PSH)).isFalse();
        assertThat(peer.next().has(TcpFlags.PSH)).isFalse();
        assertThat(peer.next().has(TcpFlags.PSH)).isTrue();
    }

    @Test
    @DisplayName("TCP-MAY-17 text without PSH reaches the reader as soon as text with it")
    void pushReceived() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).data("ab"));
        assertThat(app.read()).isEqualTo("ab");
        peer.sends(flags(TcpFlags.ACK | TcpFlags.PSH, 3, 1).data("cd"));
        assertThat(app.read()).isEqualTo("cd");
    }

    @Test
    @DisplayName("DD with a low-water mark the writer hears of room only while less than that waits unsent")
    void lowWater() {
        open(Segment.syn().mss(1000));
        app.connection.options(app.connection.options().withNotSentLowWater(3000));
        write(20_000);
        drain();
        assertThat(app.connection.notSent()).isEqualTo(10_000);
        peer.sends(ack(2001));
        drain();
        assertThat(app.writable).isZero();
        peer.sends(ack(5001));
        drain();
        assertThat(app.connection.notSent()).isLessThan(3000);
        assertThat(app.writable).isEqualTo(1);
    }
}
