package io.tributary.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.connection.Listener;
import io.tributary.tcp.TcpConfig;
import io.tributary.device.DeviceCapabilities;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many flows in TIME-WAIT, and what comes after one. */
class TimeWaitTest {
    private static final long MS = TestPeer.MS;

    private TestPeer peer = new TestPeer();
    private Listener listener;

    /** A listener that gives every connection an application of its own. */
    private void listen() {
        listener = peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4),
            (open, now) -> new Endpoint().onSyn(open, now));
    }

    /** Opens from {@code port}; our side closes first. Ends in TIME-WAIT. */
    private long closed(int port, int sent) {
        Endpoint app = new Endpoint();
        Listener l = peer.shard.listen(new ListenSpec(TestPeer.ZONE, peer.stackAddress, 80, false, false, 4), app);
        peer.newConnection(port);
        peer.sends(Segment.syn().mss(1460));
        long iss = Integer.toUnsignedLong(peer.next().view.seqNo);
        peer.sends(Segment.ack(1, 1)).andNothingElse();
        app.write(new byte[sent]);
        app.end();
        peer.advance(0);
        for (long nxt = 1; nxt < 2 + sent;) {
            while (peer.device.size() > 0) {
                Segment s = peer.next();
                nxt = s.seq + s.payload.length + (s.has(TcpFlags.FIN) ? 1 : 0);
            }
            if (nxt < 2 + sent) {
                peer.sends(Segment.ack(1, nxt));
            }
        }
        peer.sends(Segment.fin(1, 2 + sent)).expects("ACK seq " + (2 + sent) + " ack 2 len 0");
        l.close();
        return iss;
    }

    @Test
    @DisplayName("TCP-MUST-13 TCP-P-12 a flow whose 2 MSL begin anew does not keep others waiting")
    void restartKeepsOrder() {
        closed(40_001, 0);
        closed(40_002, 0);
        peer.advance(1000 * MS);
        closed(40_003, 0);
        peer.advance(57_000 * MS);
        peer.newConnection(40_001);
        peer.inject(Segment.fin(1, 2));
        peer.newConnection(40_002);
        peer.inject(Segment.fin(1, 2));
        peer.advance(0);
        assertThat(peer.shard.nextDeadlineNs()).isEqualTo(peer.nowNs + 3000 * MS);
        peer.advance(3000 * MS);
        assertThat(peer.shard.timeWaits()).isEqualTo(2);
        peer.advance(57_000 * MS);
        assertThat(peer.shard.timeWaits()).isZero();
        assertThat(peer.shard.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    @DisplayName("TCP-P-12 only a repetition of the peer's FIN begins 2 MSL anew")
    void strayFin() {
        closed(40_001, 0);
        for (int i = 0; i < 12; i++) {
            peer.advance(5000 * MS).sends(Segment.fin(77, 2));
        }
        assertThat(peer.shard.timeWaits()).isZero();
    }

    @Test
    @DisplayName("TCP-MUST-13 when the table is full the oldest flow leaves, and only it")
    void full() {
        peer = new TestPeer(new ShardConfig(TcpConfig.DEFAULT, 10, 3), false, DeviceCapabilities.plain(1500));
        for (int i = 0; i < 4; i++) {
            closed(40_001 + i, 0);
        }
        assertThat(peer.shard.timeWaits()).isEqualTo(3);
        peer.device.poll();
        peer.newConnection(40_001);
        peer.sends(Segment.fin(1, 2));
        assertThat(peer.next().has(TcpFlags.RST)).isTrue();
        peer.newConnection(40_002);
        peer.sends(Segment.fin(1, 2));
        assertThat(peer.next().has(TcpFlags.RST)).isFalse();
    }

    @Test
    @DisplayName("R6191-2-1 a SYN that nobody takes does not end TIME-WAIT")
    void synForNobody() {
        closed(40_001, 0);
        peer.sends(Segment.of(TcpFlags.SYN, 1000, 0));
        assertThat(peer.next().has(TcpFlags.RST)).isFalse();
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R6191-2-1 TCP-MAY-2 a new incarnation ends TIME-WAIT, and its numbers lie above those of the old one")
    void newIncarnation() {
        long iss = closed(40_001, 100_000);
        listen();
        peer.newConnection(40_001);
        peer.sends(Segment.of(TcpFlags.SYN, 1000, 0));
        Segment synAck = peer.next();
        assertThat(synAck.toString()).isEqualTo("SYN,ACK seq 0 ack 1001 len 0");
        assertThat(Integer.toUnsignedLong(synAck.view.seqNo) - iss & 0xffff_ffffL).isBetween(100_002L, 1_000_000L);
        assertThat(peer.shard.timeWaits()).isZero();
        listener.close();
    }
}
