package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.tcp.SocketOptions.KeepAlive;
import io.tributary.tcp.SocketOptions.UserTimeout;
import io.tributary.tcp.loss.RecoverySettings;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** R1, R2 and the user timeout, and what both ends tell each other about it. */
class UserTimeoutTest extends Dialogue {
    private static final long SECOND = 1000 * MS;
    private static final SocketOptions ADVERTISING = SocketOptions.DEFAULT.withUserTimeoutOption(400 * SECOND);

    private long retransmissions() {
        long n = 0;
        while (peer.device.size() > 0) {
            n += peer.next().payload.length > 0 ? 1 : 0;
        }
        return n;
    }

    @Test
    @DisplayName("TCP-SHLD-9 TCP-SHLD-10 TCP-MUST-20 from the third timeout on (R1) the owner hears that delivery stalls, each time until R2")
    void stalls() {
        open(Segment.syn().mss(1000));
        write(10);
        peer.advance(0);
        peer.advance((200 + 400) * MS);
        assertThat(app.stalls).isZero();
        peer.advance(800 * MS);
        assertThat(app.stalls).isEqualTo(1);
        peer.advance(1600 * MS);
        assertThat(app.stalls).isEqualTo(2);
        peer.sends(ack(11));
        write(10);
        peer.advance(300 * MS);
        assertThat(app.stalls).as("progress starts the count anew").isEqualTo(2);
        assertThat(app.closed).isNull();
        assertThatThrownBy(() -> new UserTimeout(0, false, SECOND, true, SECOND, SECOND, 2)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("TCP-SHLD-20 reports can be switched off")
    void silent() {
        open(Segment.syn().mss(1000));
        app.connection.options(app.connection.options().withReports(false));
        write(10);
        peer.advance(30 * SECOND);
        assertThat(app.stalls).isZero();
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("TCP-SHLD-11 by default silence is borne for more than 100 s")
    void defaultPatience() {
        open(Segment.syn().mss(1000));
        write(10);
        peer.advance(900 * SECOND);
        assertThat(app.closed).isNull();
        assertThat(retransmissions()).isGreaterThan(10);
        peer.advance(200 * SECOND);
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(RecoverySettings.DEFAULT.dataRetries()).isEqualTo(15);
    }

    @Test
    @DisplayName("TCP-MUST-21 the application sets R2: not a moment before, not a moment after")
    void userTimeout() {
        open(Segment.syn().mss(1000));
        app.connection.userTimeout(7 * SECOND);
        write(10);
        peer.advance(6_999 * MS);
        assertThat(app.closed).isNull();
        retransmissions();
        peer.advance(1 * MS).expects("RST,ACK seq 11 ack 1 len 0");
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("TCP-MUST-21 progress starts the user timeout anew, idle time does not count")
    void progress() {
        open(Segment.syn().mss(1000));
        app.connection.userTimeout(7 * SECOND);
        peer.advance(60 * SECOND);
        write(2000);
        peer.advance(6 * SECOND);
        drain();
        peer.sends(ack(1001));
        drain();
        peer.advance(6_999 * MS);
        assertThat(app.closed).isNull();
        peer.advance(1 * MS);
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("TCP-MUST-21 R2 can be infinite: a day of silence, and the text still arrives")
    void infinite() {
        open(Segment.syn().mss(1000));
        app.connection.userTimeout(Long.MAX_VALUE);
        write(10);
        peer.advance(86_400 * SECOND);
        assertThat(app.closed).isNull();
        assertThat(retransmissions()).isGreaterThan(700);
        peer.sends(ack(11)).andNothingElse();
        write(5);
        peer.expects("ACK seq 11 ack 1 len 5");
    }

    @Test
    @DisplayName("TCP-MUST-37 TCP-MUST-21 a closed window whose probes are answered outlasts any user timeout, without answers it does not")
    void closedWindow() {
        open(Segment.syn().mss(1000));
        app.connection.userTimeout(5 * SECOND);
        peer.sends(ack(1).window(0));
        write(10);
        long until = peer.nowNs + 600 * SECOND;
        while (peer.nowNs < until) {
            peer.advance(100 * MS);
            if (peer.device.size() > 0) {
                peer.expects("ACK seq 0 ack 1 len 0");
                peer.sends(ack(1).window(0));
            }
        }
        assertThat(app.closed).isNull();
        while (peer.device.size() == 0) {
            peer.advance(100 * MS);
        }
        peer.advance(4_800 * MS);
        assertThat(app.closed).isNull();
        peer.advance(200 * MS);
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("R5482-3-1 enabled: the option stands in SYN, in the first segment behind it, and again when it says something new")
    void sent() {
        peer = with(ADVERTISING);
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        Segment syn = peer.advance(0).next();
        assertThat(syn.view.options.userTimeoutSeconds()).isEqualTo(400);
        peer.sends(Segment.synAck(1).mss(1000));
        assertThat(peer.next().view.options.userTimeoutSeconds()).isEqualTo(400);
        write(10);
        assertThat(peer.next().view.options.hasUserTimeout()).isFalse();
        app.connection.options(app.connection.options().withUserTimeoutOption(40_000 * SECOND));
        app.connection.noDelay(true);
        write(10);
        assertThat(peer.next().view.options.userTimeoutSeconds()).as("in minutes, rounded up").isEqualTo(667 * 60);
    }

    @Test
    @DisplayName("R5482-3-1 off by default: none is sent, and the peer's is ignored")
    void offByDefault() {
        listen();
        peer.sends(Segment.syn().mss(1000).userTimeout(120));
        assertThat(peer.next().view.options.hasUserTimeout()).isFalse();
        peer.sends(Segment.ack(1, 1).userTimeout(130));
        assertThat(app.userTimeouts).isZero();
        assertThat(app.connection.peerUserTimeoutNs()).isZero();
    }

    @Test
    @DisplayName("R5482-3-1 adopted is min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT))")
    void adopted() {
        assertThat(adoptedSeconds(200, 300, 100, 3600)).isEqualTo(300);
        assertThat(adoptedSeconds(400, 300, 100, 3600)).isEqualTo(400);
        assertThat(adoptedSeconds(10, 20, 100, 3600)).isEqualTo(100);
        assertThat(adoptedSeconds(10, 30_000, 100, 500)).isEqualTo(500);
    }

    private long adoptedSeconds(long adv, long remote, long lower, long upper) {
        peer = with(SocketOptions.DEFAULT.with(new UserTimeout(0, true, adv * SECOND, true, lower * SECOND, upper * SECOND, 3)));
        app = new Endpoint();
        listen();
        peer.sends(Segment.syn().mss(1000).userTimeout(remote)).next();
        peer.sends(ack(1));
        assertThat(app.userTimeouts).isEqualTo(1);
        assertThat(app.connection.peerUserTimeoutNs()).isEqualTo(remote * SECOND);
        write(10);
        long start = peer.nowNs;
        while (app.closed == null) {
            peer.advance(SECOND);
            retransmissions();
        }
        return (peer.nowNs - start) / SECOND;
    }

    @Test
    @DisplayName("R5482-3-1 what the application asked for is not changed by the peer, who is heard all the same")
    void notChangeable() {
        peer = with(ADVERTISING.withUserTimeout(5 * SECOND));
        listen();
        peer.sends(Segment.syn().mss(1000).userTimeout(1000)).next();
        peer.sends(ack(1));
        assertThat(app.userTimeouts).isEqualTo(1);
        write(10);
        peer.advance(5 * SECOND);
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("R5482-3-1 the value 0 is reserved: ignored in seconds and in minutes, never sent; another length is no such option")
    void reserved() {
        peer = with(ADVERTISING);
        listen();
        peer.sends(Segment.syn().mss(1000)).next();
        peer.sends(ack(1));
        drain();
        Segment s = Segment.ack(1, 1);
        int at = s.options.claim(4);
        s.options.buffer().putInt(at, 0x1c048000, java.nio.ByteOrder.BIG_ENDIAN);
        peer.sends(s);
        Segment t = Segment.ack(1, 1);
        at = t.options.claim(4);
        t.options.buffer().putInt(at, 0x1c040000, java.nio.ByteOrder.BIG_ENDIAN);
        peer.sends(t);
        Segment u = Segment.ack(1, 1);
        at = u.options.claim(5);
        u.options.buffer().putInt(at, 0x1c050100, java.nio.ByteOrder.BIG_ENDIAN);
        u.options.buffer().putByte(at + 4, (byte) 7);
        peer.sends(u);
        assertThat(app.userTimeouts).isZero();
    }

    @Test
    @DisplayName("R5482-3-1 keep-alives wait longer than the user timeout that was agreed on")
    void keepAlive() {
        peer = with(ADVERTISING.with(new KeepAlive(true, 10 * SECOND, 10 * SECOND, 2)));
        listen();
        peer.sends(Segment.syn().mss(1000).userTimeout(300)).next();
        peer.sends(ack(1));
        drain();
        peer.advance(400 * SECOND).andNothingElse();
        peer.advance(1 * SECOND).expects("ACK seq 0 ack 1 len 0");
    }

    @Test
    @DisplayName("R5482-3-1 a RST carries no option, and the option does not change what its segment does")
    void advisory() {
        peer = with(ADVERTISING);
        listen();
        peer.sends(Segment.syn().mss(1000)).next();
        peer.sends(ack(1));
        drain();
        peer.sends(Segment.ack(1, 1).userTimeout(500).data("text"));
        assertThat(app.read()).isEqualTo("text");
        app.connection.abort(peer.nowNs);
        peer.advance(0);
        Segment last = null;
        while (peer.device.size() > 0) {
            last = peer.next();
        }
        assertThat(last.has(TcpFlags.RST)).isTrue();
        assertThat(last.view.options.hasUserTimeout()).isFalse();
    }
}
