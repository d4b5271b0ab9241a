package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.loss.RecoverySettings;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The known problems of RFC 2525, one by one, as far as no other test carries their number: 2.9 and 2.11 are in
 * {@link KeepAliveTest}, 2.13 in {@link AckTimingTest}, 2.16 and 2.17 in {@link CloseCallTest}, 2.18 in {@link SegmentHeaderTest}.
 */
class KnownProblemsTest extends Dialogue {
    private int segments() {
        int n = 0;
        while (peer.device.size() > 0) {
            n += peer.next().payload.length > 0 ? 1 : 0;
        }
        return n;
    }

    @Test
    @DisplayName("R2525-all (2.1, 2.3) no more than the initial window of ten segments before the first ACK, whatever the peer's window")
    void initialSlowStart() {
        open(Segment.syn().mss(1000).scale(7));
        peer.sends(Segment.ack(1, 1).window(60_000));
        write(200_000);
        assertThat(segments()).isEqualTo(10);
    }

    @Test
    @DisplayName("R2525-all (2.3) a peer without MSS option leaves no window uninitialized")
    void windowWithoutMss() {
        open(Segment.syn());
        write(100_000);
        assertThat(segments()).isEqualTo(10);
    }

    @Test
    @DisplayName("R2525-all (2.2, 2.14) after a timeout one segment, then slow start")
    void slowStartAfterTimeout() {
        open(Segment.syn().mss(1000));
        write(10_000);
        assertThat(segments()).isEqualTo(10);
        while (peer.device.size() == 0) {
            peer.advance(10 * MS);
        }
        assertThat(segments()).isEqualTo(1);
        peer.sends(ack(1001));
        assertThat(segments()).isLessThanOrEqualTo(2);
    }

    @Test
    @DisplayName("R2525-all (2.4) what is retransmitted is what was sent, byte for byte, in segments of another size too")
    void consistentRetransmission() {
        open(Segment.syn().mss(1000));
        byte[] text = new byte[2500];
        new java.util.Random(4).nextBytes(text);
        app.write(text);
        peer.advance(0);
        segments();
        peer.sends(ack(301));
        while (peer.device.size() == 0) {
            peer.advance(10 * MS);
        }
        Segment again = peer.next();
        for (int i = 0; i < again.payload.length; i++) {
            assertThat(again.payload[i]).isEqualTo(text[(int) again.seq - 1 + i]);
        }
    }

    @Test
    @DisplayName("R2525-all (2.5) text above a hole is retained: one segment fills it, all is acknowledged")
    void retainsAboveSequence() {
        open(Segment.syn().mss(1000));
        for (int i = 1; i < 8; i++) {
            peer.sends(Segment.ack(1 + 1000L * i, 1).data(new byte[1000]));
        }
        drain();
        peer.sends(Segment.ack(1, 1).data(new byte[1000])).expects("ACK seq 1 ack 8001 len 0");
    }

    @Test
    @DisplayName("R2525-all (2.6) congestion avoidance adds no more than a segment per round trip")
    void noAdditiveConstant() {
        TcpConfig believing = TcpConfig.DEFAULT.with(RecoverySettings.DEFAULT.withFrto(false));
        peer = new TestPeer(new ShardConfig(believing, 100, 100), false, DeviceCapabilities.plain(1500));
        open(Segment.syn().mss(1000));
        app.write(new byte[200_000]);
        peer.advance(0);
        segments();
        for (int i = 0; i < 3; i++) {
            peer.sends(ack(1));
        }
        segments();
        long acked = 1;
        int flight = 0;
        int before = 0;
        for (int round = 0; round < 12; round++) {
            peer.advance(20 * MS);
            acked += round == 0 ? 10_000 : 1000L * flight;
            int sent = 0;
            peer.sends(ack(acked));
            sent += segments();
            before = flight;
            flight = sent;
            if (round > 5) {
                assertThat(flight).as("segments of round trip %d", round).isLessThanOrEqualTo(before + 1);
            }
        }
    }

    @Test
    @DisplayName("R2525-all (2.7, 2.10) the first timeout is a second without a sample, and doubles each time")
    void retransmissionTimeout() {
        assertThat(RecoverySettings.DEFAULT.initialRtoNs()).isEqualTo(1_000_000_000L);
        connect(toPeer());
        peer.advance(999 * MS).andNothingElse();
        peer.advance(1 * MS).expects("SYN seq 0 len 0");
        peer.advance(1_999 * MS).andNothingElse();
        peer.advance(1 * MS).expects("SYN seq 0 len 0");
        peer.advance(3_999 * MS).andNothingElse();
        peer.advance(1 * MS).expects("SYN seq 0 len 0");
    }

    @Test
    @DisplayName("R2525-all (2.8) the window is deflated when recovery ends: no more than half of what was in flight follows")
    void deflation() {
        open(Segment.syn().mss(1000));
        app.write(new byte[60_000]);
        peer.advance(0);
        assertThat(segments()).isEqualTo(10);
        for (int i = 0; i < 9; i++) {
            peer.sends(ack(1));
        }
        segments();
        long highest = 1;
        peer.advance(20 * MS);
        peer.sends(ack(14_001));
        int burst = segments();
        assertThat(burst).isLessThanOrEqualTo(7);
        assertThat(highest).isEqualTo(1);
    }

    @Test
    @DisplayName("R2525-all (2.12) both windows closed, both sides with text: probes get through, nobody waits for ever")
    void noProbeDeadlock() {
        app = new io.tributary.testkit.Endpoint(4096);
        open(Segment.syn().mss(1000));
        for (int i = 0; i < 4; i++) {
            peer.sends(Segment.ack(1 + 1024L * i, 1).window(0).data(new byte[1024]));
        }
        drain();
        app.write("ours waits");
        peer.advance(300 * MS).expects("ACK seq 0 ack 4097 len 0");
        peer.sends(Segment.ack(4097, 1).window(0).data("p"));
        assertThat(peer.next().window).as("the peer's probe is answered with the closed window").isZero();
        app.read();
        peer.advance(0);
        assertThat(peer.next().window).isEqualTo(4096);
        peer.sends(Segment.ack(4097, 1).window(5000));
        assertThat(peer.next().text()).isEqualTo("ours waits");
    }

    @Test
    @DisplayName("R2525-all (2.15) a FIN is told to the reader and acknowledged at once, and ours follows the last text without delay")
    void promptFin() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.fin(1, 1)).expects("ACK seq 1 ack 2 len 0");
        assertThat(app.in.isEnded()).isTrue();
        app.write("last");
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 2 len 4");
    }
}
