package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.TcpOptionWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TransferTest {
    private TestPeer peer = new TestPeer();
    private Endpoint app = new Endpoint();

    private void open(Segment syn) {
        open(syn, 0);
    }

    private void open(Segment syn, long handshakeNs) {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), app);
        peer.sends(syn);
        peer.next();
        peer.advance(handshakeNs);
        Segment ack = Segment.ack(1, 1).window(60_000);
        if (syn.options.length() > 12) {
            ack.timestamps(100, 0);
        }
        peer.sends(ack);
        assertThat(app.established).isEqualTo(1);
        peer.andNothingElse();
    }

    private static Segment sackAck(long ack, long... edges) {
        Segment s = Segment.ack(1, ack).window(60_000);
        int at = TcpOptionWriter.beginSack(s.options);
        for (int i = 0; i < edges.length; i += 2) {
            TcpOptionWriter.addSackBlock(s.options, at, (int) edges[i], (int) edges[i + 1]);
        }
        return s;
    }

    @Test
    @DisplayName("TCP-SHLD-31 R2018-4-2 out-of-order text is kept, reported by SACK with the newest block first, and delivered once whole")
    void outOfOrder() {
        open(Segment.syn().mss(1460).sackPermitted());
        peer.sends(Segment.ack(6, 1).data("fghij"));
        Segment a = peer.expects("ACK seq 1 ack 1 len 0");
        assertThat(a.view.options.sackBlocks()).isEqualTo(1);
        assertThat(a.view.options.sackLeft(0) - a.view.ackNo).isEqualTo(5);
        peer.sends(Segment.ack(16, 1).data("pqrst"));
        a = peer.expects("ACK seq 1 ack 1 len 0");
        assertThat(a.view.options.sackBlocks()).isEqualTo(2);
        assertThat(a.view.options.sackLeft(0) - a.view.ackNo).isEqualTo(15);
        assertThat(a.view.options.sackLeft(1) - a.view.ackNo).isEqualTo(5);
        peer.sends(Segment.ack(1, 1).data("abcde")).expects("ACK seq 1 ack 11 len 0");
        peer.sends(Segment.ack(9, 1).data("ijklmnopq")).expects("ACK seq 1 ack 21 len 0");
        assertThat(app.read()).isEqualTo("abcdefghijklmnopqrst");
    }

    @Test
    @DisplayName("R5681-3.2-2 R6582-3-1 without SACK the third duplicate ACK retransmits, a partial ACK the next hole")
    void fastRetransmit() {
        open(Segment.syn().mss(1000));
        app.write(new byte[8000]);
        peer.advance(0);
        for (int i = 0; i < 8; i++) {
            assertThat(peer.next().seq).isEqualTo(1 + 1000L * i);
        }
        peer.sends(Segment.ack(1, 1).window(60_000)).andNothingElse();
        peer.sends(Segment.ack(1, 1).window(60_000)).andNothingElse();
        peer.sends(Segment.ack(1, 1).window(60_000)).expects("ACK seq 1 ack 1 len 1000");
        peer.andNothingElse();
        peer.sends(Segment.ack(1, 3001).window(60_000)).expects("ACK seq 3001 ack 1 len 1000");
        peer.andNothingElse();
        peer.sends(Segment.ack(1, 8001).window(60_000)).andNothingElse();
        assertThat(peer.shard.counters().get(Counter.TCP_RENO_RECOVERY)).isEqualTo(1);
        assertThat(peer.shard.counters().get(Counter.TCP_TIMEOUTS)).isZero();
    }

    @Test
    @DisplayName("R6675-5-1 with SACK exactly the holes are retransmitted")
    void sackRecovery() {
        open(Segment.syn().mss(1000).sackPermitted(), 20 * TestPeer.MS);
        app.write(new byte[8000]);
        peer.advance(0);
        int isn = peer.next().view.seqNo - 1;
        for (int i = 1; i < 8; i++) {
            peer.next();
        }
        peer.advance(20 * TestPeer.MS).sends(sackAck(1, isn + 1001, isn + 2001)).andNothingElse();
        peer.sends(sackAck(1, isn + 1001, isn + 2001, isn + 3001, isn + 4001)).andNothingElse();
        peer.sends(sackAck(1, isn + 1001, isn + 2001, isn + 3001, isn + 6001)).expects("ACK seq 1 ack 1 len 1000");
        peer.expects("ACK seq 2001 ack 1 len 1000");
        peer.andNothingElse();
        peer.sends(Segment.ack(1, 8001).window(60_000)).andNothingElse();
    }

    @Test
    @DisplayName("R6298-5-1 R5681-3.1-7 a lost tail is sent again after RTO, which doubles; one segment at a time")
    void timeout() {
        open(Segment.syn().mss(1000));
        app.write(new byte[3000]);
        peer.advance(0);
        peer.next();
        peer.next();
        peer.next();
        peer.advance(199 * TestPeer.MS).andNothingElse();
        peer.advance(1 * TestPeer.MS).expects("ACK seq 1 ack 1 len 1000");
        peer.andNothingElse();
        peer.advance(399 * TestPeer.MS).andNothingElse();
        peer.advance(1 * TestPeer.MS).expects("ACK seq 1 ack 1 len 1000");
        peer.sends(Segment.ack(1, 1001).window(60_000));
        peer.expects("ACK seq 1001 ack 1 len 1000");
        peer.expects("ACK seq 2001 ack 1 len 1000");
        assertThat(peer.shard.counters().get(Counter.TCP_TIMEOUTS)).isEqualTo(2);
    }

    @Test
    @DisplayName("TCP-MUST-20 after the last retransmission the connection is given up with RST")
    void givesUp() {
        peer = new TestPeer(new ShardConfig(TcpConfig.DEFAULT.withDataRetries(3), 100, 100), false, DeviceCapabilities.plain(1500));
        open(Segment.syn().mss(1000));
        app.write("x");
        peer.advance(60_000 * TestPeer.MS);
        assertThat(app.closed).isEqualTo(CloseReason.TIMED_OUT);
        Segment last = null;
        int data = 0;
        while (peer.device.size() > 0) {
            last = peer.next();
            data += last.payload.length;
        }
        assertThat(data).isEqualTo(4);
        assertThat(last.has(TcpFlags.RST)).isTrue();
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("R5681-3.1-1 R6928-2-1 the initial window is ten segments")
    void initialWindow() {
        open(Segment.syn().mss(1460));
        app.write(new byte[100_000]);
        peer.advance(0);
        int n = 0;
        while (peer.device.size() > 0) {
            assertThat(peer.next().payload).hasSize(1460);
            n++;
        }
        assertThat(n).isEqualTo(10);
    }

    @Test
    @DisplayName("TCP-MUST-36 TCP-SHLD-29 TCP-SHLD-30 TCP-MUST-35 a closed window is probed after RTO with growing intervals, and opens again")
    void zeroWindow() {
        open(Segment.syn().mss(1000));
        app.write(new byte[1000]);
        peer.advance(0);
        peer.expects("ACK seq 1 ack 1 len 1000");
        peer.sends(Segment.ack(1, 1001).window(0));
        app.write("late");
        peer.advance(199 * TestPeer.MS).andNothingElse();
        peer.advance(10 * TestPeer.MS).expects("ACK seq 1000 ack 1 len 0");
        peer.sends(Segment.ack(1, 1001).window(0)).andNothingElse();
        peer.advance(350 * TestPeer.MS).andNothingElse();
        peer.advance(100 * TestPeer.MS).expects("ACK seq 1000 ack 1 len 0");
        peer.sends(Segment.ack(1, 1001).window(4000));
        assertThat(peer.next().text()).isEqualTo("late");
    }

    @Test
    @DisplayName("TCP-P-8 TCP-MUST-66 R5681-3.2-1 a full receive buffer advertises 0, still takes ACK and RST, and announces when it opens")
    void ownZeroWindow() {
        app = new Endpoint(4096);
        open(Segment.syn().mss(1000));
        for (int i = 0; i < 4; i++) {
            peer.sends(Segment.ack(1 + 1000L * i, 1).data(new byte[1000]));
        }
        peer.sends(Segment.ack(4001, 1).data(new byte[96]));
        Segment last = null;
        while (peer.device.size() > 0) {
            last = peer.next();
        }
        assertThat(last.window).isZero();
        app.write("up");
        peer.advance(0).expects("ACK seq 1 ack 4097 len 2");
        peer.sends(Segment.ack(4097, 3).data("beyond"));
        Segment refusal = peer.expects("ACK seq 3 ack 4097 len 0");
        assertThat(refusal.window).isZero();
        app.read();
        peer.advance(0);
        assertThat(peer.expects("ACK seq 3 ack 4097 len 0").window).isEqualTo(4096);
        peer.sends(Segment.rst(4097));
        assertThat(app.closed).isEqualTo(CloseReason.RESET);
    }

    @Test
    @DisplayName("TCP-SHLD-18 TCP-MUST-40 TCP-SHLD-19 after the start every second full segment is acknowledged at once, a single one within 40 ms")
    void delayedAck() {
        open(Segment.syn().mss(1460));
        long seq = 1;
        for (int i = 0; i < 16; i++) {
            peer.sends(Segment.ack(seq, 1).data(new byte[1000]));
            seq += 1000;
            peer.next();
        }
        peer.sends(Segment.ack(seq, 1).data(new byte[1000])).andNothingElse();
        peer.advance(39 * TestPeer.MS).andNothingElse();
        peer.advance(1 * TestPeer.MS).expects("ACK seq 1 ack " + (seq + 1000) + " len 0");
        peer.sends(Segment.ack(seq + 1000, 1).data(new byte[1000])).andNothingElse();
        peer.sends(Segment.ack(seq + 2000, 1).data(new byte[1000])).expects("ACK seq 1 ack " + (seq + 3000) + " len 0");
        assertThat(peer.shard.counters().get(Counter.TCP_DELAYED_ACKS)).isEqualTo(1);
    }

    @Test
    @DisplayName("R7323-5.3-1 PAWS: an old timestamp is acknowledged and dropped, one tick newer is taken")
    void paws() {
        open(Segment.syn().mss(1460).sackPermitted().timestamps(100, 0));
        peer.sends(Segment.ack(1, 1).timestamps(0, 0).data("old")).expects("ACK seq 1 ack 1 len 0");
        assertThat(peer.shard.counters().get(Counter.TCP_PAWS_ESTAB)).isEqualTo(1);
        peer.sends(Segment.ack(1, 1).timestamps(101, 0).data("new"));
        assertThat(app.read()).isEqualTo("new");
        peer.next();
        peer.sends(Segment.ack(4, 1).data("no timestamp")).andNothingElse();
        assertThat(app.read()).isEmpty();
    }

    @Test
    @DisplayName("R5961-3-1 R5961-4-1 a RST off the mark and a SYN get a challenge ACK, beyond the window nothing happens, exactly on it resets")
    void challenges() {
        open(Segment.syn().mss(1460));
        peer.sends(Segment.rst(2)).expects("ACK seq 1 ack 1 len 0");
        peer.sends(Segment.rst(400_000)).andNothingElse();
        peer.sends(Segment.of(TcpFlags.SYN, 1, 0)).expects("ACK seq 1 ack 1 len 0");
        assertThat(app.closed).isNull();
        peer.sends(Segment.rst(1)).andNothingElse();
        assertThat(app.closed).isEqualTo(CloseReason.RESET);
    }

    @Test
    @DisplayName("R5961-7-1 challenge ACKs are rate-limited per connection")
    void challengeLimit() {
        open(Segment.syn().mss(1460));
        for (int i = 0; i < 100; i++) {
            peer.sends(Segment.rst(2));
        }
        assertThat(peer.device.size()).isBetween(5, 15);
        assertThat(peer.shard.counters().get(Counter.TCP_CHALLENGE_ACK_SKIPPED)).isBetween(85L, 95L);
    }

    @Test
    @DisplayName("TCP-P-10 R5961-5-1 an ACK for what was never sent, or far too old, is answered and dropped")
    void ackRange() {
        open(Segment.syn().mss(1460));
        peer.sends(Segment.ack(1, 2).data("x")).expects("ACK seq 1 ack 1 len 0");
        assertThat(app.read()).isEmpty();
        peer.sends(Segment.ack(1, -70_000).data("x")).expects("ACK seq 1 ack 1 len 0");
        assertThat(app.read()).isEmpty();
        peer.sends(Segment.ack(1, 0).data("x"));
        assertThat(app.read()).isEqualTo("x");
    }

    @Test
    @DisplayName("TCP-P-9 an old segment does not take the window back")
    void oldWindow() {
        open(Segment.syn().mss(1000));
        peer.sends(Segment.ack(1, 1).data("ab").window(5000));
        peer.sends(Segment.ack(3, 1).data("cd").window(3000));
        peer.sends(Segment.ack(1, 1).data("ab").window(60_000));
        while (peer.device.size() > 0) {
            peer.next();
        }
        app.write(new byte[10_000]);
        peer.advance(0);
        assertThat(peer.device.size()).isEqualTo(3);
    }

    @Test
    @DisplayName("IP-DD-1 with segmentation offload text leaves as super-segments of whole segments, without it as wire segments")
    void superSegments() {
        peer = new TestPeer(ShardConfig.DEFAULT, true, new DeviceCapabilities(1500, true, true, true, 65_535));
        open(Segment.syn().mss(1440));
        app.write(new byte[14_400]);
        peer.advance(0);
        Segment s = peer.next();
        assertThat(s.payload).hasSize(14_400);
        assertThat(peer.device.lastGsoSize()).isEqualTo(1440);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-3 a segment with a wrong checksum is dropped and counted")
    void checksum() {
        open(Segment.syn().mss(1000));
        byte[] packet = peer.encode(Segment.ack(1, 1).data("abc"));
        packet[packet.length - 1] ^= 1;
        peer.shard.onPacket(peer.networkInterface, new org.agrona.concurrent.UnsafeBuffer(packet), 0, packet.length,
            new io.tributary.device.Offload(), peer.nowNs);
        peer.advance(0).andNothingElse();
        assertThat(peer.shard.counters().get(Counter.TCP_IN_CSUM_ERRORS)).isEqualTo(1);
    }

    @Test
    @DisplayName("a device that takes nothing more loses nothing: it goes on where it stopped")
    void backPressure() {
        open(Segment.syn().mss(1000));
        peer.device.accept(2);
        app.write(new byte[5000]);
        peer.shard.runOnce(peer.nowNs);
        assertThat(peer.device.size()).isEqualTo(2);
        peer.device.accept(100);
        peer.shard.runOnce(peer.nowNs);
        assertThat(peer.device.size()).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            assertThat(peer.next().seq).isEqualTo(1 + 1000L * i);
        }
    }
}
