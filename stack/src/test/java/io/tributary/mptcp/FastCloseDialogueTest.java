package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Segment;
import io.tributary.wire.option.MpFastcloseOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** An abort that the peer is to confirm: MP_FASTCLOSE on an ACK, and the wait for a RST. */
class FastCloseDialogueTest {
    private static final String FASTCLOSE = "fastclose=0001020304050607";

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.close().withConfirmedAborts(true)));
    private final Flow f = p.accepted(H);

    private void abort() {
        p.app.connection.abort(p.nowNs);
        p.advance(0);
    }

    private String state() {
        return p.app.connection.info(p.nowNs).state();
    }

    private Segment fastclose(Segment s) {
        return with(s, o -> MpFastcloseOption.encode(o, p.stackKey));
    }

    @Test
    @DisplayName("MPTCP-3.5-2 MPTCP-3.5-4 MPTCP-3.5-8 the option on an ACK with the peer's key, RST on the other subflow; the peer's RST ends the wait")
    void confirmed() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.ack(1, 1), 1));
        abort();
        f.expects("ACK seq 1 ack 1 len 0", FASTCLOSE);
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        p.andNothingElse();
        assertThat(p.app.closed).as("the application is done").isEqualTo(CloseReason.ABORTED);
        assertThat(state()).isEqualTo("FASTCLOSE_WAIT");
        assertThat(p.shard.isEmpty()).isFalse();
        f.sends(Segment.rst(1));
        p.advance(0).andNothingElse();
        assertThat(state()).isEqualTo("CLOSED");
        assertThat(p.shard.isEmpty()).isTrue();
        assertThat(p.count(Counter.MP_FASTCLOSE_TX)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.5-5 no RST: said again after one timeout, three times, then RST with MP_FASTCLOSE, and nothing is kept")
    void withoutAnswer() {
        abort();
        f.expects("ACK seq 1 ack 1 len 0", FASTCLOSE);
        long rto = p.connection().subflows().get(0).tcb().rtoNs();
        p.advance(rto - MS).andNothingElse();
        for (int i = 0; i < 3; i++) {
            p.advance(2 * MS);
            f.expects("ACK seq 1 ack 1 len 0", FASTCLOSE);
            p.advance((rto << i + 1) - 2 * MS).andNothingElse();
        }
        p.advance(2 * MS);
        f.expects("RST,ACK seq 1 ack 1 len 0", FASTCLOSE + " tcprst=0");
        p.andNothingElse();
        assertThat(p.shard.isEmpty()).isTrue();
        assertThat(p.count(Counter.MP_FASTCLOSE_TX)).isEqualTo(5);
    }

    @Test
    @DisplayName("MPTCP-3.5-4 both sides at once: the peer's MP_FASTCLOSE is answered with a RST, and that is the end")
    void simultaneous() {
        abort();
        f.expects("ACK seq 1 ack 1 len 0", FASTCLOSE);
        f.sends(fastclose(Segment.ack(1, 1)));
        f.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        p.advance(10_000 * MS).andNothingElse();
        assertThat(p.app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(p.shard.isEmpty()).isTrue();
        assertThat(p.count(Counter.MP_FASTCLOSE_RX)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.5-4 the peer's MP_FASTCLOSE comes on a RST: nothing answers it")
    void simultaneousWithReset() {
        abort();
        f.expects("ACK seq 1 ack 1 len 0", FASTCLOSE);
        f.sends(fastclose(Segment.rst(1)));
        p.advance(10_000 * MS).andNothingElse();
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.5-2 while it waits it delivers nothing, sends and repeats no data, and each segment it owes says the same")
    void nothingElse() {
        p.app.write("written");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 7", "dss ack=1 map=1/1/7");
        p.app.write("and more");
        abort();
        f.expects("ACK seq 8 ack 1 len 0", FASTCLOSE);
        f.sends(p.mapped(Segment.ack(1, 1).data("late"), 1, 1, 1, 4, false));
        assertThat(p.app.read()).isEmpty();
        f.sends(Segment.rst(5));
        f.lastly("ACK seq 8 ack 1 len 0", FASTCLOSE);
        p.andNothingElse();
        int repetitions = 0;
        for (p.advance(20_000 * MS); p.device.size() > 0; repetitions++) {
            f.expects(repetitions < 3 ? "ACK seq 8 ack 1 len 0" : "RST,ACK seq 8 ack 1 len 0", repetitions < 3 ? FASTCLOSE : FASTCLOSE + " tcprst=0");
        }
        assertThat(repetitions).isEqualTo(4);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.5-2 nothing is repeated or sent any more, whatever the peer says of losses and windows")
    void lossesAndWindows() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.close().withConfirmedAborts(true)));
        Flow g = q.connected(H);
        q.app.write(new byte[60_000]);
        q.advance(0);
        g.sends(q.dataAck(Segment.ack(1, 1001), 1001));
        while (q.device.poll() != null) {
            q.advance(0);
        }
        long sent = q.connection().subflows().get(0).tcb().sndTextNxt();
        assertThat(sent).isLessThan(60_000);
        q.app.connection.abort(q.nowNs);
        q.advance(0);
        g.expects("ACK seq " + (sent + 1) + " ack 1 len 0", FASTCLOSE);
        for (int i = 0; i < 5; i++) {
            g.sends(q.dataAck(Segment.ack(1, 1001), 1001));
        }
        g.sends(q.dataAck(Segment.ack(1, sent + 1), sent + 1));
        q.andNothingElse();
        g.sends(Segment.rst(1));
        q.advance(20_000 * MS).andNothingElse();
        assertThat(q.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.5-8 before the peer has proved its keys, and after a fallback, there is nothing to confirm: RST")
    void withoutKeys() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.close().withConfirmedAborts(true)));
        Flow g = q.connected(H);
        q.app.connection.abort(q.nowNs);
        q.advance(0);
        g.expects("RST,ACK seq 1 ack 1 len 0", FASTCLOSE + " tcprst=0");
        f.sends(Segment.ack(1, 1).data("plain"));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 6 len 0", "");
        abort();
        f.expects("RST,ACK seq 1 ack 6 len 0", "");
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.5-3 MPTCP-3.5-6 the peer uses the other form than we do: RST, and no wait of our own")
    void receivedOnAck() {
        f.sends(fastclose(Segment.ack(1, 1)));
        f.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        assertThat(p.app.closed).isEqualTo(CloseReason.RESET);
        assertThat(p.shard.isEmpty()).isTrue();
    }
}
