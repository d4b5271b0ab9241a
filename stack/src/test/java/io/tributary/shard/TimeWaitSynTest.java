package io.tributary.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which SYNs end TIME-WAIT: the peer's old connection used the numbers below 2, and timestamps up to 1000 if any. */
class TimeWaitSynTest {
    private static final int NONE = -1;

    private final TestPeer peer = new TestPeer();
    private Endpoint app = new Endpoint();

    private void closed(boolean timestamps) {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), (o, now) -> app.onSyn(o, now));
        Segment syn = Segment.syn().mss(1460);
        Segment ack = Segment.ack(1, 1);
        Segment fin = Segment.fin(1, 2);
        if (timestamps) {
            syn.timestamps(990, 0);
            ack.timestamps(995, 0);
            fin.timestamps(1000, 0);
        }
        peer.sends(syn).expects("SYN,ACK seq 0 ack 1 len 0");
        peer.sends(ack);
        app.end();
        peer.advance(0).expects("FIN,ACK seq 1 ack 1 len 0");
        peer.sends(fin).expects("ACK seq 2 ack 2 len 0");
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        app = new Endpoint();
        peer.newConnection(40_000);
    }

    @ParameterizedTest(name = "old stamps {0}, SYN at {1} with stamp {2}: accepted {3}")
    @CsvSource({
        "true, -500, 1001, true", "true, -500, 1000, false", "true, 2, 1000, false", "true, 3, 1000, true", "true, 3, 999, false",
        "true, 3, -1, true", "true, 2, -1, false",
        "false, 3, -1, true", "false, 2, -1, false", "false, -500, 1, true", "false, 2, 0, true"
    })
    @DisplayName("R6191-2-1 TCP-SHLD-4 TCP-MAY-2 newer timestamp, else larger number; no timestamp before and one now; all others leave it")
    void syn(boolean stamped, long seq, int stamp, boolean accepted) {
        closed(stamped);
        Segment syn = Segment.of(TcpFlags.SYN, seq, 0);
        if (stamp != NONE) {
            syn.timestamps(stamp, 0);
        }
        peer.sends(syn);
        assertThat(app.connection != null).isEqualTo(accepted);
        assertThat(peer.shard.timeWaits()).isEqualTo(accepted ? 0 : 1);
        assertThat(peer.shard.counters().get(Counter.TCP_TW_RECYCLED)).isEqualTo(accepted ? 1 : 0);
        assertThat(peer.next().view.flags).isEqualTo(accepted ? TcpFlags.SYN | TcpFlags.ACK : TcpFlags.ACK);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-13 TIME-WAIT lasts 2 MSL, 60 s, to the nanosecond")
    void lasts() {
        closed(false);
        peer.advance(60_000 * TestPeer.MS - 1);
        assertThat(peer.shard.timeWaits()).isEqualTo(1);
        peer.advance(1);
        assertThat(peer.shard.timeWaits()).isZero();
    }
}
