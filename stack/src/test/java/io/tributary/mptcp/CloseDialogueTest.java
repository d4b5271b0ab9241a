package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.tcp.CloseReason;
import io.tributary.tcp.SocketOptions;
import io.tributary.testkit.Segment;
import io.tributary.wire.TcpFlags;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The states that a connection ends in, as its packets show them. */
class CloseDialogueTest {
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);
    private final Flow f = p.accepted(H);

    private void isIn(String state) {
        assertThat(p.app.connection.info(p.nowNs).state()).isEqualTo(state);
    }

    private void weEnd() {
        p.app.end();
        p.advance(0);
    }

    /** The peer's DATA_FIN by itself, at data position {@code data}. */
    private Segment fin(Segment s, long ack, long data) {
        return p.mapped(s, ack, data, 0, 1, true);
    }

    private void subflowsEnd(int seq, int ack, String dss) {
        f.expects("FIN,ACK seq " + seq + " ack " + ack + " len 0", dss);
        assertThat(p.app.closed).isEqualTo(CloseReason.NORMAL);
        f.sends(Segment.of(TcpFlags.FIN | TcpFlags.ACK, ack, seq + 1));
        f.expects("ACK seq " + (seq + 1) + " ack " + (ack + 1) + " len 0", dss);
        p.advance(0);
        assertThat(p.shard.isEmpty()).isTrue();
        assertThat(p.count(Counter.MP_DSS_FALLBACK) + p.count(Counter.MP_CAPABLE_DATA_FALLBACK)).as("a FIN without DSS").isZero();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 MPTCP-3.3.3-9 we end first: FIN_WAIT_1, FIN_WAIT_2 as long as the peer likes, TIME_WAIT; only then FINs")
    void activeClose() {
        isIn("ESTABLISHED");
        weEnd();
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        isIn("FIN_WAIT_1");
        f.sends(p.dataAck(Segment.ack(1, 1), 2));
        isIn("FIN_WAIT_2");
        p.advance(600_000 * MS).andNothingElse();
        f.sends(p.mapped(Segment.ack(1, 1).data("late"), 2, 1, 1, 4, false));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 5 len 0", "dss ack=5");
        f.sends(fin(Segment.ack(5, 1), 2, 5));
        assertThat(p.app.read()).isEqualTo("late");
        subflowsEnd(1, 5, "dss ack=6");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 MPTCP-3.3.3-9 the peer ends first: CLOSE_WAIT, data of ours goes on, LAST_ACK until its Data ACK")
    void passiveClose() {
        f.sends(fin(Segment.ack(1, 1), 1, 1));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=2");
        isIn("CLOSE_WAIT");
        assertThat(p.app.in.isEnded()).isTrue();
        p.app.write("more");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 4", "dss ack=2 map=1/1/4");
        f.sends(p.dataAck(Segment.ack(1, 5), 5));
        weEnd();
        f.expects("ACK seq 5 ack 1 len 0", "dss ack=2 map=5/0/1 fin");
        isIn("LAST_ACK");
        p.andNothingElse();
        f.sends(p.dataAck(Segment.ack(1, 5), 6));
        subflowsEnd(5, 1, "dss ack=2");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 both end at once: CLOSING until our DATA_FIN is acknowledged")
    void simultaneousClose() {
        weEnd();
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        f.sends(fin(Segment.ack(1, 1), 1, 1));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=2 map=1/0/1 fin");
        isIn("CLOSING");
        p.andNothingElse();
        f.sends(p.dataAck(Segment.ack(1, 1), 2));
        subflowsEnd(1, 1, "dss ack=2");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 the usual answer has both, Data ACK and DATA_FIN: straight to the FINs")
    void answeredAtOnce() {
        weEnd();
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        f.sends(fin(Segment.ack(1, 1), 2, 1));
        subflowsEnd(1, 1, "dss ack=2");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-5 MPTCP-3.3.3-6 MPTCP-3.3.3-7 no FIN beside a DATA_FIN, nor while data on another subflow is unacknowledged; then on all")
    void finsOnAllSubflows() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.ack(1, 1), 1));
        p.app.write("data");
        weEnd();
        Segment s = f.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/5 fin");
        assertThat(s.flags & TcpFlags.FIN).isZero();
        f.sends(fin(Segment.ack(1, 1), 1, 1));
        f.lastly("ACK seq 5 ack 1 len 0", "dss ack=2 map=5/0/1 fin");
        p.andNothingElse();
        g.sends(p.dataAck(Segment.ack(1, 1), 6));
        f.expects("FIN,ACK seq 5 ack 1 len 0", "dss ack=2");
        g.expects("FIN,ACK seq 1 ack 1 len 0", "dss ack=2");
        p.andNothingElse();
        assertThat(p.app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-8 MPTCP-3.3.2-7 a silent subflow whose data has come by another is reset with reason 4 at the end, not waited for")
    void staleSubflowAtTheEnd() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.ack(1, 1), 1));
        p.app.write("data");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        p.advance(1500 * MS);
        while (p.device.size() > 0) {
            p.device.poll();
        }
        g.sends(p.dataAck(Segment.ack(1, 5), 5));
        weEnd();
        g.expects("ACK seq 5 ack 1 len 0", "dss ack=1 map=5/0/1 fin");
        g.sends(fin(Segment.ack(1, 5), 6, 1));
        boolean reset = false;
        boolean ended = false;
        for (int i = p.device.size(); i > 0; i--) {
            byte[] packet = p.device.poll();
            boolean first = packet[19] == 1;
            reset |= first && (packet[33] & TcpFlags.RST) != 0 && packet[packet.length - 1] == 4;
            ended |= !first && (packet[33] & TcpFlags.FIN) != 0;
        }
        assertThat(ended).as("FIN on the working one").isTrue();
        assertThat(p.app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(reset).as("RST on the silent one, with the reason").isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 DD-M9 who closes both directions waits in FIN_WAIT_2 for so long only; then MP_FASTCLOSE")
    void orphanInFinWait2() {
        p.app.connection.close(p.nowNs);
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        f.sends(p.dataAck(Segment.ack(1, 1), 2));
        isIn("FIN_WAIT_2");
        p.advance(SocketOptions.DEFAULT.closing().finWait2Ns() - MS).andNothingElse();
        p.advance(2 * MS);
        f.expects("RST,ACK seq 1 ack 1 len 0", "fastclose=0001020304050607 tcprst=0");
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-12 CLOSING and LAST_ACK end too if the peer is silent: FINs after the close timeout, and nothing is kept")
    void silentPeer() {
        f.sends(fin(Segment.ack(1, 1), 1, 1));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=2");
        weEnd();
        isIn("LAST_ACK");
        p.advance(61_000 * MS);
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
        p.advance(1_000_000 * MS);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-1 MPTCP-3.3-5 FIN of the peer on the only subflow is no end of data: a DATA_FIN on another one is")
    void finIsNoEnd() {
        f.sends(p.dataAck(Segment.fin(1, 1), 1));
        f.expects("ACK seq 1 ack 2 len 0", "dss ack=1");
        assertThat(p.app.in.isEnded()).isFalse();
        isIn("ESTABLISHED");
        Flow g = p.joined(80, 2, false);
        g.lastly("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.mapped(Segment.ack(1, 1).data("rest"), 1, 1, 1, 5, true));
        assertThat(p.app.read()).isEqualTo("rest");
        assertThat(p.app.in.isEnded()).isTrue();
        isIn("CLOSE_WAIT");
    }
}
