package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.testkit.Segment;
import io.tributary.wire.option.TcpOptionWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Fast retransmit and recovery, seen from the wire. */
class RecoveryTest extends Dialogue {
    private int isn;

    private void open(Segment syn, int segments) {
        open(syn);
        write(1000 * segments);
        for (int i = 0; i < segments; i++) {
            Segment s = peer.expects("ACK seq " + (1 + 1000 * i) + " ack 1 len 1000");
            isn = s.view.seqNo - (int) s.seq;
        }
    }

    private Segment sack(long ack, long... edges) {
        Segment s = ack(ack);
        int at = TcpOptionWriter.beginSack(s.options);
        for (int i = 0; i < edges.length; i += 2) {
            TcpOptionWriter.addSackBlock(s.options, at, isn + (int) edges[i], isn + (int) edges[i + 1]);
        }
        return s;
    }

    private void duplicates(int n, long ack) {
        for (int i = 0; i < n; i++) {
            peer.sends(ack(ack));
        }
    }

    @Test
    @DisplayName("R6582-3-1 duplicate ACKs for the end of the last recovery start no new one: our own retransmissions may have caused them")
    void noSecondRecovery() {
        open(Segment.syn().mss(1000), 8);
        duplicates(3, 1);
        peer.expects("ACK seq 1 ack 1 len 1000");
        peer.sends(ack(8001)).andNothingElse();
        write(4000);
        assertThat(drain()).isEqualTo(4000);
        duplicates(6, 8001);
        peer.andNothingElse();
        assertThat(peer.shard.counters().get(Counter.TCP_RENO_RECOVERY)).isEqualTo(1);
        peer.sends(ack(9001));
        duplicates(3, 9001);
        peer.expects("ACK seq 9001 ack 1 len 1000");
    }

    @Test
    @DisplayName("R3042-2-1 beyond the congestion window two duplicate ACKs send a new segment each, further ones none")
    void limitedTransmit() {
        open(Segment.syn().mss(1000), 8);
        duplicates(3, 1);
        drain();
        peer.sends(ack(8001));
        app.write(new byte[100_000]);
        peer.advance(0);
        int window = drain();
        duplicates(20, 8001);
        assertThat(drain()).isEqualTo(2000);
        assertThat(window).isLessThan(6000);
    }

    @Test
    @DisplayName("R5681-3.2-2 duplicate ACKs after a timeout release nothing: they say nothing about what is sent since")
    void duplicatesAfterTimeout() {
        open(Segment.syn().mss(1000), 8);
        peer.advance(200 * MS).expects("ACK seq 1 ack 1 len 1000");
        duplicates(7, 1);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R6582-3-1 R5681-3.2-2 limited transmit does not count for ssthresh; a partial ACK deflates the window by what it acknowledges less one segment")
    void partialAck() {
        open(Segment.syn().mss(1000), 10);
        app.write(new byte[50_000]);
        peer.advance(0).andNothingElse();
        duplicates(2, 1);
        peer.expects("ACK seq 10001 ack 1 len 1000");
        peer.expects("ACK seq 11001 ack 1 len 1000");
        peer.sends(ack(1)).expects("ACK seq 1 ack 1 len 1000");
        duplicates(7, 1);
        // 12 in flight, 10 of them left the network by duplicate ACKs, the window is 5: three new segments
        for (int i = 12; i < 15; i++) {
            peer.expects("ACK seq " + (1 + 1000 * i) + " ack 1 len 1000");
        }
        peer.andNothingElse();
        peer.sends(ack(4001)).expects("ACK seq 4001 ack 1 len 1000");
        peer.expects("ACK seq 15001 ack 1 len 1000");
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R6675-5-1 three ACKs with news of SACKed text start recovery however small the segments are")
    void smallSegments() {
        handshakeNs = 20 * MS;
        open(Segment.syn().mss(1000).sackPermitted(), 0);
        app.connection.noDelay(true);
        for (int i = 0; i < 5; i++) {
            write(10);
            Segment s = peer.expects("ACK seq " + (1 + 10 * i) + " ack 1 len 10");
            isn = s.view.seqNo - (int) s.seq;
        }
        peer.advance(20 * MS).sends(sack(1, 11, 21)).andNothingElse();
        peer.sends(sack(1, 11, 31)).andNothingElse();
        peer.sends(sack(1, 11, 31)).andNothingElse();
        peer.sends(sack(1, 11, 41)).expects("ACK seq 1 ack 1 len 10");
        assertThat(peer.shard.counters().get(Counter.TCP_SACK_RECOVERY)).isEqualTo(1);
    }

    @Test
    @DisplayName("R2018-5-1 after a timeout the left edge is sent again even if the peer once SACKed it")
    void reneging() {
        open(Segment.syn().mss(1000).sackPermitted(), 4);
        peer.sends(sack(1, 1001, 4001)).expects("ACK seq 1 ack 1 len 1000");
        peer.sends(ack(1001)).andNothingElse();
        peer.advance(200 * MS).expects("ACK seq 1001 ack 1 len 1000");
        peer.sends(ack(2001)).expects("ACK seq 2001 ack 1 len 1000");
        peer.expects("ACK seq 3001 ack 1 len 1000");
    }
}
