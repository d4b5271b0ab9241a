package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The application closes the connection as a whole: it will not read any more. */
class CloseCallTest extends Dialogue {
    private static final long SECOND = 1000 * MS;

    @BeforeEach
    void open() {
        open(Segment.syn().mss(1000));
    }

    private void close() {
        app.connection.close(peer.nowNs);
        peer.advance(0);
    }

    @Test
    @DisplayName("TCP-SHLD-3 TCP-MUST-12 R2525-all (2.17) closed with unread text: RST, and the owner hears of an abort")
    void unread() {
        peer.sends(Segment.ack(1, 1).data("unread")).next();
        close();
        peer.expects("RST,ACK seq 1 ack 7 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(peer.shard.counters().get(Counter.TCP_ABORT_ON_CLOSE)).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-SHLD-3 closed with everything read: FIN behind what was written, an orderly end")
    void allRead() {
        peer.sends(Segment.ack(1, 1).data("read")).next();
        app.read();
        app.write("bye");
        close();
        peer.expects("FIN,ACK seq 1 ack 5 len 3");
        peer.sends(Segment.fin(5, 5)).expects("ACK seq 5 ack 6 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-SHLD-3 R2525-all (2.16) text that comes after close is answered with RST; what came before again is only acknowledged")
    void textAfterClose() {
        peer.sends(Segment.ack(1, 1).data("old")).next();
        app.read();
        close();
        peer.expects("FIN,ACK seq 1 ack 4 len 0");
        peer.sends(Segment.ack(1, 2).data("old")).expects("ACK seq 2 ack 4 len 0");
        peer.sends(Segment.ack(4, 2).data("new")).expects("RST,ACK seq 2 ack 4 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(peer.shard.counters().get(Counter.TCP_ABORT_ON_DATA)).isEqualTo(1);
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("TCP-MAY-1 an end of one direction is no close: text goes on coming for hours, either way")
    void halfClose() {
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(Segment.ack(1, 2)).andNothingElse();
        for (int hour = 0; hour < 5; hour++) {
            peer.advance(3600 * SECOND).andNothingElse();
            peer.sends(Segment.ack(1 + hour, 2).data("x")).expects("ACK seq 2 ack " + (2 + hour) + " len 0");
        }
        assertThat(app.read()).isEqualTo("xxxxx");
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("TCP-MAY-1 after the peer's FIN we may send for hours")
    void otherHalfClose() {
        peer.sends(Segment.fin(1, 1)).expects("ACK seq 1 ack 2 len 0");
        for (int hour = 0; hour < 5; hour++) {
            peer.advance(3600 * SECOND).andNothingElse();
            write(1);
            peer.expects("ACK seq " + (1 + hour) + " ack 2 len 1");
            peer.sends(Segment.ack(2, 2 + hour)).andNothingElse();
        }
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("TCP-MUST-12 in FIN-WAIT-2 a peer that never ends is waited for 60 s when nobody reads, then the flow is gone")
    void finWait2() {
        close();
        peer.expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(ack(2)).andNothingElse();
        peer.advance(59_999 * MS);
        assertThat(app.closed).isNull();
        peer.advance(1 * MS).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(peer.shard.isEmpty()).isTrue();
        peer.sends(Segment.fin(1, 2)).expects("RST seq 2 len 0");
    }

    @Test
    @DisplayName("TCP-SHLD-3 lingering for no time: close is RST, what was not sent is lost")
    void lingerNot() {
        app.connection.linger(0);
        app.write(new byte[100_000]);
        peer.advance(0);
        int sent = drain();
        close();
        peer.expects("RST,ACK seq " + (1 + sent) + " ack 1 len 0");
        peer.andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.ABORTED);
    }

    @Test
    @DisplayName("TCP-MUST-12 lingering for a time: what is not acknowledged by then is given up with RST")
    void lingerBounded() {
        app.connection.linger(3 * SECOND);
        peer.sends(Segment.ack(1, 1).window(0));
        app.write("never");
        close();
        peer.advance(2_999 * MS);
        assertThat(drain()).isZero();
        assertThat(app.closed).isNull();
        peer.advance(1 * MS).expects("RST,ACK seq 1 ack 1 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("TCP-MUST-12 lingering ends early when everything is acknowledged: a normal close")
    void lingerInTime() {
        app.connection.linger(3 * SECOND);
        app.write("in time");
        close();
        peer.expects("FIN,ACK seq 1 ack 1 len 7");
        peer.sends(ack(9));
        peer.advance(20 * SECOND).sends(Segment.fin(1, 9)).expects("ACK seq 9 ack 2 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("TCP-P-12 after the peer's FIN close sends ours and ends without TIME-WAIT")
    void afterPeersFin() {
        peer.sends(Segment.fin(1, 1)).next();
        close();
        peer.expects("FIN,ACK seq 1 ack 2 len 0");
        peer.sends(Segment.ack(2, 2)).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(peer.shard.timeWaits()).isZero();
    }

    @Test
    @DisplayName("TCP-MUST-12 a connection that never opened closes without a word")
    void stillOpening() {
        peer = new TestPeer();
        connect(toPeer());
        close();
        peer.andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.ABORTED);
    }
}
