package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.connection.PendingOpen;
import io.tributary.metrics.Counter;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** SYNs answered without memory. */
class SynCookieTest extends Dialogue {
    private final List<PendingOpen> told = new ArrayList<>();

    private void listen(ListenSettings settings, int backlog) {
        OpenSettings open = OpenSettings.DEFAULT.with(settings);
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, backlog, TcpConfig.DEFAULT.with(open)), (o, now) -> {
            told.add(o);
            app.onSyn(o, now);
        });
    }

    private long count(Counter c) {
        return peer.shard.counters().get(c);
    }

    @Test
    @DisplayName("R4987-3-1 a SYN cookie keeps MSS, scale and SACK by way of the timestamp; nothing is remembered until the ACK comes")
    void keepsOptions() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        peer.sends(Segment.syn().mss(1400).sackPermitted().timestamps(500, 0).scale(3));
        Segment synAck = peer.expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(synAck.view.options.mss()).isEqualTo(1460);
        assertThat(synAck.view.options.sackPermitted()).isTrue();
        assertThat(synAck.view.options.hasWindowScale()).isTrue();
        assertThat(synAck.view.options.tsEcr()).isEqualTo(500);
        assertThat(told).isEmpty();
        assertThat(peer.shard.isEmpty()).isTrue();
        assertThat(count(Counter.TCP_SYN_COOKIES_SENT)).isEqualTo(1);

        peer.sends(Segment.ack(1, 1).timestamps(510, synAck.view.options.tsVal()).window(1000).data("hello"));
        assertThat(told).hasSize(1);
        assertThat(app.established).isEqualTo(1);
        assertThat(app.read()).isEqualTo("hello");
        app.write(new byte[20_000]);
        peer.advance(0).expects("ACK seq 1 ack 6 len 0");
        Segment data = peer.expects("ACK seq 1 ack 6 len 1388");
        assertThat(data.view.options.tsEcr()).isEqualTo(510);
        assertThat(1388 + drain()).as("the scaled window: 8000 bytes").isBetween(6000, 8000);
        peer.sends(Segment.ack(8, 1).timestamps(511, data.view.options.tsVal()).data("x"));
        assertThat(peer.next().view.options.sackBlocks()).isEqualTo(1);
        assertThat(count(Counter.TCP_SYN_COOKIES_RECV)).isEqualTo(1);
    }

    @Test
    @DisplayName("R4987-3-1 without timestamps a SYN cookie keeps the MSS alone")
    void withoutTimestamps() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        Segment synAck = peer.sends(Segment.syn().mss(1300).sackPermitted().scale(3)).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(synAck.view.options.sackPermitted()).isFalse();
        assertThat(synAck.view.options.hasWindowScale()).isFalse();
        peer.sends(Segment.ack(1, 1)).andNothingElse();
        app.write(new byte[5000]);
        assertThat(peer.advance(0).next().payload).hasSize(1220);
    }

    @Test
    @DisplayName("R4987-3-1 R7323-3.2-4 a timestamp beside an ACK whose SYN had none says nothing")
    void timestampFromNowhere() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        peer.sends(Segment.syn().mss(1300)).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.ack(1, 1).timestamps(5, 0x13).data("x"));
        peer.advance(40 * MS);
        Segment ack = peer.expects("ACK seq 1 ack 2 len 0");
        assertThat(ack.view.options.hasTimestamps()).isFalse();
        assertThat(ack.window).isGreaterThan(60_000);
    }

    @Test
    @DisplayName("R4987-3-1 who brings the cookie back beside another timestamp than it went out with gets RST: the options are no matter of choice")
    void otherTimestamp() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        int echo = peer.sends(Segment.syn().mss(1300).timestamps(4, 0).scale(0)).expects("SYN,ACK seq 0 ack 1 len 0").view.options.tsVal();
        peer.sends(Segment.ack(1, 1).timestamps(5, echo ^ 1)).expects("RST seq 1 len 0");
        peer.sends(Segment.ack(1, 1)).expects("RST seq 1 len 0");
        peer.sends(Segment.ack(1, 1).timestamps(5, echo)).andNothingElse();
        assertThat(app.established).isEqualTo(1);
    }

    @Test
    @DisplayName("R4987-3-1 cookies answer only while the backlog is full; owners who decide themselves get none; never means never")
    void onOverflowOnly() {
        listen(ListenSettings.PLAIN, 2);
        for (int i = 0; i < 5; i++) {
            peer.newConnection(41_000 + i);
            peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        }
        assertThat(count(Counter.TCP_SYN_COOKIES_SENT)).isEqualTo(3);
        assertThat(told).hasSize(2);
        peer.sends(Segment.ack(1, 1).data("x"));
        assertThat(told).hasSize(3);

        peer = new TestPeer();
        listen(ListenSettings.PLAIN.with(SynCookieMode.NEVER), 1);
        peer.sends(Segment.syn()).next();
        peer.newConnection(42_000);
        peer.sends(Segment.syn()).andNothingElse();
        assertThat(count(Counter.TCP_LISTEN_OVERFLOWS)).isEqualTo(1);

        peer = new TestPeer();
        listen(ListenSettings.HELD.with(SynCookieMode.ALWAYS), 1);
        peer.sends(Segment.syn()).next();
        assertThat(count(Counter.TCP_SYN_COOKIES_SENT)).isZero();
    }

    @Test
    @DisplayName("R4987-3-1 an ACK that brings no cookie back, or an old one, gets RST; at times without cookies none is looked at")
    void forgedAndOld() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        peer.sends(Segment.ack(1, 1));
        assertThat(peer.next().toString()).startsWith("RST");
        assertThat(count(Counter.TCP_SYN_COOKIES_FAILED)).isZero();
        peer.newConnection(40_000);
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        Random random = new Random(4987);
        for (int i = 0; i < 10_000; i++) {
            peer.sends(Segment.ack(1, 2 + random.nextInt(Integer.MAX_VALUE)));
            assertThat(peer.next().toString()).startsWith("RST seq");
        }
        peer.sends(Segment.ack(2, 1)).expects("RST seq 1 len 0");
        assertThat(count(Counter.TCP_SYN_COOKIES_FAILED)).isEqualTo(10_001);
        assertThat(told).isEmpty();
        peer.advance(128_001 * MS);
        peer.sends(Segment.ack(1, 1)).expects("RST seq 1 len 0");
        assertThat(told).isEmpty();
    }

    @Test
    @DisplayName("R4987-3-1 a cookie is good for at least one period of 64 s")
    void age() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.advance(64_000 * MS);
        peer.sends(Segment.ack(1, 1)).andNothingElse();
        assertThat(app.established).isEqualTo(1);
    }

    @Test
    @DisplayName("R4987-3-1 those who wait for the owner after a cookie have a limit of their own")
    void undecided() {
        app.acceptAtOnce = false;
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 2);
        for (int i = 0; i < 3; i++) {
            peer.newConnection(41_000 + i);
            peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
            peer.sends(Segment.ack(1, 1)).andNothingElse();
        }
        assertThat(peer.shard.pending()).isEqualTo(2);
        assertThat(count(Counter.TCP_LISTEN_OVERFLOWS)).isEqualTo(1);
        told.get(1).drop();
        told.get(0).drop();
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("R4987-3-1 TCP-P-1 the RST for a connection refused after its cookie came back has the number that the peer expects")
    void refused() {
        app.acceptAtOnce = false;
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 2);
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.ack(1, 1)).andNothingElse();
        told.get(0).reset(peer.nowNs);
        peer.expects("RST seq 1 len 0");
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("R4987-3-1 a SYN that offers less than a cookie can say is answered the usual way")
    void tinyMss() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        peer.sends(Segment.syn().mss(100)).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(count(Counter.TCP_SYN_COOKIES_SENT)).isZero();
        assertThat(told).hasSize(1);
    }

    @Test
    @DisplayName("R4987-3-1 text in a SYN that a cookie answers is not taken: it comes again")
    void textInSyn() {
        listen(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS), 4);
        app = new Endpoint();
        peer.sends(Segment.syn().data("early")).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(Segment.ack(1, 1).data("early"));
        assertThat(app.read()).isEqualTo("early");
    }
}
