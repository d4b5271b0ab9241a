package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Fast Open as a client does it. */
class FastOpenClientTest extends Dialogue {
    private static final byte[] COOKIE = {1, 2, 3, 4, 5, 6, 7, 8};

    /** Opens with {@code text} waiting in the stream. @return the SYN */
    private Segment open(String text) {
        peer.newConnection(80);
        app = new Endpoint();
        app.write(text);
        app.attachTo(peer.shard.connect(toPeer().fastOpen(true), app.out, app.in, app, peer.nowNs));
        peer.advance(0);
        return peer.next();
    }

    /** A first connection that asks for the cookie, and is over. */
    private void learn(int mss) {
        assertThat(open("x").cookie()).isEmpty();
        peer.sends(Segment.synAck(1).mss(mss).fastOpen(COOKIE)).expects("ACK seq 1 ack 1 len 1");
        close();
    }

    private void close() {
        app.connection.abort(peer.nowNs);
        peer.advance(0);
        drain();
    }

    @Test
    @DisplayName("R7413-4.1-2 the first SYN asks and carries no text, the next shows the cookie and carries as much as the server's MSS lets it")
    void cookieIsCached() {
        Segment first = open("hello");
        assertThat(first.cookie()).isEmpty();
        assertThat(first.toString()).isEqualTo("SYN seq 0 len 0");
        assertThat(peer.sends(Segment.synAck(1).mss(1000).fastOpen(COOKIE)).expects("ACK seq 1 ack 1 len 5").text()).isEqualTo("hello");
        close();
        Segment second = open("y".repeat(2000));
        assertThat(second.cookie()).isEqualTo(COOKIE);
        assertThat(second.payload).hasSize(960);
        peer.sends(Segment.synAck(961).mss(1000)).expects("ACK seq 961 ack 1 len 1000");
        peer.expects("ACK seq 1961 ack 1 len 40");
        peer.andNothingElse();
        peer.sends(Segment.ack(1, 2001));
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_ACTIVE)).isEqualTo(1);
        assertThat(app.out.acknowledgedUpTo()).isEqualTo(2000);
    }

    @Test
    @DisplayName("R7413-4.1-2 a server that gives no cookie is not asked again for an hour")
    void negativeResponse() {
        assertThat(open("x").cookie()).isEmpty();
        peer.sends(Segment.synAck(1));
        close();
        peer.advance(3599_000 * MS);
        assertThat(open("x").cookie()).isNull();
        peer.sends(Segment.synAck(1));
        close();
        peer.advance(1000 * MS);
        assertThat(open("x").cookie()).isEmpty();
    }

    @Test
    @DisplayName("R7413-4.2-3 text of the SYN that is not acknowledged is the first text after the handshake")
    void textNotTaken() {
        learn(1000);
        assertThat(open("hello").payload).hasSize(5);
        assertThat(peer.sends(Segment.synAck(1)).expects("ACK seq 1 ack 1 len 5").text()).isEqualTo("hello");
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_ACTIVE_FAIL)).isEqualTo(1);
        assertThat(peer.shard.counters().get(Counter.TCP_RETRANS_SEGS)).isZero();
    }

    @Test
    @DisplayName("R7413-4.2-3 of text that is acknowledged in part only the rest is sent again")
    void textPartlyTaken() {
        learn(1000);
        open("hello");
        assertThat(peer.sends(Segment.synAck(3)).expects("ACK seq 3 ack 1 len 3").text()).isEqualTo("llo");
        peer.sends(Segment.ack(1, 6));
        assertThat(app.out.acknowledgedUpTo()).isEqualTo(5);
        app.write(" world");
        assertThat(peer.advance(0).expects("ACK seq 6 ack 1 len 6").text()).isEqualTo(" world");
    }

    @Test
    @DisplayName("R7413-4.2-2 after a timeout the SYN goes out without text and option; the first one's text may be acknowledged all the same")
    void synTimeout() {
        learn(1000);
        open("hello");
        Segment second = peer.advance(1000 * MS).expects("SYN seq 0 len 0");
        assertThat(second.cookie()).isNull();
        peer.sends(Segment.synAck(6)).expects("ACK seq 6 ack 1 len 0");
        assertThat(app.established).isEqualTo(1);
        assertThat(app.out.acknowledgedUpTo()).isEqualTo(5);
        close();
        open("hello");
        peer.advance(1000 * MS).expects("SYN seq 0 len 0");
        peer.sends(Segment.synAck(1)).expects("ACK seq 1 ack 1 len 5");
    }

    @Test
    @DisplayName("R7413-4.2-2 TCP-P-3 an ACK beyond the text of the SYN is answered by RST")
    void ackBeyondText() {
        learn(1000);
        open("hello");
        peer.sends(Segment.synAck(7)).expects("RST seq 7 len 0");
    }

    @Test
    @DisplayName("R7413-4.1-2 SYNs with the option that get lost twice on the way to a server: none for four minutes")
    void lossesAreRemembered() {
        learn(1000);
        for (int i = 0; i < 2; i++) {
            assertThat(open("x").cookie()).isEqualTo(COOKIE);
            peer.advance(1000 * MS).expects("SYN seq 0 len 0");
            peer.sends(Segment.synAck(1));
            close();
        }
        assertThat(open("x").cookie()).isNull();
        close();
        peer.advance(240_000 * MS);
        assertThat(open("x").cookie()).isEqualTo(COOKIE);
        peer.sends(Segment.synAck(2));
        close();
        assertThat(open("x").cookie()).isEqualTo(COOKIE);
    }

    @Test
    @DisplayName("R7413-4.1-2 a black hole pauses Fast Open for all servers, an hour and twice as long the next time")
    void blackHole() {
        learn(1000);
        open("x");
        peer.sends(Segment.synAck(2));
        app.write("more");
        peer.advance(0);
        drain();
        peer.advance(20_000 * MS);
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_BLACKHOLE)).isEqualTo(1);
        close();
        long paused = peer.nowNs;
        assertThat(open("x").cookie()).isNull();
        close();
        peer.nowNs = paused + 3600_000 * MS;
        assertThat(open("x").cookie()).isEqualTo(COOKIE);
        peer.advance(20_000 * MS);
        close();
        assertThat(peer.shard.counters().get(Counter.TCP_FAST_OPEN_BLACKHOLE)).isEqualTo(2);
        peer.nowNs += 7100_000 * MS;
        assertThat(open("x").cookie()).isNull();
    }

    @Test
    @DisplayName("R7413-4.2-1 R7413-6-1 unless the application asks for it no SYN says anything of Fast Open or carries text")
    void offByDefault() {
        learn(1000);
        app = new Endpoint();
        app.write("hello");
        peer.newConnection(81);
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        peer.advance(0);
        assertThat(peer.expects("SYN seq 0 len 0").cookie()).isNull();
    }

    @Test
    @DisplayName("R7413-4.2-3 TCP-MUST-10 text of a SYN that meets the peer's SYN is sent after the handshake")
    void simultaneousOpen() {
        learn(1000);
        open("hello");
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(peer.sends(Segment.synAck(1)).expects("ACK seq 1 ack 1 len 5").text()).isEqualTo("hello");
    }

    @Test
    @DisplayName("R7413-4.2-2 text and FIN: the end follows when the handshake is complete")
    void endRightAway() {
        learn(1000);
        peer.newConnection(80);
        app = new Endpoint();
        app.write("hello");
        app.end();
        app.attachTo(peer.shard.connect(toPeer().fastOpen(true), app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN seq 0 len 5");
        peer.sends(Segment.synAck(6)).expects("FIN,ACK seq 6 ack 1 len 0");
    }
}
