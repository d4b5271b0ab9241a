package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.mptcp.path.Rejoin;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Segment;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MpTcprstOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Subflows that fail and are opened again, or not; connections without any; joins that cross. */
class RejoinDialogueTest {
    private static final String BARE = "ACK seq 1 ack 1 len 0";
    private static final String SYN = "SYN seq 0 len 0";

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, STACK_2, 3)));
    private Flow f;
    private Flow g;
    private Segment syn;

    /** Two subflows, both opened by the stack. */
    private void joined() {
        f = p.connected(H);
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        g = p.new Flow(PEER_1, 8080, STACK_2, 0);
        p.takesJoin(g, g.expects(SYN, "join12 id=3"), 0);
        p.andNothingElse();
        assertThat(p.connection().subflows().usable()).isEqualTo(2);
    }

    private static Segment reset(int reason, boolean isTransient) {
        return with(Segment.rst(1), o -> MpTcprstOption.encode(o, isTransient, reason));
    }

    /** When the stack's next packet comes, in ms from now; it must be a SYN with MP_JOIN from its second address. */
    private long nextJoinMs() {
        long from = p.nowNs;
        while (p.device.size() == 0 && p.nowNs < from + 600_000 * MS) {
            p.advance(10 * MS);
        }
        g = p.new Flow(PEER_1, 8080, STACK_2, 0);
        syn = g.expects(SYN, "join12 id=3");
        return (p.nowNs - from) / MS;
    }

    // ---- MP_TCPRST

    @Test
    @DisplayName("MPTCP-3.6-3 MPTCP-3.6-1 T=1: the subflow is opened again after about a second")
    void transientReset() {
        joined();
        int port = g.stackPort;
        g.sends(reset(MpTcprstOption.UNSPECIFIED, true));
        assertThat(nextJoinMs()).isBetween(870L, 1140L);
        assertThat(g.stackPort).as("the old flow is gone, its port is free").isEqualTo(port);
        p.takesJoin(g, syn, 0);
        assertThat(p.connection().subflows().usable()).isEqualTo(2);
    }

    @ParameterizedTest(name = "reason {0}: {1} to {2} ms")
    @CsvSource({"0,870,1140", "4,870,1140", "200,870,1140", "2,7000,9010", "5,7000,9010", "1,14000,18010", "3,14000,18010", "6,14000,18010"})
    @DisplayName("MPTCP-3.6-3 MPTCP-3.6-4 how long a transient failure is waited out follows from its reason; an unknown one counts as unspecified")
    void reasons(int reason, long least, long most) {
        joined();
        g.sends(reset(reason, true));
        assertThat(nextJoinMs()).isBetween(least, most);
    }

    @Test
    @DisplayName("MPTCP-3.6-3 T=0: not tried again on this path in this connection, until the peer announces the address again")
    void permanentReset() {
        joined();
        g.sends(reset(MpTcprstOption.UNSPECIFIED, false));
        p.advance(600_000 * MS).andNothingElse();
        f.sends(p.announce(Segment.ack(1, 1), 0, PEER_1, 8080));
        f.expects(BARE, "dss ack=1 echo id=0 198.51.100.1 port 8080");
        p.new Flow(PEER_1, 8080, STACK_2, 0).expects(SYN, "join12 id=3");
    }

    @Test
    @DisplayName("MPTCP-3.6-3 the waits double while it goes on failing, up to a minute and ten times; the connection never notices")
    void backOff() {
        joined();
        long[] least = {870, 1750, 3500, 7000, 14_000, 28_000, 56_000, 56_000, 56_000, 56_000};
        for (long l : least) {
            g.sends(Segment.rst(1));
            assertThat(nextJoinMs()).isBetween(l, l * 9 / 7 + 30);
            p.takesJoin(g, syn, 0);
        }
        g.sends(Segment.rst(1));
        p.advance(600_000 * MS).andNothingElse();
        p.app.write("on");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 2", "dss ack=1 map=1/1/2");
    }

    @Test
    @DisplayName("MPTCP-3.4.1-12 MPTCP-3.9.3-2 MPTCP-3.2-13 a subflow that never came up is not tried again, whatever ended it")
    void neverCameUp() {
        f = p.connected(H);
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        g = p.new Flow(PEER_1, 8080, STACK_2, 0);
        g.expects(SYN, "join12 id=3");
        p.advance(600_000 * MS);
        while (p.device.size() > 0) {
            g.lastly(SYN, "join12 id=3");
        }
        assertThat(p.connection().subflows().count()).isEqualTo(1);
        p.advance(600_000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.4.2-6 a subflow that the peer ended in order stays closed")
    void endedInOrder() {
        joined();
        g.sends(p.dataAck(Segment.of(TcpFlags.FIN | TcpFlags.ACK, 1, 1), 1));
        g.expects("FIN,ACK seq 1 ack 2 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.ack(2, 2), 1));
        p.advance(600_000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("rejoin can be turned off, as on Linux")
    void never() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.paths().withRejoin(Rejoin.NEVER)));
        Flow h = q.connected(H);
        h.sends(q.dataAck(Segment.ack(1, 1), 1));
        h.sends(Segment.rst(1));
        q.advance(59_000 * MS).andNothingElse();
        assertThat(q.app.closed).isNull();
    }

    // ---- no subflow is left

    @Test
    @DisplayName("MPTCP-3.3.3-10 break before make: without any subflow the opener joins at once, and the stream goes on where it was")
    void breakBeforeMake() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(0, 0));
        Flow h = q.connected(H);
        h.sends(q.dataAck(Segment.ack(1, 1), 1));
        q.app.write("lost");
        q.advance(0);
        h.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        h.sends(Segment.rst(1));
        assertThat(q.app.closed).isNull();
        Flow again = q.new Flow(PEER_1, 8080, STACK_1, 0);
        Segment syn = again.expects(SYN, "join12 id=0");
        assertThat(again.stackPort).isEqualTo(h.stackPort);
        q.takesJoin(again, syn, 0);
        again.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        again.sends(q.mapped(Segment.ack(1, 5).data("yes"), 5, 1, 1, 3, false));
        assertThat(q.app.read()).isEqualTo("yes");
        assertThat(q.app.closed).isNull();
    }

    @Test
    @DisplayName("MPTCP-3.6-3 MPTCP-3.3.3-10 a path that takes joins and swallows all text is not opened again for ever: the connection ends")
    void swallowsText() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(0, 0));
        Flow h = q.connected(H);
        h.sends(q.dataAck(Segment.ack(1, 1), 1));
        q.app.write("lost");
        int joins = 0;
        while (q.app.closed == null && joins < 50) {
            q.advance(500 * MS);
            if (q.connection().subflows().count() == 1 && q.connection().subflows().get(0).state() == SubflowState.JOIN_SYN_SENT) {
                joins++;
                Flow again = q.new Flow(PEER_1, 8080, STACK_1, 0);
                q.takesJoin(again, again.lastly(SYN, "join12 id=0"), 0);
            }
            while (q.device.size() > 0) {
                q.device.poll();
            }
        }
        assertThat(q.app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(joins).isEqualTo(Rejoin.DEFAULT.attempts());
    }

    @Test
    @DisplayName("MPTCP-3.3.3-10 break before make: the listener waits for a join of the peer, and the stream goes on")
    void peerRejoins() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow h = q.accepted(H);
        q.app.write("lost");
        q.advance(0);
        h.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        h.sends(Segment.rst(1));
        q.advance(50_000 * MS).andNothingElse();
        assertThat(q.app.closed).isNull();
        Flow again = q.joined(80, 0, false);
        again.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        again.sends(q.dataAck(Segment.ack(1, 5), 5));
        q.advance(100_000 * MS);
        assertThat(q.app.closed).isNull();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-10 DD-M10 break before make: after close-timeout without a subflow the application sees the end")
    void abandoned() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow h = q.accepted(H);
        h.sends(Segment.rst(1));
        q.advance(59_000 * MS);
        assertThat(q.app.closed).isNull();
        q.advance(2000 * MS);
        assertThat(q.app.closed).isEqualTo(CloseReason.TIMED_OUT);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-2 D6 a path that was silent until its subflow was given up is used again when it comes back")
    void pathReturns() {
        TwoPaths t = new TwoPaths(5, 1000, 30_000_000, MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1)),
            MptcpConfig.DEFAULT).start(false);
        t.path1.bitsPerSecond(1_000_000);
        t.path2.at(Simulation.millis(500), l -> l.down());
        t.sim.run(Simulation.seconds(150));
        assertThat(t.serverConnection().subflows().usable()).as("path 2 was given up by who sends there").isEqualTo(1);
        t.path2.up();
        long before = t.path2.backward().counters().deliveredBytes();
        assertThat(t.sim.run(t::closed, Simulation.seconds(400))).isTrue();
        assertThat(t.intact()).isTrue();
        assertThat(t.path2.backward().counters().deliveredBytes() - before).isGreaterThan(5_000_000);
    }

    // ---- joins that cross

    private enum Fault { NONE, TOKEN, SYN_ACK_NONCE, THIRD_HMAC }

    private void cross(Fault fault) {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        q.accepted(H);
        q.connection().paths().join(JoinSpec.to(6, PEER_2, 9000).from(STACK_2, 4).fromPort(7000), q.nowNs);
        q.advance(0);
        Flow x = q.new Flow(PEER_2, 9000, STACK_2, 7000);
        Segment syn = x.expects(SYN, "join12 id=4");
        x.stackNonce = syn.view.options.buffer().getInt(syn.view.options.mptcpAt(0) + 8, java.nio.ByteOrder.BIG_ENDIAN);
        if (fault == Fault.TOKEN) {
            x.sends(with(Segment.syn(), o -> MpJoinOption.encodeSyn(o, false, 6, 0x12345678, 88)));
            x.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
            assertThat(q.count(Counter.MP_JOIN_NO_TOKEN_FOUND)).isEqualTo(1);
            return;
        }
        x.sends(q.join(Segment.syn(), 6, 88, false));
        Segment synAck = x.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=4");
        MpJoinOption o = new MpJoinOption().wrap(synAck.view.options.buffer(), synAck.view.options.mptcpAt(0), 16);
        assertThat(o.nonce()).isEqualTo(x.stackNonce);
        assertThat(o.hmac64()).isEqualTo(q.hmac.joinLeft64(q.stackKey, MptcpPeer.PEER_KEY, x.stackNonce, 88));
        long mac = q.hmac.joinLeft64(MptcpPeer.PEER_KEY, q.stackKey, 88, x.stackNonce);
        x.sends(with(Segment.synAck(1), a -> MpJoinOption.encodeSynAck(a, false, 6, mac, fault == Fault.SYN_ACK_NONCE ? 89 : 88)));
        if (fault == Fault.SYN_ACK_NONCE) {
            x.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
            return;
        }
        x.expects(BARE, "join24");
        assertThat(q.connection().subflows().usable()).as("no data before the peer's own third packet").isEqualTo(1);
        x.sends(q.joinAck(Segment.ack(1, 1), x, fault == Fault.THIRD_HMAC ? 99 : 88));
        if (fault == Fault.THIRD_HMAC) {
            x.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
            assertThat(q.count(Counter.MP_JOIN_ACK_HMAC_FAILURE)).isEqualTo(1);
            return;
        }
        x.expects(BARE, "dss ack=1");
        q.andNothingElse();
        assertThat(q.connection().subflows().usable()).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.9.2-4 joins that cross between the same addresses and ports make one subflow, with the nonce of each SYN")
    void crossedJoins() {
        cross(Fault.NONE);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    @DisplayName("MPTCP-3.9.2-4 a crossing SYN with another token, a SYN/ACK with another nonce, a third packet with a wrong HMAC: RST with reason 1")
    void crossedAndWrong(Fault fault) {
        cross(fault);
    }

    @Test
    @DisplayName("MPTCP-3.9.2-4 two stacks that join each other at the same moment get one subflow, and it carries data")
    void crossedJoinsOfTwoStacks() {
        TwoPaths t = new TwoPaths(11, 200_000, 3_000_000, MptcpConfig.DEFAULT, MptcpConfig.DEFAULT).start(false);
        t.sim.at(Simulation.millis(100), () -> {
            MptcpConnection c = t.clientConnection();
            MptcpConnection s = t.serverConnection();
            c.paths().join(JoinSpec.to(4, TwoPaths.SERVER_2, 80).from(TwoPaths.CLIENT_2, 3), t.sim.nowNs());
            s.paths().join(JoinSpec.to(3, TwoPaths.CLIENT_2, c.localPort()).from(TwoPaths.SERVER_2, 4), t.sim.nowNs());
            t.client.runOnce(t.sim.nowNs());
            t.server.runOnce(t.sim.nowNs());
        });
        t.sim.run(Simulation.millis(400));
        assertThat(t.clientConnection().subflows().usable()).isEqualTo(2);
        assertThat(t.serverConnection().subflows().usable()).isEqualTo(2);
        assertThat(t.count(Counter.MP_JOIN_SYN_RX)).isEqualTo(2);
        assertThat(t.sim.run(t::closed, Simulation.seconds(60))).isTrue();
        assertThat(t.intact()).isTrue();
        assertThat(t.path2.backward().counters().deliveredBytes()).isGreaterThan(500_000);
    }
}
