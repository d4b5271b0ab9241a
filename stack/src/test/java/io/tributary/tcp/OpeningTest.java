package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.Connection;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Opens that do not go by the book. */
class OpeningTest extends Dialogue {
    @Test
    @DisplayName("TCP-P-5 text and FIN beside the SYN of a simultaneous open are not taken before the handshake is complete")
    void simultaneousOpenWithText() {
        connect(toPeer());
        peer.sends(synFin().data("early")).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(app.in.isEnded()).isFalse();
        peer.sends(Segment.synAck(1)).andNothingElse();
        assertThat(app.established).isEqualTo(1);
        peer.sends(Segment.fin(1, 1).data("early")).expects("ACK seq 1 ack 7 len 0");
        assertThat(app.read()).isEqualTo("early");
        assertThat(app.in.isEnded()).isTrue();
        app.write("answer");
        peer.advance(0);
        assertThat(peer.next().text()).isEqualTo("answer");
    }

    @Test
    @DisplayName("R7323-2.2-2 the window of a SYN/ACK is not scaled in a simultaneous open either")
    void simultaneousOpenWithScale() {
        connect(toPeer());
        peer.sends(Segment.syn().mss(1000).scale(7)).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.synAck(1).mss(1000).scale(7).window(2048)).andNothingElse();
        write(100_000);
        assertThat(drain()).isBetween(1, 2048);
    }

    @Test
    @DisplayName("CONV-8-1 SYN payload that a simultaneous open does not acknowledge ends the connection")
    void simultaneousOpenWithoutPayload() {
        connect(toPeer().synPayload("hello".getBytes()));
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.synAck(1)).expects("RST,ACK seq 1 ack 1 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.PROTOCOL_ERROR);
    }

    @Test
    @DisplayName("CONV-8-1 TCP-P-3 the RST for SYN payload that was not taken has the number the peer expects")
    void resetForPayload() {
        connect(toPeer().synPayload("hello".getBytes()));
        peer.sends(Segment.synAck(1)).expects("RST,ACK seq 1 ack 1 len 0");
    }

    @Test
    @DisplayName("TCP-P-6 text beside the SYN/ACK is announced to the application")
    void textBesideSynAck() {
        int[] readable = {0};
        app = new Endpoint() {
            @Override
            public void onReadable(Connection c, long nowNs) {
                readable[0]++;
            }
        };
        connect(toPeer());
        peer.sends(Segment.synAck(1).data("banner")).expects("ACK seq 1 ack 7 len 0");
        assertThat(readable[0]).isEqualTo(1);
        assertThat(app.read()).isEqualTo("banner");
    }

    @Test
    @DisplayName("TCP-MUST-23 SYNs that the client repeats do not use up our own repetitions of the SYN/ACK")
    void repeatedSyns() {
        listen();
        peer.sends(Segment.syn());
        for (int i = 0; i < 20; i++) {
            peer.advance(500 * MS).sends(Segment.syn());
        }
        peer.advance(100_000 * MS);
        assertThat(app.closed).isNull();
        drain();
        peer.sends(Segment.ack(1, 1)).andNothingElse();
        assertThat(app.established).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-P-5 the SYN/ACK of a simultaneous open is repeated after its timeout")
    void simultaneousOpenRepeats() {
        connect(toPeer().drivenSyn(true));
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.advance(1000 * MS).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(flags(TcpFlags.ACK, 1, 1)).andNothingElse();
        assertThat(app.established).isEqualTo(1);
    }
}
