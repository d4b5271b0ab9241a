package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class UrgentTest extends Dialogue {
    @Test
    @DisplayName("TCP-MUST-30 TCP-MUST-62 the urgent pointer says how far behind the segment's number the octet after the urgent text lies")
    void sent() {
        open(Segment.syn().mss(1000));
        app.write("urgent");
        assertThat(app.connection.urgent()).isTrue();
        app.write(" and not");
        peer.advance(0);
        Segment s = peer.next();
        assertThat(s.text()).isEqualTo("urgent and not");
        assertThat(s.has(TcpFlags.URG)).isTrue();
        assertThat(s.view.urgentPointer).isEqualTo(6);
        peer.sends(ack(15));
        write(1);
        assertThat(peer.next().has(TcpFlags.URG)).isFalse();
    }

    @Test
    @DisplayName("TCP-MUST-31 urgent text may be of any length: the pointer reaches as far as it can and moves on with the segments")
    void anyLength() {
        app = new Endpoint(1 << 18);
        open(Segment.syn().mss(1000).scale(7));
        app.write(new byte[100_000]);
        app.connection.urgent();
        peer.advance(0);
        long next = 1;
        while (next < 100_001) {
            Segment s = peer.next();
            assertThat(s.has(TcpFlags.URG)).isTrue();
            assertThat(s.view.urgentPointer).isEqualTo((int) Math.min(65_535, 100_001 - s.seq));
            next = s.seq + s.payload.length;
            if (peer.device.size() == 0) {
                peer.sends(ack(next));
            }
        }
    }

    @Test
    @DisplayName("TCP-MUST-30 with offload no super-segment is urgent: the device would repeat the pointer")
    void noSuperSegment() {
        peer = new TestPeer(ShardConfig.DEFAULT, false, new DeviceCapabilities(1500, true, true, true, 65_535));
        open(Segment.syn().mss(1000));
        app.write(new byte[3500]);
        app.connection.urgent();
        peer.advance(0);
        for (int i = 0; i < 4; i++) {
            Segment s = peer.next();
            assertThat(s.payload.length).isLessThanOrEqualTo(1000);
            assertThat(s.view.urgentPointer).isEqualTo(3500 - 1000 * i);
        }
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-30 TCP-MUST-66 into a closed window goes the news that there is urgent text")
    void closedWindow() {
        open(Segment.syn().mss(1000));
        peer.sends(ack(1).window(0));
        app.write("help");
        app.connection.urgent();
        Segment s = peer.advance(0).expects("ACK,URG seq 1 ack 1 len 0");
        assertThat(s.view.urgentPointer).isEqualTo(4);
        peer.sends(ack(1).window(100));
        assertThat(peer.next().text()).isEqualTo("help");
    }

    @Test
    @DisplayName("TCP-MUST-30 urgent text does not wait for a small segment in flight")
    void passesNagle() {
        open(Segment.syn().mss(1000));
        write(10);
        peer.next();
        write(10);
        peer.andNothingElse();
        app.connection.urgent();
        peer.advance(0).expects("ACK,URG seq 11 ack 1 len 10");
    }

    @Test
    @DisplayName("TCP-MUST-32 TCP-MUST-33 a new or advanced pointer is told at once, with how much there is to read; never what is old")
    void received() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).urgent(3).data("abcdef"));
        assertThat(app.urgents).isEqualTo(1);
        assertThat(app.connection.urgentRemaining()).isEqualTo(3);
        peer.sends(Segment.ack(1, 1).urgent(3).data("abcdef"));
        assertThat(app.urgents).as("the same again").isEqualTo(1);
        peer.sends(Segment.ack(7, 1).urgent(100).data("g"));
        assertThat(app.urgents).isEqualTo(2);
        assertThat(app.connection.urgentRemaining()).isEqualTo(106);
        assertThat(app.read()).as("urgent octets stay in the stream").isEqualTo("abcdefg");
        assertThat(app.connection.urgentRemaining()).isEqualTo(99);
        peer.sends(Segment.ack(8, 1).data(new byte[99]));
        app.read();
        assertThat(app.connection.urgentRemaining()).isZero();
        peer.sends(Segment.ack(107, 1).urgent(0).data("x"));
        assertThat(app.urgents).as("a pointer to nothing").isEqualTo(2);
    }

    @Test
    @DisplayName("TCP-MUST-66 TCP-P-8 the pointer counts even if our window is closed and the segment's text is not taken")
    void ownClosedWindow() {
        app = new Endpoint(4096);
        open(Segment.syn().mss(1000));
        for (int i = 0; i < 4; i++) {
            peer.sends(Segment.ack(1 + 1024L * i, 1).data(new byte[1024]));
        }
        drain();
        peer.sends(Segment.ack(4097, 1).urgent(5));
        assertThat(app.urgents).isEqualTo(1);
        assertThat(app.connection.urgentRemaining()).isEqualTo(4101);
        peer.sends(Segment.ack(4097, 1).urgent(9).data("refused!!"));
        assertThat(app.urgents).isEqualTo(2);
        assertThat(app.in.available()).isEqualTo(4096);
    }

    @Test
    @DisplayName("TCP-P-6 a segment outside the window says nothing urgent either")
    void outsideWindow() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(200_000, 1).urgent(5).data("x"));
        assertThat(app.urgents).isZero();
    }
}
