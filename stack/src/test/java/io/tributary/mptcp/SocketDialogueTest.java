package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SocketOptions.KeepAlive;
import io.tributary.testkit.Segment;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the application asks of an MPTCP connection as a whole. */
class SocketDialogueTest {
    private static final int H = MptcpPeer.H;
    private static final String FASTCLOSE = "fastclose=0001020304050607 tcprst=0";
    private static final long MS = 1_000_000;
    private static final long SECOND = 1000 * MS;

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    @Test
    @DisplayName("TCP-SHLD-7 Nagle works at data level, where small writes still become one mapping; without delay each is its own")
    void nagle() {
        Flow f = p.accepted(H);
        p.app.connection.noDelay(false);
        p.app.write("a");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 1", "dss ack=1 map=1/1/1");
        p.app.write("b");
        p.app.write("c");
        p.advance(0);
        assertThat(p.device.size()).isZero();
        f.sends(p.dataAck(Segment.ack(1, 2), 2));
        f.expects("ACK seq 2 ack 1 len 2", "dss ack=1 map=2/2/2");
        p.app.connection.noDelay(true);
        p.app.write("d");
        p.advance(0);
        f.expects("ACK seq 4 ack 1 len 1", "dss ack=1 map=4/4/1");
    }

    @Test
    @DisplayName("TCP-SHLD-3 closed with unread data: MP_FASTCLOSE, and the owner hears of an abort")
    void closeUnread() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 2, false));
        while (p.device.size() > 0) {
            p.device.poll();
        }
        p.app.connection.close(p.nowNs);
        p.advance(0);
        Segment s = f.expects("RST,ACK seq 1 ack 3 len 0", FASTCLOSE);
        assertThat(s.view.seqNo).isEqualTo(f.stackIsn + 1);
        assertThat(p.app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(p.count(Counter.TCP_ABORT_ON_CLOSE)).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-SHLD-3 closed with all read: DATA_FIN; data that comes afterwards is answered with MP_FASTCLOSE")
    void dataAfterClose() {
        Flow f = p.accepted(H);
        p.app.connection.close(p.nowNs);
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        f.sends(p.dataAck(Segment.ack(1, 1), 2));
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 2, 1, 1, 2, false));
        f.lastly("RST,ACK seq 1 ack 3 len 0", FASTCLOSE);
        assertThat(p.app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(p.count(Counter.TCP_ABORT_ON_DATA)).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-MUST-12 closed, ours acknowledged, and the peer never ends its direction: over after 60 s")
    void finWait2() {
        Flow f = p.accepted(H);
        p.app.connection.close(p.nowNs);
        p.advance(0);
        f.sends(p.dataAck(Segment.ack(1, 1), 2));
        p.advance(59 * SECOND);
        assertThat(p.app.closed).isNull();
        p.advance(1 * SECOND);
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("TCP-SHLD-3 lingering for no time: MP_FASTCLOSE at once")
    void linger() {
        Flow f = p.accepted(H);
        p.app.connection.linger(0);
        p.app.connection.close(p.nowNs);
        p.advance(0);
        f.expects("RST,ACK seq 1 ack 1 len 0", FASTCLOSE);
        assertThat(p.app.closed).isEqualTo(CloseReason.ABORTED);
    }

    @Test
    @DisplayName("TCP-MUST-24 options reach every subflow, also one that joins later; there is no urgent data")
    void allSubflows() {
        Flow f = p.accepted(H);
        p.app.connection.keepAlive(new KeepAlive(true, 10 * SECOND, 2 * SECOND, 3));
        p.app.connection.dscp(10);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        assertThat(p.app.connection.urgent()).isFalse();
        assertThat(p.app.connection.urgentRemaining()).isZero();
        p.advance(10 * SECOND);
        f.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
        g.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
        assertThat(p.app.connection.options().ip().dscp()).isEqualTo(10);
    }

    @Test
    @DisplayName("TCP-SHLD-9 the only path has been silent for three timeouts: the owner hears that delivery stalls")
    void stalls() {
        p.accepted(H);
        p.app.write("x");
        p.advance(500 * MS);
        assertThat(p.app.stalls).isZero();
        p.advance(5 * SECOND);
        assertThat(p.app.stalls).isPositive();
        assertThat(p.app.closed).isNull();
    }
}
