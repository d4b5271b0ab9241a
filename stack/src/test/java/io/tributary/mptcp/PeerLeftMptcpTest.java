package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Segment;
import io.tributary.wire.option.DssOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A peer that is plain TCP by now and could not say so: what shows it, and what must not hide it. */
class PeerLeftMptcpTest {
    private MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    /** "hello" is sent and acknowledged as data, "world" by the subflow alone. */
    private Flow helloConfirmedWorldBare() {
        Flow f = p.connected(H);
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "mpc22 v1 01 len=5");
        f.sends(p.dataAck(Segment.ack(1, 6), 6));
        return f;
    }

    private void writesAgainAsPlainTcp(Flow f, long seq) {
        p.app.write("again");
        p.advance(0);
        f.expects("ACK seq " + seq + " ack 1 len 5", "dss map=6/6/0");
        p.andNothingElse();
        assertThat(p.connection().isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.7-4 data that the only subflow delivered, without Data ACK, is not sent again, even if an older ACK with one comes late")
    void overtakenDataAck() {
        Flow f = helloConfirmedWorldBare();
        p.app.write("world");
        p.advance(0);
        f.expects("ACK seq 6 ack 1 len 5", "dss ack=1 map=6/6/5");
        f.sends(Segment.ack(1, 11));
        f.sends(p.dataAck(Segment.ack(1, 6), 6));
        p.advance(5000 * MS);
        p.andNothingElse();
        writesAgainAsPlainTcp(f, 11);
    }

    @Test
    @DisplayName("MPTCP-3.7-4 the same while a join of ours is under way: nobody can use what nobody has answered")
    void halfOpenJoin() {
        p = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, MptcpPeer.STACK_2, 2)));
        Flow f = helloConfirmedWorldBare();
        new Flow2().expectsJoin();
        p.app.write("world");
        p.advance(0);
        f.expects("ACK seq 6 ack 1 len 5", "dss ack=1 map=6/6/5");
        f.sends(Segment.ack(1, 11));
        p.advance(700 * MS);
        assertThat(p.connection().isMultipath()).isFalse();
        assertThat(p.count(Counter.MP_RETRANS)).isZero();
    }

    private final class Flow2 {
        void expectsJoin() {
            Flow g = p.new Flow(MptcpPeer.PEER_1, 8080, MptcpPeer.STACK_2, 0);
            g.expects("SYN seq 0 len 0", "join12 id=2");
        }
    }

    @Test
    @DisplayName("MPTCP-3.7-17 MPTCP-3.3.3-11 a DATA_FIN that only bare ACKs answer: the end goes out as FIN")
    void dataFinAnsweredBare() {
        Flow f = p.connected(H);
        p.app.end();
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        for (int i = 0; i < 4 && p.connection().isMultipath(); i++) {
            f.sends(Segment.ack(1, 1));
            p.advance(4000 * MS);
        }
        assertThat(p.connection().isMultipath()).isFalse();
        f.lastly("FIN,ACK seq 1 ack 1 len 0", "");
        f.sends(Segment.fin(1, 2));
        f.expects("ACK seq 2 ack 2 len 0", "");
        assertThat(p.app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("MPTCP-3.7-17 the same while text without mapping waits behind a hole: that is given time to tell more")
    void dataFinAnsweredBareBehindHole() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 2, false));
        p.app.end();
        p.advance(0);
        for (int i = 0; i < 3; i++) {
            f.sends(Segment.ack(5, 1).data("ef"));
            p.advance(2000 * MS);
        }
        assertThat(p.connection().isMultipath()).isTrue();
        assertThat(p.count(Counter.TCP_OUT_RSTS)).isZero();
        f.sends(with(Segment.ack(3, 1).data("cd"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 3, 3, 0,
            DssOption.NO_CHECKSUM)));
        assertThat(p.app.read()).isEqualTo("abcdef");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-11 a DATA_FIN that nothing answers is no sign: it goes on as before, with a question that makes any peer answer")
    void dataFinUnanswered() {
        Flow f = p.accepted(H);
        p.app.end();
        p.advance(20_000 * MS);
        assertThat(p.connection().isMultipath()).isTrue();
        f.lastly("ACK seq 0 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
    }

    @Test
    @DisplayName("MPTCP-3.3.1-10 text that comes out of order and without mapping waits for what is missing: that may end in plain TCP")
    void unmappedBehindHole() {
        Flow f = p.accepted(H);
        f.sends(Segment.ack(3, 1).data("cd"));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.advance(30_000 * MS);
        p.andNothingElse();
        f.sends(Segment.ack(1, 1).data("ab"));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 5 len 0", "");
        assertThat(p.app.read()).isEqualTo("abcd");
    }

    @Test
    @DisplayName("MPTCP-3.3.1-10 MPTCP-3.3.1-9 more of it than is kept comes again: the subflow is not reset for it")
    void unmappedBehindHoleOverflows() {
        Flow f = p.accepted(H);
        for (int i = 1; i <= 60; i++) {
            f.sends(Segment.ack(1 + 1400L * i, 1).data(new byte[1400]));
        }
        assertThat(p.count(Counter.MP_DSS_CORRUPTION_RESET)).isZero();
        f.sends(Segment.ack(1, 1).data(new byte[1400]));
        p.advance(40 * MS);
        assertThat(p.app.read()).hasSizeGreaterThan(40 * 1400);
        p.app.connection.wake();
        p.advance(0);
        f.sends(Segment.ack(p.connection().receiver().rcvNxt(), 1).data("more"));
        assertThat(p.app.read()).isEqualTo("more");
        assertThat(p.connection().isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3-6 a box swallows mappings here and there: on an only subflow what lacks them is let go of, and taken when it is sent again")
    void mappingsSwallowedInBetween() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("a"), 1, 1, 1, 1, false));
        f.sends(Segment.ack(3, 1).data("?"));
        f.sends(p.mapped(Segment.ack(2, 1).data("b"), 1, 2, 2, 1, false));
        for (int i = 4; i <= 100; i++) {
            f.sends(Segment.ack(i, 1).data("?"));
            f.sends(Segment.ack(i, 1).data("?"));
        }
        p.advance(2000 * MS);
        assertThat(p.count(Counter.TCP_OUT_RSTS)).isZero();
        assertThat(p.connection().isMultipath()).isTrue();
        f.sends(p.mapped(Segment.ack(101, 1).data("cd"), 1, 3, 101, 2, false));
        assertThat(p.app.read()).isEqualTo("abcd");
    }

    @Test
    @DisplayName("MPTCP-3.7-8 an infinite mapping that comes behind text it covers: there is no doubt where that belongs")
    void lateInfiniteMapping() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 2, false));
        f.sends(Segment.ack(5, 1).data("ef"));
        f.sends(with(Segment.ack(3, 1).data("cd"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 3, 3, 0,
            DssOption.NO_CHECKSUM)));
        assertThat(p.app.read()).isEqualTo("abcdef");
        assertThat(p.connection().isMultipath()).isFalse();
        f.lastly("ACK seq 1 ack 7 len 0", "");
    }

    @Test
    @DisplayName("MPTCP-3.7-4 the infinite mapping goes out with its segment as often as that is lost, and with no other")
    void repeatedInfiniteMapping() {
        Flow f = p.connected(H);
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "mpc22 v1 01 len=5");
        f.sends(Segment.ack(1, 6));
        p.app.write("world");
        p.app.write("again");
        p.advance(0);
        f.expects("ACK seq 6 ack 1 len 10", "dss map=1/1/0");
        p.advance(400 * MS);
        f.lastly("ACK seq 6 ack 1 len 10", "dss map=1/1/0");
        f.sends(Segment.ack(1, 16));
        p.app.write("more");
        p.advance(0);
        f.lastly("ACK seq 16 ack 1 len 4", "");
    }

    @Test
    @DisplayName("MPTCP-3.3.8-2 a priority asked for before the peer has our keys waits for that, and asks for nothing meanwhile; the latest counts")
    void earlyPriority() {
        Flow f = p.connected(H);
        p.connection().prioritize(0, true);
        p.connection().prioritize(0, false);
        p.connection().prioritize(0, true);
        p.advance(1000 * MS);
        p.andNothingElse();
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 prio backup");
        p.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.1-34 a segment overtakes the keys and nothing else ever comes: the half-open connection is given up after three minutes")
    void keysNeverCome() {
        Flow f = p.listen(false);
        f.sends(MptcpPeer.capable(Segment.syn(), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(p.mapped(Segment.ack(1001, 1).data("late"), 1, 1001, 1001, 4, false));
        p.advance(179_000 * MS);
        assertThat(p.shard.connections()).isEqualTo(1);
        p.advance(2_000 * MS);
        assertThat(p.shard.connections()).isZero();
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }
}
