package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.metrics.Counter;
import io.tributary.tcp.loss.RttEstimator;
import io.tributary.tcp.receive.TimestampState;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.TcpFlags;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimestampsTest extends Dialogue {
    private static final long DAY = 86_400_000 * MS;

    private void openStamped() {
        open(Segment.syn().mss(1000).timestamps(100, 0));
    }

    private Segment text(long seq, int value, String text) {
        return Segment.ack(seq, 1).window(60_000).timestamps(value, 0).data(text);
    }

    @Test
    @DisplayName("R7323-3.2-1 once agreed the timestamp stands on each segment: text, ACK, FIN, window probe, keep-alive, RST")
    void onEverySegment() {
        openStamped();
        write(10);
        assertThat(peer.next().view.options.hasTimestamps()).isTrue();
        peer.sends(Segment.ack(1, 11).window(0).timestamps(101, 0));
        write(10);
        assertThat(peer.advance(300 * MS).expects("ACK seq 10 ack 1 len 0").view.options.hasTimestamps()).as("probe").isTrue();
        peer.sends(Segment.ack(1, 11).window(1000).timestamps(102, 0));
        assertThat(peer.next().view.options.hasTimestamps()).isTrue();
        peer.sends(Segment.ack(1, 21).window(1000).timestamps(103, 0).data("x"));
        assertThat(peer.next().view.options.tsEcr()).isEqualTo(103);
        app.end();
        assertThat(peer.advance(0).next().view.options.hasTimestamps()).as("FIN").isTrue();
        app.connection.abort(peer.nowNs);
        Segment rst = peer.advance(0).next();
        assertThat(rst.has(TcpFlags.RST)).isTrue();
        assertThat(rst.view.options.hasTimestamps()).isTrue();
    }

    @Test
    @DisplayName("R7323-3.2-2 a segment without the agreed option is dropped, ends nothing and is not answered; a RST without it counts")
    void missing() {
        openStamped();
        peer.sends(Segment.ack(1, 1).data("lost")).andNothingElse();
        assertThat(app.read()).isEmpty();
        assertThat(app.closed).isNull();
        peer.sends(text(1, 101, "kept"));
        assertThat(app.read()).isEqualTo("kept");
        peer.sends(Segment.rst(5));
        assertThat(app.closed).isEqualTo(CloseReason.RESET);
    }

    @Test
    @DisplayName("R7323-3.2-3 a SYN echoes 0; an echo without ACK is not looked at")
    void noEchoWithoutAck() {
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        Segment syn = peer.advance(0).next();
        assertThat(syn.view.options.hasTimestamps()).isTrue();
        assertThat(syn.view.options.tsEcr()).isZero();
        peer.sends(Segment.syn().mss(1000).timestamps(7, 12345));
        assertThat(peer.expects("SYN,ACK seq 0 ack 1 len 0").view.options.tsEcr()).isEqualTo(7);
        peer.sends(Segment.of(0, 1, 0).timestamps(8, 1).data("no ACK")).andNothingElse();
        assertThat(app.read()).isEmpty();
    }

    @Test
    @DisplayName("R7323-3.2-4 not agreed on: the option is ignored, its segment processed, ours carry none")
    void notNegotiated() {
        open(Segment.syn().mss(1000));
        peer.sends(text(1, 500, "a"));
        assertThat(peer.next().view.options.hasTimestamps()).isFalse();
        peer.sends(text(2, 1, "b"));
        assertThat(app.read()).isEqualTo("ab");
    }

    @Test
    @DisplayName("R7323-4.3-1 what is echoed: the latest in order, not one beyond a hole, nor of old text; a filler's, if it is not older")
    void recent() {
        openStamped();
        peer.sends(text(1, 110, "a"));
        assertThat(peer.next().view.options.tsEcr()).isEqualTo(110);
        peer.sends(text(5, 130, "e"));
        assertThat(peer.next().view.options.tsEcr()).as("beyond a hole").isEqualTo(110);
        peer.sends(text(2, 120, "bcd"));
        assertThat(peer.next().view.options.tsEcr()).as("the filler").isEqualTo(120);
        peer.sends(text(1, 125, "a"));
        assertThat(peer.next().view.options.tsEcr()).as("text seen before: no acceptable segment").isEqualTo(120);
        peer.sends(text(6, 119, "f"));
        assertThat(peer.next().view.options.tsEcr()).as("older by a tick: not taken").isEqualTo(120);
        assertThat(app.read()).isEqualTo("abcde");
    }

    @Test
    @DisplayName("R7323-5.3-1 PAWS: one tick older is answered and dropped, equal is taken, also across the wrap of the number")
    void wrap() {
        listen();
        peer.sends(Segment.syn().mss(1000).timestamps(0x7fffff00, 0)).next();
        peer.sends(Segment.ack(1, 1).timestamps(0x7fffff00, 0)).andNothingElse();
        for (int i = 0; i < 40; i++) {
            int value = 0x7fffff00 + i * 0x04000000;
            peer.sends(text(1 + i, value, "x"));
            drain();
            peer.sends(text(2 + i, value - 1, "y"));
            assertThat(peer.next().view.options.tsEcr()).isEqualTo(value);
            drain();
        }
        assertThat(app.read()).hasSize(40).doesNotContain("y");
        assertThat(peer.shard.counters().get(Counter.TCP_PAWS_ESTAB)).isEqualTo(40);
    }

    @Test
    @DisplayName("R7323-5.3-1 an old timestamp does not save or condemn a RST")
    void oldReset() {
        openStamped();
        peer.sends(Segment.rst(1).timestamps(1, 0));
        assertThat(app.closed).isEqualTo(CloseReason.RESET);
    }

    @Test
    @DisplayName("R7323-5.5-1 after 24 days without a segment any timestamp is new; a second before it is not")
    void idle() {
        openStamped();
        peer.sends(text(1, 200, "a"));
        drain();
        peer.advance(24 * DAY - 1000 * MS);
        peer.sends(text(2, 150, "b"));
        assertThat(app.read()).isEqualTo("a");
        peer.advance(1000 * MS);
        drain();
        peer.sends(text(2, 150, "b"));
        assertThat(app.read()).isEqualTo("b");
        assertThat(peer.next().view.options.tsEcr()).isEqualTo(150);
    }

    @Test
    @DisplayName("R7323-5.4-1 our clock ticks once a millisecond, and wraps")
    void clock() {
        TimestampState t = new TimestampState();
        t.offset(-5);
        assertThat(t.value(4 * MS)).isEqualTo(-1);
        assertThat(t.value(5 * MS)).isZero();
        assertThat(t.value(5 * MS + 999_999)).isZero();
        assertThat(t.value((1L << 32) * MS)).isEqualTo(t.value(0));
        openStamped();
        write(1);
        int first = peer.next().view.options.tsVal();
        peer.sends(Segment.ack(1, 2).window(60_000).timestamps(101, first));
        peer.advance(1234 * MS);
        write(1);
        assertThat(peer.next().view.options.tsVal() - first).isEqualTo(1234);
    }

    @Test
    @DisplayName("R7323-7.1-1 each connection has an offset of its own, that others do not tell")
    void offsets() {
        Set<Integer> values = new HashSet<>();
        for (int port = 0; port < 50; port++) {
            Endpoint a = new Endpoint();
            a.attachTo(peer.shard.connect(ConnectSpec.to(TestPeer.ZONE, peer.peerAddress, 1000 + port).multipath(false), a.out, a.in, a, peer.nowNs));
            peer.newConnection(1000 + port);
            values.add(peer.advance(0).next().view.options.tsVal() >>> 12);
        }
        assertThat(values.size()).isGreaterThan(45);
    }

    @Test
    @DisplayName("R7323-4.1-1 an echo counts as a round trip only on an ACK of something new")
    void sampleOnlyOnProgress() {
        openStamped();
        write(10);
        int value = peer.next().view.options.tsVal();
        peer.advance(50 * MS);
        peer.sends(Segment.ack(1, 1).window(50_000).timestamps(101, value - 5000));
        peer.advance(149 * MS).andNothingElse();
        peer.advance(1 * MS).expects("ACK seq 1 ack 1 len 10");
    }

    @Test
    @DisplayName("R7323-4.2-1 with many samples per round trip each counts less: a tenth of one alone")
    void gains() {
        RttEstimator one = new RttEstimator(1000 * MS, 200 * MS, 120_000 * MS);
        one.onSample(100 * MS, 1);
        one.onSample(180 * MS, 1);
        assertThat(one.srttNs()).isEqualTo(110 * MS);
        RttEstimator ten = new RttEstimator(1000 * MS, 200 * MS, 120_000 * MS);
        ten.onSample(100 * MS, 1);
        ten.onSample(180 * MS, 10);
        assertThat(ten.srttNs()).isEqualTo(101 * MS);
    }
}
