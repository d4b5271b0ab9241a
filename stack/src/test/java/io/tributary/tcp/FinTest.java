package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.Connection;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** FINs of both sides where they are awkward. */
class FinTest extends Dialogue {
    @Test
    @DisplayName("TCP-P-12 a FIN may come with the ACK that completes the handshake, and with text")
    void finCompletesHandshake() {
        listen();
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.fin(1, 1).data("all")).expects("ACK seq 1 ack 5 len 0");
        assertThat(app.established).isEqualTo(1);
        assertThat(app.read()).isEqualTo("all");
        assertThat(app.in.isEnded()).isTrue();
    }

    @Test
    @DisplayName("TCP-P-12 a FIN beside a SYN/ACK ends the stream behind the text that came with it")
    void finBesideSynAck() {
        connect(toPeer());
        peer.sends(flags(TcpFlags.SYN | TcpFlags.ACK | TcpFlags.FIN, 0, 1).data("bye")).expects("ACK seq 1 ack 5 len 0");
        assertThat(app.read()).isEqualTo("bye");
        assertThat(app.in.isEnded()).isTrue();
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 5 len 0");
    }

    @Test
    @DisplayName("TCP-P-12 a FIN behind text that reaches beyond the window counts when the text before it is there")
    void finBeyondWindow() {
        app = new Endpoint(4096);
        open(Segment.syn().mss(1460));
        for (int i = 0; i < 4; i++) {
            peer.sends(Segment.ack(1 + 1000L * i, 1).data(new byte[1000]));
        }
        drain();
        peer.sends(Segment.fin(4001, 1).data(new byte[200])).expects("ACK seq 1 ack 4097 len 0");
        assertThat(app.in.isEnded()).isFalse();
        app.read();
        peer.advance(0).expects("ACK seq 1 ack 4097 len 0");
        peer.sends(Segment.ack(4097, 1).data(new byte[104])).expects("ACK seq 1 ack 4202 len 0");
        assertThat(app.read()).hasSize(104);
        assertThat(app.in.isEnded()).isTrue();
    }

    @Test
    @DisplayName("R6298-5-1 after a partial ACK the rest is repeated with the FIN behind it")
    void finAfterPartialAck() {
        open(Segment.syn().mss(1000));
        app.write(new byte[800]);
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 800");
        peer.sends(ack(301)).andNothingElse();
        peer.advance(200 * MS).expects("FIN,ACK seq 301 ack 1 len 500");
        peer.sends(ack(801)).andNothingElse();
        peer.advance(400 * MS).expects("FIN,ACK seq 801 ack 1 len 0");
        peer.sends(Segment.fin(1, 802)).expects("ACK seq 802 ack 2 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("R9293-A2-1 TCP-P-12 in CLOSING the peer's repeated FIN brings the ACK of ours")
    void closing() {
        open(Segment.syn().mss(1000));
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(Segment.fin(1, 1)).expects("ACK seq 2 ack 2 len 0");
        peer.advance(200 * MS).expects("FIN,ACK seq 1 ack 2 len 0");
        peer.sends(Segment.fin(1, 2)).expects("ACK seq 2 ack 2 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-P-12 text behind the peer's FIN is acknowledged and not taken")
    void textBehindFin() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.fin(1, 1).data("end")).expects("ACK seq 1 ack 5 len 0");
        peer.sends(Segment.ack(5, 1).data("more")).expects("ACK seq 1 ack 5 len 0");
        peer.sends(Segment.fin(9, 1)).expects("ACK seq 1 ack 5 len 0");
        assertThat(app.read()).isEqualTo("end");
    }

    @Test
    @DisplayName("TCP-P-5 nothing is readable before the handshake is complete")
    void notReadableBefore() {
        boolean[] early = {false};
        app = new Endpoint() {
            @Override
            public void onReadable(Connection c, long nowNs) {
                early[0] |= established == 0;
            }
        };
        connect(toPeer());
        peer.sends(synFin().data("early")).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(early[0]).isFalse();
    }
}
