package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private final TestPeer peer = new TestPeer();
    private final Endpoint app = new Endpoint();

    private void listen() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), app);
    }

    private ConnectSpec toPeer() {
        return ConnectSpec.to(TestPeer.ZONE, peer.peerAddress, peer.peerPort).multipath(false);
    }

    private void connect(ConnectSpec spec) {
        app.attachTo(peer.shard.connect(spec, app.out, app.in, app, peer.nowNs));
        peer.advance(0);
    }

    @Test
    @DisplayName("TCP-MUST-14 TCP-P-2 R7323-2.2-1 a SYN is answered with MSS, SACK, timestamps and scale, if it offered them")
    void passiveOpenWithOptions() {
        listen();
        peer.sends(Segment.syn().mss(1400).sackPermitted().timestamps(500, 0).scale(7));
        Segment synAck = peer.expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(synAck.view.options.mss()).isEqualTo(1460);
        assertThat(synAck.view.options.sackPermitted()).isTrue();
        assertThat(synAck.view.options.tsEcr()).isEqualTo(500);
        assertThat(synAck.view.options.hasWindowScale()).isTrue();
        peer.sends(Segment.ack(1, 1).timestamps(501, synAck.view.options.tsVal()));
        assertThat(app.established).isEqualTo(1);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R7323-2.2-1 R7323-3.2-1 R2018-4-1 a SYN without options is answered without them")
    void passiveOpenPlain() {
        listen();
        peer.sends(Segment.syn());
        Segment synAck = peer.expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(synAck.view.options.hasWindowScale()).isFalse();
        assertThat(synAck.view.options.hasTimestamps()).isFalse();
        assertThat(synAck.view.options.sackPermitted()).isFalse();
    }

    @Test
    @DisplayName("TCP-P-2 an ACK for nobody is answered with RST at its number, a SYN to a closed port with RST,ACK")
    void segmentsForNobody() {
        peer.sends(Segment.ack(5, 77));
        peer.device.poll();
        peer.sends(Segment.syn().data("xyz"));
        Segment rst = peer.next();
        assertThat(rst.has(TcpFlags.RST | TcpFlags.ACK)).isTrue();
        assertThat(rst.ack).isEqualTo(4);
        peer.sends(Segment.rst(9)).andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-18 TCP-MUST-22 an unanswered SYN is repeated after 1, 2, 4 s with the same number")
    void synIsRepeated() {
        connect(toPeer());
        peer.expects("SYN seq 0 len 0");
        peer.advance(999 * TestPeer.MS).andNothingElse();
        peer.advance(1 * TestPeer.MS).expects("SYN seq 0 len 0");
        peer.advance(2000 * TestPeer.MS).expects("SYN seq 0 len 0");
        peer.advance(3999 * TestPeer.MS).andNothingElse();
        peer.advance(1 * TestPeer.MS).expects("SYN seq 0 len 0");
        peer.andNothingElse();
        assertThat(peer.shard.counters().get(Counter.TCP_SYN_RETRANS)).isEqualTo(3);
    }

    @Test
    @DisplayName("TCP-MUST-23 a SYN is repeated for more than three minutes, then the open fails")
    void synGivesUp() {
        connect(toPeer());
        peer.advance(190_000 * TestPeer.MS);
        assertThat(app.closed).isNull();
        peer.advance(200_000 * TestPeer.MS);
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("CONV-9.3-3 CONV-DD-8 a driven SYN has no timer: only repeatSyn repeats it")
    void drivenSyn() {
        connect(toPeer().drivenSyn(true));
        peer.expects("SYN seq 0 len 0");
        peer.advance(10_000 * TestPeer.MS).andNothingElse();
        app.connection.repeatSyn(false, peer.nowNs);
        peer.advance(0).expects("SYN seq 0 len 0");
        peer.advance(300_000 * TestPeer.MS).andNothingElse();
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("TCP-P-3 TCP-P-4 in SYN-SENT an unacceptable ACK gets RST, a RST without acceptable ACK is ignored, one with it refuses")
    void synSentChecks() {
        connect(toPeer());
        peer.expects("SYN seq 0 len 0");
        peer.sends(Segment.synAck(2)).expects("RST seq 2 len 0");
        peer.sends(Segment.rst(0)).andNothingElse();
        assertThat(app.closed).isNull();
        peer.sends(Segment.of(TcpFlags.RST | TcpFlags.ACK, 0, 1)).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.REFUSED);
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("TCP-MUST-10 TCP-P-5 simultaneous open")
    void simultaneousOpen() {
        connect(toPeer());
        peer.expects("SYN seq 0 len 0");
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.synAck(1)).andNothingElse();
        assertThat(app.established).isEqualTo(1);
        app.write("hello");
        peer.advance(0);
        assertThat(peer.next().text()).isEqualTo("hello");
    }

    @Test
    @DisplayName("TCP-P-13 RST in SYN-RECEIVED of a passive open ends it, the listener goes on")
    void resetInSynReceived() {
        listen();
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.rst(1)).andNothingElse();
        assertThat(peer.shard.isEmpty()).isTrue();
        peer.newConnection(40_001);
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
    }

    @Test
    @DisplayName("TCP-P-11 an ACK in SYN-RECEIVED for something not sent gets RST with its number")
    void badAckInSynReceived() {
        listen();
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.ack(1, 9)).expects("RST seq 9 len 0");
        peer.sends(Segment.ack(1, 1));
        assertThat(app.established).isEqualTo(1);
    }

    @Test
    @DisplayName("CONV-4.2-2 R4987-3-1 a held SYN is answered by nobody until accepted; its repetitions are told; the backlog is bounded")
    void heldSyn() {
        app.acceptAtOnce = false;
        listen();
        peer.sends(Segment.syn().data("request")).andNothingElse();
        assertThat(new String(app.pending.synPayload())).isEqualTo("request");
        peer.advance(1000 * TestPeer.MS).sends(Segment.syn()).andNothingElse();
        assertThat(app.synsAgain).isEqualTo(1);
        assertThat(app.pending.synCount()).isEqualTo(2);
        peer.sends(Segment.syn().data("another")).andNothingElse();
        assertThat(app.synsAgain).isEqualTo(1);
        app.attachTo(app.pending.accept(app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN,ACK seq 0 ack 8 len 0");
        peer.sends(Segment.ack(8, 1).data("more"));
        assertThat(app.read()).isEqualTo("more");
        for (int i = 0; i < 6; i++) {
            peer.newConnection(41_000 + i);
            peer.sends(Segment.syn());
        }
        assertThat(peer.shard.pending()).isEqualTo(4);
        assertThat(peer.shard.counters().get(Counter.TCP_LISTEN_OVERFLOWS)).isEqualTo(2);
    }

    @Test
    @DisplayName("TCP-P-1 a refused held SYN gets RST,ACK that acknowledges SYN and payload")
    void refusedSyn() {
        app.acceptAtOnce = false;
        listen();
        peer.sends(Segment.syn().data("request"));
        app.pending.reset(peer.nowNs);
        peer.expects("RST,ACK seq 0 ack 8 len 0");
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("CONV-8-1 a SYN/ACK that does not acknowledge the SYN payload ends the connection")
    void synPayloadNotTaken() {
        connect(toPeer().synPayload("hello".getBytes()));
        peer.expects("SYN seq 0 len 5");
        peer.sends(Segment.synAck(1));
        assertThat(peer.next().has(TcpFlags.RST)).isTrue();
        assertThat(app.closed).isEqualTo(CloseReason.PROTOCOL_ERROR);
    }

    @Test
    @DisplayName("CONV-DD-24 the SYN payload is repeated with every SYN and is not part of the stream")
    void synPayload() {
        connect(toPeer().synPayload("hello".getBytes()));
        peer.expects("SYN seq 0 len 5");
        peer.advance(1000 * TestPeer.MS).expects("SYN seq 0 len 5");
        peer.sends(Segment.synAck(6)).expects("ACK seq 6 ack 1 len 0");
        app.write("x");
        peer.advance(0);
        assertThat(peer.expects("ACK seq 6 ack 1 len 1").text()).isEqualTo("x");
    }
}
