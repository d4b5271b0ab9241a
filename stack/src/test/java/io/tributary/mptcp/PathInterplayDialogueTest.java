package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.A;
import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.testkit.Segment;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.RemoveAddrOption;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Paths where several things happen at once: to addresses, to subflows, to limits, and to MPTCP itself. */
class PathInterplayDialogueTest {
    private static final String BARE = "ACK seq 1 ack 1 len 0";
    private static final String SYN = "SYN seq 0 len 0";
    private static final IpAddress PEER_3 = IpAddress.parse("198.51.100.65");

    private static MptcpPeer with8(Endpoint... endpoints) {
        return new MptcpPeer(MptcpConfig.DEFAULT.withLimits(8, 8).withEndpoints(endpoints));
    }

    @Test
    @DisplayName("MPTCP-3.9.2-1 more subflows are wanted than may be half-open at a time: the rest follow when the first are up")
    void moreThanHalfOpen() {
        MptcpPeer p = with8(Endpoint.fullmesh(0, STACK_2, 3), Endpoint.fullmesh(0, STACK_1, 7));
        Flow f = p.connected(H);
        f.arrives(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.sends(p.announce(Segment.ack(1, 1), 6, PEER_3, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        Flow[] flows = {p.new Flow(PEER_1, 8080, STACK_2, 0), p.new Flow(PEER_2, 8080, STACK_2, 0), p.new Flow(PEER_2, 8080, STACK_1, 0),
            p.new Flow(PEER_3, 8080, STACK_2, 0)};
        int[] peerIds = {0, 5, 5, 6};
        Segment[] syns = new Segment[4];
        for (int i = 0; i < 4; i++) {
            syns[i] = flows[i].expects(SYN, flows[i].stackAddress == STACK_1 ? "join12 id=0" : "join12 id=3");
        }
        p.advance(0);
        f.expects(BARE, "dss ack=1 echo id=6 198.51.100.65");
        p.andNothingElse();
        p.takesJoin(flows[0], syns[0], peerIds[0]);
        Flow fifth = p.new Flow(PEER_3, 8080, STACK_1, 0);
        p.takesJoin(fifth, fifth.expects(SYN, "join12 id=0"), 6);
        for (int i = 1; i < 4; i++) {
            p.takesJoin(flows[i], syns[i], peerIds[i]);
        }
        assertThat(p.connection().subflows().usable()).isEqualTo(6);
    }

    @Test
    @DisplayName("MPTCP-3.4.2-6 an announcement that could not go out yet does not follow its own REMOVE_ADDR")
    void removedBeforeAnnounced() {
        MptcpPeer p = with8();
        Flow f = p.accepted(H);
        p.connection().paths().announce(5, STACK_2, 0, p.nowNs);
        p.advance(0);
        f.expects(BARE, "dss ack=1 add id=5 192.0.2.129");
        p.advance(20_000 * MS);
        f.lastly(BARE, "dss ack=1 add id=5 192.0.2.129");
        p.connection().paths().remove(5);
        p.advance(0);
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        f.expects(BARE, "dss ack=1 remove id=5");
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        p.advance(20_000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.6-3 an address is announced while a subflow dies: the new subflow's fate is not mixed up with the old one's")
    void announcedWhileReset() {
        MptcpPeer p = with8(Endpoint.subflow(0, STACK_2, 3));
        Flow f = p.connected(H);
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        Flow g = p.new Flow(PEER_1, 8080, STACK_2, 0);
        p.takesJoin(g, g.expects(SYN, "join12 id=3"), 0);
        f.arrives(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        g.sends(with(Segment.rst(1), o -> MpTcprstOption.encode(o, false, MpTcprstOption.PROHIBITED)));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        Flow h = p.new Flow(PEER_2, 8080, STACK_1, 0);
        p.takesJoin(h, h.expects(SYN, "join12 id=0"), 5);
        p.advance(5000 * MS).andNothingElse();
        h.sends(with(Segment.rst(1), o -> MpTcprstOption.encode(o, true, MpTcprstOption.UNSPECIFIED)));
        p.andNothingElse();
        p.advance(2000 * MS);
        p.new Flow(PEER_2, 8080, STACK_1, 0).expects(SYN, "join12 id=0");
    }

    @Test
    @DisplayName("MPTCP-3.6-3 MPTCP-3.9.2-1 fullmesh: that one of our addresses does not get through to the peer's says nothing about another")
    void oneOfTheMeshFails() {
        MptcpPeer p = with8(Endpoint.fullmesh(0, STACK_2, 3), Endpoint.fullmesh(0, STACK_1, 7));
        Flow f = p.connected(H | MptcpPeer.C);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        Flow bad = p.new Flow(PEER_2, 8080, STACK_2, 0);
        bad.expects(SYN, "join12 id=3");
        Flow good = p.new Flow(PEER_2, 8080, STACK_1, 0);
        p.takesJoin(good, good.expects(SYN, "join12 id=0"), 5);
        bad.sends(with(Segment.of(TcpFlags.RST | TcpFlags.ACK, 0, 1), o -> MpTcprstOption.encode(o, false, MpTcprstOption.PROHIBITED)));
        p.advance(5000 * MS).andNothingElse();
        good.sends(with(Segment.rst(1), o -> MpTcprstOption.encode(o, true, MpTcprstOption.UNSPECIFIED)));
        p.advance(1500 * MS);
        p.new Flow(PEER_2, 8080, STACK_1, 0).expects(SYN, "join12 id=0");
        p.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.4.2-6 MPTCP-3.4.1-14 an address that is withdrawn and announced again, its subflow alive: no second one")
    void flappingAddress() {
        MptcpPeer p = with8();
        Flow f = p.connected(H);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        Flow g = p.new Flow(PEER_2, 8080, STACK_1, 0);
        p.takesJoin(g, g.expects(SYN, "join12 id=0"), 5);
        for (int i = 0; i < 3; i++) {
            f.sends(with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 5)));
            g.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
            g.sends(p.dataAck(Segment.ack(1, 1), 1));
            f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
            f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
            p.andNothingElse();
        }
        assertThat(p.connection().subflows().count()).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.4.1-14 two addresses under one ID at once: each is echoed as it came")
    void contradictoryEchoes() {
        MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(0, 0));
        Flow f = p.accepted(H);
        f.arrives(p.announce(Segment.ack(1, 1), 5, PEER_1, 7));
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_3, 7));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.1 port 7");
        p.advance(0);
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.65 port 7");
    }

    @Test
    @DisplayName("MPTCP-3.4.2-6 an address that nobody can tell the end of is used and left again and again: it is remembered once")
    void leftAgainAndAgain() {
        MptcpPeer p = with8();
        Flow f = p.connected(H);
        f.sends(p.dataAck(Segment.ack(1, 1), 1));
        for (int i = 0; i < 12; i++) {
            assertThat(p.connection().paths().remove(0)).isTrue();
            p.connection().paths().join(JoinSpec.to(0, PEER_1, 9000 + i).from(STACK_1, 0).fromPort(0), p.nowNs);
            p.advance(0);
            Flow g = p.new Flow(PEER_1, 9000 + i, STACK_1, 0);
            g.expects(SYN, "join12 id=0");
            g.sends(Segment.of(TcpFlags.RST | TcpFlags.ACK, 0, 1));
        }
        assertThat(p.connection().subflows().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.4.1-2 MPTCP-3.2-6 an address that is no endpoint gets an ID that is no endpoint's either")
    void implicitIdIsNoEndpoints() {
        MptcpPeer p = with8(Endpoint.subflow(0, STACK_2, 1));
        p.networkInterface = p.shard.addInterface("test1", 0, new IpAddress[] {IpAddress.parse("192.0.2.65")}, p.device);
        p.accepted(H);
        Flow g = p.new Flow(PEER_2, 41_000, IpAddress.parse("192.0.2.65"), 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        g.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=2");
        p.connection().paths().join(JoinSpec.to(2, PEER_2, 9000).from(STACK_2, -1), p.nowNs);
        p.advance(0);
        p.new Flow(PEER_2, 9000, STACK_2, 0).expects(SYN, "join12 id=1");
    }

    @Test
    @DisplayName("MPTCP-3.7-8 MPTCP-3.7-13 a join while we wait for the answer to our MP_FAIL is refused: what decides is that there is one subflow")
    void joinWhileFailing() {
        MptcpPeer p = with8();
        Flow f = p.accepted(H | A);
        byte[] evil = "evil".getBytes(StandardCharsets.ISO_8859_1);
        int wrong = DssChecksum.of(p.peerIdsn + 1, 1, 4, Checksum.sum(new UnsafeBuffer(evil), 0, 4)) ^ 1;
        int wide = DssOption.ACK | DssOption.ACK_64 | DssOption.MAPPING | DssOption.DSN_64;
        Flow early = p.new Flow(PEER_2, 41_001, STACK_1, 80);
        early.sends(p.join(Segment.syn(), 3, 78, false));
        Segment synAck = early.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        early.stackNonce = synAck.view.options.buffer().getInt(synAck.view.options.mptcpAt(0) + 12, java.nio.ByteOrder.BIG_ENDIAN);
        f.sends(with(Segment.ack(1, 1).data("evil"), o -> DssOption.encode(o, wide, p.stackIdsn + 1, p.peerIdsn + 1, 1, 4, wrong)));
        f.expects("ACK seq 1 ack 5 len 0", "dss ack=1 fail=1");
        early.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=6");
        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        g.expects("RST,ACK seq 0 ack 1 len 0", "tcprst=6");
        f.sends(with(Segment.ack(5, 1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        assertThat(p.app.read()).isEqualTo("evil");
        assertThat(p.connection().isMultipath()).isFalse();
    }
}
