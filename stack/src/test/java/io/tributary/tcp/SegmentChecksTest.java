package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The checks of SEGMENT ARRIVES at their edges. */
class SegmentChecksTest extends Dialogue {
    @Test
    @DisplayName("TCP-MUST-66 TCP-SHLD-2 a RST that carries data resets even when the window is closed")
    void resetWithDataIntoClosedWindow() {
        app = new Endpoint(4096);
        open(Segment.syn().mss(1460));
        for (int i = 0; i < 4; i++) {
            peer.sends(Segment.ack(1 + 1024L * i, 1).data(new byte[1024]));
        }
        drain();
        peer.sends(flags(TcpFlags.RST, 4097, 0).data("why")).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.RESET);
    }

    @Test
    @DisplayName("R5961-3-1 a RST left of the window is dropped even if its data reaches into it")
    void resetFromTheLeft() {
        open(Segment.syn().mss(1460));
        peer.sends(Segment.ack(1, 1).data("abcdef"));
        drain();
        peer.sends(flags(TcpFlags.RST, 5, 0).data("123456789")).andNothingElse();
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("TCP-P-7 in SYN-RECEIVED an unacceptable segment is answered, so that a restarted peer can reset what it does not know")
    void unacceptableInSynReceived() {
        listen();
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.of(TcpFlags.SYN, 500_000, 0)).expects("ACK seq 1 ack 1 len 0");
        peer.sends(Segment.rst(1)).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    @DisplayName("R7323-4.3-1 a segment that is dropped for its acknowledgment does not move TS.Recent")
    void timestampOfDroppedSegment() {
        open(Segment.syn().mss(1460).timestamps(100, 0));
        peer.sends(Segment.ack(1, 77).timestamps(1_000_000, 0).data("forged")).expects("ACK seq 1 ack 1 len 0");
        peer.sends(Segment.ack(1, 1).timestamps(101, 0).data("good"));
        assertThat(app.read()).isEqualTo("good");
        assertThat(peer.next().view.options.tsEcr()).isEqualTo(101);
    }

    @Test
    @DisplayName("R5961-7-1 ACKs that answer segments without text are limited: two confused ends do not answer each other for ever")
    void acknowledgmentLoop() {
        open(Segment.syn().mss(1460));
        peer.sends(Segment.ack(1, 1).data("0123456789"));
        drain();
        for (int i = 0; i < 100; i++) {
            peer.sends(Segment.ack(5, 1));
        }
        assertThat(peer.device.size()).isBetween(5, 15);
        drain();
        for (int i = 0; i < 100; i++) {
            peer.sends(Segment.ack(1, 1).data("0123456789"));
        }
        assertThat(peer.device.size()).isEqualTo(100);
        assertThat(peer.shard.counters().get(Counter.TCP_CHALLENGE_ACK_SKIPPED)).isBetween(85L, 95L);
    }

    @Test
    @DisplayName("TCP-P-12 a FIN in the middle of text held out of order ends the stream there")
    void finBelowHeldText() {
        open(Segment.syn().mss(1460).sackPermitted());
        peer.sends(Segment.ack(10, 1).data("jklmnopqrs")).expects("ACK seq 1 ack 1 len 0");
        peer.sends(Segment.fin(15, 1)).expects("ACK seq 1 ack 1 len 0");
        Segment ack = peer.sends(Segment.ack(1, 1).data("abcdefghi")).expects("ACK seq 1 ack 16 len 0");
        assertThat(ack.view.options.sackBlocks()).isZero();
        assertThat(app.read()).isEqualTo("abcdefghijklmn");
        assertThat(app.in.isEnded()).isTrue();
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 16 len 0");
        peer.sends(Segment.ack(16, 2)).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("TCP-MUST-59 TCP-MUST-58 all segments that wait are processed before anything is acknowledged: one ACK for ten")
    void oneAckForAll() {
        open(Segment.syn().mss(1000));
        for (int i = 0; i < 10; i++) {
            peer.inject(Segment.ack(1 + 100 * i, 1).data(new byte[100]));
        }
        peer.advance(0).expects("ACK seq 1 ack 1001 len 0");
        peer.andNothingElse();
    }
}
