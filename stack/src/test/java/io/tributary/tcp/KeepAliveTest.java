package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.metrics.Counter;
import io.tributary.tcp.SocketOptions.KeepAlive;
import io.tributary.testkit.Segment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class KeepAliveTest extends Dialogue {
    private static final long SECOND = 1000 * MS;
    private static final String PROBE = "ACK seq 0 ack 1 len 0";

    private void openAndKeepAlive(long idle, long interval, int probes) {
        open(Segment.syn().mss(1000));
        app.connection.keepAlive(new KeepAlive(true, idle * SECOND, interval * SECOND, probes));
    }

    @Test
    @DisplayName("TCP-MUST-25 TCP-MUST-28 off by default, two hours and more when on")
    void defaults() {
        assertThat(SocketOptions.DEFAULT.keepAlive().on()).isFalse();
        assertThat(SocketOptions.DEFAULT.keepAlive().idleNs()).isGreaterThanOrEqualTo(7200 * SECOND);
        open(Segment.syn().mss(1000));
        peer.advance(3 * 7200 * SECOND).andNothingElse();
        app.connection.options(app.connection.options().withKeepAlive(true));
        peer.advance(0).expects(PROBE);
    }

    @Test
    @DisplayName("TCP-MAY-5 TCP-MUST-24 TCP-MUST-27 TCP-SHLD-12 after the idle time a probe without data at SEQ=SND.NXT-1; an answer starts the wait anew")
    void probe() {
        openAndKeepAlive(10, 2, 3);
        peer.advance(9_999 * MS).andNothingElse();
        peer.advance(1 * MS).expects(PROBE);
        peer.sends(ack(1)).andNothingElse();
        peer.advance(9_999 * MS).andNothingElse();
        peer.advance(1 * MS).expects(PROBE);
        assertThat(peer.shard.counters().get(Counter.TCP_KEEP_ALIVE)).isEqualTo(2);
        peer.sends(ack(1));
        app.connection.options(app.connection.options().withKeepAlive(false));
        peer.advance(100 * SECOND).andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-26 anything received puts the probe off")
    void receivedText() {
        openAndKeepAlive(10, 2, 3);
        peer.advance(9 * SECOND);
        peer.sends(Segment.ack(1, 1).data("x"));
        drain();
        peer.advance(9 * SECOND).andNothingElse();
        peer.advance(1 * SECOND).expects("ACK seq 0 ack 2 len 0");
    }

    @Test
    @DisplayName("TCP-MUST-26 nothing is probed while text is unacknowledged or waits for a window")
    void outstanding() {
        openAndKeepAlive(1, 1, 2);
        write(10);
        peer.expects("ACK seq 1 ack 1 len 10");
        for (int i = 0; i < 6; i++) {
            peer.advance(2 * SECOND);
            while (peer.device.size() > 0) {
                assertThat(peer.next().payload).as("a retransmission").hasSize(10);
            }
        }
        peer.sends(ack(11).window(0));
        write(10);
        peer.advance(30 * SECOND);
        assertThat(peer.shard.counters().get(Counter.TCP_KEEP_ALIVE)).isZero();
        assertThat(peer.shard.counters().get(Counter.TCP_WIN_PROBE)).isPositive();
    }

    @Test
    @DisplayName("TCP-MUST-29 R2525-all (2.9, 2.11) only several unanswered probes, an interval apart, end the connection; with RST")
    void death() {
        openAndKeepAlive(10, 2, 3);
        peer.advance(10 * SECOND).expects(PROBE);
        peer.advance(1_999 * MS).andNothingElse();
        peer.advance(1 * MS).expects(PROBE);
        peer.advance(2 * SECOND).expects(PROBE);
        peer.advance(1_999 * MS).andNothingElse();
        assertThat(app.closed).isNull();
        peer.advance(1 * MS).expects("RST,ACK seq 1 ack 1 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("TCP-MUST-29 one answer out of three is life")
    void oneAnswer() {
        openAndKeepAlive(10, 2, 3);
        peer.advance(10 * SECOND).expects(PROBE);
        peer.advance(2 * SECOND).expects(PROBE);
        peer.advance(2 * SECOND).expects(PROBE);
        peer.sends(ack(1));
        peer.advance(9_999 * MS).andNothingElse();
        peer.advance(1 * MS).expects(PROBE);
        assertThatThrownBy(() -> new KeepAlive(true, SECOND, SECOND, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("TCP-MAY-5 half-closed connections are probed like open ones")
    void halfClosed() {
        openAndKeepAlive(10, 2, 3);
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(ack(2)).andNothingElse();
        peer.advance(10 * SECOND).expects("ACK seq 1 ack 1 len 0");
    }

    @Test
    @DisplayName("TCP-MUST-28 R9293-A2-1 the peer's probes are answered, with its text octet and without")
    void peersProbes() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(0, 1)).expects("ACK seq 1 ack 1 len 0");
        peer.sends(Segment.ack(0, 1).data("?")).expects("ACK seq 1 ack 1 len 0");
        assertThat(app.read()).isEmpty();
    }
}
