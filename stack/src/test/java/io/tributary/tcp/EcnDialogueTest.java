package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.Ecn;
import io.tributary.tcp.congestion.EcnMode;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explicit congestion notification on the wire. */
class EcnDialogueTest extends Dialogue {
    private static final int ECE = TcpFlags.ECE;
    private static final int CWR = TcpFlags.CWR;

    private static ShardConfig config(EcnMode mode) {
        return new ShardConfig(TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withEcn(mode)), 100, 100);
    }

    private void mode(EcnMode mode, boolean v6) {
        peer = new TestPeer(config(mode), v6, DeviceCapabilities.plain(1500));
    }

    private Segment expects(String description, int codepoint) {
        Segment s = peer.expects(description);
        assertThat(s.ecn).as(description).isEqualTo(codepoint);
        return s;
    }

    /** A passive open in which both agree. */
    private void agreed() {
        listen();
        peer.sends(Segment.syn().mss(1000).with(ECE | CWR));
        expects("SYN,ACK,ECE seq 0 ack 1 len 0", Ecn.NOT_ECT);
        peer.sends(ack(1)).andNothingElse();
    }

    private void sendsTen() {
        write(10_000);
        for (int i = 0; i < 10; i++) {
            expects("ACK seq " + (1 + 1000 * i) + " ack 1 len 1000", Ecn.ECT_0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("R3168-6.1-1 TCP-SHLD-8 an ECN-setup SYN is agreed to; ECT(0) is on text, on neither SYN/ACK nor ACK nor FIN")
    void passive(boolean v6) {
        mode(EcnMode.ACCEPT, v6);
        agreed();
        sendsTen();
        peer.sends(ack(10_001).data("x"));
        expects("ACK seq 10001 ack 2 len 0", Ecn.NOT_ECT);
        app.end();
        peer.advance(0);
        expects("FIN,ACK seq 10001 ack 2 len 0", Ecn.NOT_ECT);
    }

    @Test
    @DisplayName("R3168-6.1-1 with ECN off the same SYN is answered without")
    void off() {
        mode(EcnMode.OFF, false);
        listen();
        peer.sends(Segment.syn().mss(1000).with(ECE | CWR));
        peer.expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(ack(1));
        write(1000);
        expects("ACK seq 1 ack 1 len 1000", Ecn.NOT_ECT);
        peer.sends(ack(1001).data("marked").ecn(Ecn.CE));
        peer.expects("ACK seq 1001 ack 7 len 0");
    }

    @Test
    @DisplayName("R3168-6.1-1 an active open asks when it is to, and uses ECN when the answer agrees")
    void active() {
        mode(EcnMode.REQUEST, false);
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        peer.advance(0);
        expects("SYN,ECE,CWR seq 0 len 0", Ecn.NOT_ECT);
        peer.sends(Segment.synAck(1).mss(1000).with(ECE));
        expects("ACK seq 1 ack 1 len 0", Ecn.NOT_ECT);
        write(1000);
        expects("ACK seq 1 ack 1 len 1000", Ecn.ECT_0);
    }

    @Test
    @DisplayName("R3168-6.1-1 by default an active open does not ask, and a connection may have its own mind")
    void perConnection() {
        mode(EcnMode.ACCEPT, false);
        TcpConfig own = TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withEcn(EcnMode.REQUEST));
        app.attachTo(peer.shard.connect(toPeer().tcp(own), app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN,ECE,CWR seq 0 len 0");
        peer.newConnection(40_001);
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN seq 0 len 0");
    }

    @Test
    @DisplayName("R3168-6.1-1 a lost ECN-setup SYN is repeated without; the connection works, without marks of ours")
    void fallback() {
        mode(EcnMode.REQUEST, false);
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN,ECE,CWR seq 0 len 0");
        peer.advance(1000 * MS).expects("SYN seq 0 len 0");
        peer.sends(Segment.synAck(1).mss(1000).with(ECE));
        peer.expects("ACK seq 1 ack 1 len 0");
        write(1000);
        expects("ACK seq 1 ack 1 len 1000", Ecn.NOT_ECT);
        peer.sends(ack(1001).data("marked").ecn(Ecn.CE));
        peer.expects("ACK,ECE seq 1001 ack 7 len 0");
    }

    @Test
    @DisplayName("R3168-6.1-1 simultaneous open with ECN on both sides")
    void simultaneousOpen() {
        mode(EcnMode.REQUEST, false);
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN,ECE,CWR seq 0 len 0");
        peer.sends(Segment.syn().mss(1000).with(ECE | CWR));
        peer.expects("SYN,ACK,ECE seq 0 ack 1 len 0");
        peer.sends(Segment.synAck(1).mss(1000).with(ECE));
        assertThat(app.established).isEqualTo(1);
        app.write(new byte[1000]);
        peer.advance(0);
        Segment s = peer.next();
        while (s.payload.length == 0) {
            s = peer.next();
        }
        assertThat(s.ecn).isEqualTo(Ecn.ECT_0);
    }

    @Test
    @DisplayName("R3168-6.1-3 a mark is echoed at once and on every segment, text too, until CWR; counted by codepoint")
    void receiver() {
        agreed();
        for (int i = 0; i < 20; i++) {
            peer.sends(Segment.ack(1 + i, 1).window(60_000).data("x").ecn(Ecn.ECT_0));
            peer.advance(50 * MS).expects("ACK seq 1 ack " + (2 + i) + " len 0");
        }
        peer.sends(Segment.ack(21, 1).window(60_000).data("x").ecn(Ecn.CE));
        peer.expects("ACK,ECE seq 1 ack 22 len 0");
        write(100);
        expects("ACK,ECE seq 1 ack 22 len 100", Ecn.ECT_0);
        peer.sends(Segment.ack(22, 101).window(60_000).data("x").ecn(Ecn.ECT_0));
        peer.advance(50 * MS).expects("ACK,ECE seq 101 ack 23 len 0");
        peer.sends(Segment.ack(23, 101).window(60_000).data("x").ecn(Ecn.ECT_0).with(CWR));
        peer.expects("ACK seq 101 ack 24 len 0");
        peer.sends(Segment.ack(24, 101).window(60_000).data("x").ecn(Ecn.ECT_0));
        peer.advance(50 * MS).expects("ACK seq 101 ack 25 len 0");
        assertThat(peer.shard.counters().get(Counter.IP_IN_CE)).isEqualTo(1);
        assertThat(peer.shard.counters().get(Counter.IP_IN_ECT0)).isEqualTo(23);
        assertThat(peer.shard.counters().get(Counter.IP_IN_NO_ECT)).isEqualTo(2);
    }

    @Test
    @DisplayName("R3168-6.1-2 a mark on text outside the window is not believed")
    void outsideWindow() {
        agreed();
        peer.sends(Segment.ack(500_000, 1).window(60_000).data("x").ecn(Ecn.CE));
        peer.expects("ACK seq 1 ack 1 len 0");
        peer.sends(Segment.ack(1, 1).window(60_000).data("x"));
        peer.expects("ACK seq 1 ack 2 len 0");
        peer.sends(Segment.ack(1, 1).window(60_000).data("x").ecn(Ecn.CE));
        peer.expects("ACK seq 1 ack 2 len 0");
    }

    @Test
    @DisplayName("R3168-6.1-3 an echo halves the window once per window of data, and CWR says so on the first new text")
    void sender() {
        agreed();
        sendsTen();
        app.write(new byte[100_000]);
        peer.advance(0).andNothingElse();
        peer.sends(ack(1001).with(ECE));
        Segment first = null;
        int sent = 0;
        for (int ack = 2001; ack <= 10_001; ack += 1000) {
            peer.sends(ack(ack).with(ECE));
            for (byte[] p = peer.device.poll(); p != null; p = peer.device.poll()) {
                Segment s = peer.decode(p);
                first = first == null ? s : first;
                assertThat(s.ecn).isEqualTo(Ecn.ECT_0);
                assertThat(s.has(CWR)).isEqualTo(s == first);
                sent++;
            }
        }
        assertThat(sent).as("half a window is in flight").isEqualTo(5);
        assertThat(first.seq).isEqualTo(10_001);
        assertThat(peer.shard.counters().get(Counter.ECN_REDUCTIONS)).isEqualTo(1);
        assertThat(peer.shard.counters().get(Counter.TCP_RETRANS_SEGS)).isZero();
        peer.sends(ack(11_001).with(ECE));
        assertThat(peer.shard.counters().get(Counter.ECN_REDUCTIONS)).as("news: CWR has been there").isEqualTo(2);
    }

    @Test
    @DisplayName("R3168-6.1-2 a retransmission carries neither ECT nor CWR; the first new text after it does")
    void retransmission() {
        agreed();
        sendsTen();
        peer.advance(200 * MS);
        expects("ACK seq 1 ack 1 len 1000", Ecn.NOT_ECT);
        app.write(new byte[4000]);
        peer.sends(ack(10_001));
        expects("ACK,CWR seq 10001 ack 1 len 1000", Ecn.ECT_0);
        peer.sends(ack(11_001));
        Segment next = peer.next();
        assertThat(next.has(CWR)).isFalse();
        assertThat(next.ecn).isEqualTo(Ecn.ECT_0);
    }

    @Test
    @DisplayName("R3168-6.1-2 a window probe is not marked")
    void windowProbe() {
        agreed();
        peer.sends(Segment.ack(1, 1).window(0));
        write(1000);
        peer.advance(1000 * MS);
        assertThat(peer.next().ecn).isEqualTo(Ecn.NOT_ECT);
    }

    @ParameterizedTest
    @CsvSource({"ACCEPT,true", "OFF,false"})
    @DisplayName("R3168-6.1-1 R4987-3-1 a SYN cookie keeps the agreement in its timestamp")
    void synCookie(EcnMode mode, boolean agrees) {
        OpenSettings open = OpenSettings.DEFAULT.with(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS));
        TcpConfig config = TcpConfig.DEFAULT.with(open).with(CongestionSettings.DEFAULT.withEcn(mode));
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4, config), app);
        peer.sends(Segment.syn().mss(1000).timestamps(500, 0).with(ECE | CWR));
        Segment synAck = peer.expects(agrees ? "SYN,ACK,ECE seq 0 ack 1 len 0" : "SYN,ACK seq 0 ack 1 len 0");
        peer.sends(ack(1).timestamps(510, synAck.view.options.tsVal()));
        write(500);
        assertThat(peer.next().ecn).isEqualTo(agrees ? Ecn.ECT_0 : Ecn.NOT_ECT);
    }

    @Test
    @DisplayName("R3168-6.1-3 a super-segment carries ECT for all its parts; CWR stands in its header, which is the first part's")
    void superSegment() {
        peer = new TestPeer(config(EcnMode.ACCEPT), false, new DeviceCapabilities(1500, true, true, true, 65_535));
        agreed();
        write(30_000);
        Segment first = peer.next();
        assertThat(first.payload).hasSize(10_000);
        assertThat(first.ecn).isEqualTo(Ecn.ECT_0);
        assertThat(first.has(CWR)).isFalse();
        peer.sends(ack(10_001).with(ECE));
        Segment next = peer.next();
        assertThat(next.payload).hasSize(5000);
        assertThat(next.has(CWR)).isTrue();
        assertThat(next.ecn).isEqualTo(Ecn.ECT_0);
        peer.sends(ack(15_001));
        assertThat(peer.next().has(CWR)).isFalse();
    }
}
