package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CloseTest {
    private final TestPeer peer = new TestPeer();
    private final Endpoint app = new Endpoint();

    @BeforeEach
    void open() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), app);
        peer.sends(Segment.syn().mss(1000));
        peer.next();
        peer.sends(Segment.ack(1, 1)).andNothingElse();
    }

    @Test
    @DisplayName("TCP-P-12 the peer closes first: CLOSE-WAIT, half-close, LAST-ACK, gone without TIME-WAIT")
    void passiveClose() {
        peer.sends(Segment.fin(1, 1)).expects("ACK seq 1 ack 2 len 0");
        assertThat(app.in.isEnded()).isTrue();
        app.write("still talking");
        peer.advance(0);
        assertThat(peer.next().text()).isEqualTo("still talking");
        peer.sends(Segment.ack(2, 14)).andNothingElse();
        app.end();
        peer.advance(0).expects("FIN,ACK seq 14 ack 2 len 0");
        assertThat(app.closed).isNull();
        peer.sends(Segment.ack(2, 15)).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(peer.shard.isEmpty()).isTrue();
        assertThat(peer.shard.timeWaits()).isZero();
    }

    @Test
    @DisplayName("TCP-MUST-13 TCP-MAY-1 we close first: the FIN rides the last text, the peer may go on, then 2 MSL in TIME-WAIT")
    void activeClose() {
        app.write("bye");
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 3");
        peer.sends(Segment.ack(1, 5)).andNothingElse();
        peer.sends(Segment.ack(1, 5).data("more")).expects("ACK seq 5 ack 5 len 0");
        assertThat(app.read()).isEqualTo("more");
        peer.sends(Segment.fin(5, 5)).expects("ACK seq 5 ack 6 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(peer.shard.isEmpty()).isTrue();
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        peer.advance(59_999 * TestPeer.MS).sends(Segment.fin(5, 5)).expects("ACK seq 5 ack 6 len 0");
        peer.advance(59_999 * TestPeer.MS);
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        peer.advance(2 * TestPeer.MS);
        assertThat(peer.shard.timeWaits()).isZero();
    }

    @Test
    @DisplayName("R1337-3-1 R6191-2-1 TIME-WAIT ignores RST, and yields to a SYN with a larger number only")
    void timeWait() {
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(Segment.fin(1, 2)).expects("ACK seq 2 ack 2 len 0");
        peer.sends(Segment.rst(2)).andNothingElse();
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        peer.sends(Segment.of(TcpFlags.SYN, 2, 0)).expects("ACK seq 2 ack 2 len 0");
        Endpoint next = new Endpoint();
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, peer.stackAddress, 80, false, false, 4), next);
        peer.newConnection(40_000);
        peer.sends(Segment.of(TcpFlags.SYN, 3, 0)).expects("SYN,ACK seq 0 ack 4 len 0");
    }

    @Test
    @DisplayName("TCP-P-12 simultaneous close passes CLOSING into TIME-WAIT")
    void simultaneousClose() {
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(Segment.fin(1, 1)).expects("ACK seq 2 ack 2 len 0");
        assertThat(peer.shard.timeWaits()).isZero();
        peer.sends(Segment.ack(2, 2)).andNothingElse();
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("TCP-P-12 R6298-5-1 a lost FIN is sent again")
    void finIsRepeated() {
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.advance(200 * TestPeer.MS).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(Segment.fin(1, 2)).expects("ACK seq 2 ack 2 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("TCP-MUST-12 abort sends RST and says so; late segments then get RST")
    void abort() {
        app.write("x");
        peer.advance(0);
        peer.next();
        app.connection.abort(peer.nowNs);
        peer.advance(0).expects("RST,ACK seq 2 ack 1 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(peer.shard.isEmpty()).isTrue();
        peer.sends(Segment.ack(1, 2)).expects("RST seq 2 len 0");
    }

    @Test
    @DisplayName("TCP-P-12 FIN before a hole waits until the hole is filled")
    void finOutOfOrder() {
        peer.sends(Segment.fin(4, 1)).expects("ACK seq 1 ack 1 len 0");
        assertThat(app.in.isEnded()).isFalse();
        peer.sends(Segment.ack(1, 1).data("abc")).expects("ACK seq 1 ack 5 len 0");
        assertThat(app.read()).isEqualTo("abc");
        assertThat(app.in.isEnded()).isTrue();
    }
}
