package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The windows of both sides. */
class WindowTest extends Dialogue {
    private final UnsafeBuffer read = new UnsafeBuffer(new byte[100_000]);

    private int readBytes(int n) {
        int got = app.in.read(read, 0, n);
        peer.advance(0);
        return got;
    }

    /** Fills the stack's receive buffer. */
    private long fill(int buffer, int segment) {
        long seq = 1;
        while (seq < 1 + buffer) {
            int n = (int) Math.min(segment, 1 + buffer - seq);
            peer.sends(Segment.ack(seq, 1).data(new byte[n]));
            seq += n;
        }
        drain();
        return seq;
    }

    @Test
    @DisplayName("TCP-MUST-39 a reader of small pieces does not open a closed window by small pieces")
    void receiverSillyWindow() {
        app = new Endpoint(8192);
        open(Segment.syn().mss(1000));
        long seq = fill(8192, 1000);
        for (int i = 0; i < 90; i++) {
            assertThat(readBytes(10)).isEqualTo(10);
        }
        peer.andNothingElse();
        peer.sends(Segment.ack(seq - 1, 1));
        assertThat(peer.expects("ACK seq 1 ack " + seq + " len 0").window).isZero();
        readBytes(100);
        peer.sends(Segment.ack(seq - 1, 1));
        assertThat(peer.expects("ACK seq 1 ack " + seq + " len 0").window).isEqualTo(1000);
    }

    @Test
    @DisplayName("TCP-MUST-39 TCP-SHLD-14 a window that the reader opens is announced once it is worth two segments")
    void windowUpdate() {
        app = new Endpoint(8192);
        open(Segment.syn().mss(1000));
        long seq = fill(8192, 1000);
        readBytes(1900);
        peer.andNothingElse();
        readBytes(3000);
        assertThat(peer.expects("ACK seq 1 ack " + seq + " len 0").window).isEqualTo(4900);
        readBytes(100);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R7323-2.3-2 TCP-SHLD-14 with scaling the right edge moves back by less than one unit, and all that was promised is taken")
    void roundedWindow() {
        peer = with(SocketOptions.DEFAULT.withReceiveWindow(1 << 20, 1 << 20));
        app = new Endpoint(1 << 20);
        open(Segment.syn().mss(1000).scale(0));
        long seq = 1;
        long edge = 0;
        int n = 1;
        while (true) {
            peer.sends(Segment.ack(seq, 1).data(new byte[n]));
            seq += n;
            Segment last = null;
            while (peer.device.size() > 0) {
                last = peer.next();
            }
            if (last == null) {
                last = peer.advance(40 * MS).next();
            }
            assertThat(last.ack).as("all is taken").isEqualTo(seq);
            long right = last.ack + 32L * last.window;
            assertThat(right).isGreaterThan(edge - 32);
            edge = Math.max(edge, right);
            if (right - seq < 32) {
                break;
            }
            n = (int) Math.min(n % 997 + 13, edge - seq);
        }
        assertThat(app.in.available()).isBetween((1 << 20) - 32, 1 << 20);
    }

    @Test
    @DisplayName("TCP-P-9 a segment that acknowledges more than any before is never too old for its window")
    void windowOfRetransmission() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(11, 1).window(3000).data("0123456789"));
        write(10_000);
        assertThat(drain()).isEqualTo(3000);
        peer.sends(Segment.ack(1, 3001).window(0).data("abcdefghij")).expects("ACK seq 3001 ack 21 len 0");
        peer.andNothingElse();
        peer.advance(300 * MS).expects("ACK seq 3000 ack 21 len 0");
        peer.sends(Segment.ack(21, 3001).window(2000));
        assertThat(drain()).isEqualTo(2000);
    }

    @Test
    @DisplayName("R5681-2-1 TCP-MUST-35 a FIN waits for room in the peer's window, which is probed meanwhile")
    void finIntoClosedWindow() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).window(0));
        app.end();
        peer.advance(0).andNothingElse();
        peer.advance(200 * MS).expects("ACK seq 0 ack 1 len 0");
        peer.sends(Segment.ack(1, 1).window(0)).andNothingElse();
        peer.sends(Segment.ack(1, 1).window(1)).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(Segment.fin(1, 2)).expects("ACK seq 2 ack 2 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("R5681-2-1 the FIN behind text that fills the window waits too")
    void finBehindFullWindow() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).window(1000));
        app.write(new byte[1000]);
        app.end();
        peer.advance(0).expects("ACK seq 1 ack 1 len 1000");
        peer.andNothingElse();
        peer.sends(Segment.ack(1, 1001).window(1)).expects("FIN,ACK seq 1001 ack 1 len 0");
    }

    @Test
    @DisplayName("TCP-MUST-34 TCP-SHLD-15 TCP-SHLD-17 TCP-MUST-37 data beyond a window taken back is not given up while the peer answers")
    void shrunkWindow() {
        peer = new TestPeer(new ShardConfig(TcpConfig.DEFAULT.withDataRetries(3), 10, 10), false, DeviceCapabilities.plain(1500));
        open(Segment.syn().mss(1000));
        write(2000);
        drain();
        peer.sends(ack(1001).window(0));
        for (int i = 0; i < 10; i++) {
            while (peer.device.size() == 0) {
                peer.advance(100 * MS);
            }
            peer.expects("ACK seq 1001 ack 1 len 1000");
            peer.sends(ack(1001).window(0)).andNothingElse();
        }
        app.write("new");
        peer.advance(0).andNothingElse();
        peer.sends(ack(2001).window(2000));
        assertThat(peer.next().text()).isEqualTo("new");
        assertThat(app.closed).isNull();
        peer.advance(600_000 * MS);
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("TCP-MUST-20 probes that nobody answers end the connection: the peer is gone")
    void probesIntoSilence() {
        peer = new TestPeer(new ShardConfig(TcpConfig.DEFAULT.withDataRetries(5), 10, 10), false, DeviceCapabilities.plain(1500));
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).window(0));
        app.write("never");
        for (int i = 0; i < 4; i++) {
            peer.advance((200L << i) * MS).expects("ACK seq 0 ack 1 len 0");
        }
        peer.sends(Segment.ack(1, 1).window(0)).andNothingElse();
        for (int i = 4; i < 9; i++) {
            peer.advance((200L << i) * MS).expects("ACK seq 0 ack 1 len 0");
        }
        peer.advance((200L << 9) * MS).expects("RST,ACK seq 1 ack 1 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("TCP-SHLD-28 a super-segment holds whole wire segments: no small one in the middle of the text")
    void superSegmentsAreWhole() {
        peer = new TestPeer(ShardConfig.DEFAULT, false, new DeviceCapabilities(1500, true, true, true, 65_535));
        app = new Endpoint(1 << 20);
        open(Segment.syn().mss(1460).scale(7));
        app.write(new byte[1 << 20]);
        peer.advance(0);
        long next = 1;
        int large = 0;
        while (next < 1 << 20) {
            Segment s = peer.next();
            assertThat(s.seq).isEqualTo(next);
            next += s.payload.length;
            large += s.payload.length > 40_000 ? 1 : 0;
            if (next < 1 << 20) {
                assertThat(s.payload.length % 1460).isZero();
            }
            if (peer.device.size() == 0) {
                peer.sends(ack(next));
            }
        }
        assertThat(large).isPositive();
    }

    @Test
    @DisplayName("TCP-MUST-36 a window probe does not stand for the ACK that is owed: the peer may ignore what a probe says")
    void probeBesideAck() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).window(0));
        app.write("waits");
        peer.advance(0).andNothingElse();
        peer.nowNs += 300 * MS;
        peer.sends(Segment.ack(1, 1).window(0).data("text")).expects("ACK seq 1 ack 5 len 0");
        peer.expects("ACK seq 0 ack 5 len 0");
        peer.andNothingElse();
    }
}
