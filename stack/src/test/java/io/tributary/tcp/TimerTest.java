package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.testkit.Segment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The retransmission timer. */
class TimerTest extends Dialogue {
    @Test
    @DisplayName("R6298-3-1 the backed-off RTO stays until a segment that was sent once is acknowledged")
    void karn() {
        open(Segment.syn().mss(1000));
        write(1000);
        peer.expects("ACK seq 1 ack 1 len 1000");
        peer.advance(200 * MS).expects("ACK seq 1 ack 1 len 1000");
        peer.advance(10 * MS).sends(ack(1001)).andNothingElse();
        write(1000);
        peer.expects("ACK seq 1001 ack 1 len 1000");
        peer.advance(399 * MS).andNothingElse();
        peer.advance(1 * MS).expects("ACK seq 1001 ack 1 len 1000");
        peer.sends(ack(2001)).andNothingElse();
        write(1000);
        peer.expects("ACK seq 2001 ack 1 len 1000");
        peer.sends(ack(3001)).andNothingElse();
        write(1000);
        peer.expects("ACK seq 3001 ack 1 len 1000");
        peer.advance(199 * MS).andNothingElse();
        peer.advance(1 * MS).expects("ACK seq 3001 ack 1 len 1000");
    }

    @Test
    @DisplayName("R6298-5-1 an ACK of new data restarts the timer, one that acknowledges all stops it")
    void restart() {
        open(Segment.syn().mss(1000));
        write(2000);
        drain();
        peer.advance(150 * MS).sends(ack(1001)).andNothingElse();
        peer.advance(199 * MS).andNothingElse();
        assertThat(peer.shard.nextDeadlineNs()).isGreaterThan(peer.nowNs);
        peer.sends(ack(2001)).andNothingElse();
        assertThat(peer.shard.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("R5681-3.1-3 a handshake that lost more than one SYN starts with a window of one segment")
    void initialWindowAfterLoss() {
        connect(toPeer());
        peer.advance(1000 * MS).expects("SYN seq 0 len 0");
        peer.advance(2000 * MS).expects("SYN seq 0 len 0");
        peer.sends(Segment.synAck(1).mss(1000)).expects("ACK seq 1 ack 1 len 0");
        write(20_000);
        peer.expects("ACK seq 1 ack 1 len 1000");
        peer.andNothingElse();
        peer.sends(ack(1001));
        peer.expects("ACK seq 1001 ack 1 len 1000");
        peer.expects("ACK seq 2001 ack 1 len 1000");
    }

    @Test
    @DisplayName("R6298-5-2 after a lost SYN the first data waits 3 s for its ACK")
    void rtoAfterLostSyn() {
        connect(toPeer());
        peer.advance(1000 * MS).expects("SYN seq 0 len 0");
        peer.sends(Segment.synAck(1).mss(1000)).expects("ACK seq 1 ack 1 len 0");
        write(1000);
        peer.expects("ACK seq 1 ack 1 len 1000");
        peer.advance(2999 * MS).andNothingElse();
        peer.advance(1 * MS).expects("ACK seq 1 ack 1 len 1000");
    }
}
