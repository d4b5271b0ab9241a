package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.STACK_6;
import static io.tributary.mptcp.PathDialogues.confirmed;
import static io.tributary.mptcp.PathDialogues.joins;
import static io.tributary.mptcp.PathDialogues.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.path.JoinSpec;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.RemoveAddrOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Which subflows a connection opens, announces and gives up, packet by packet: endpoints that change, address IDs, calls. */
class PathDialogueTest {
    private static final String BARE = "ACK seq 1 ack 1 len 0";
    private static final String SYN = "SYN seq 0 len 0";

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(8, 8));

    // ---- address IDs

    @Test
    @DisplayName("MPTCP-3.9.1-1 MPTCP-3.2-1 MPTCP-3.2-10 DD-M3 the listener opens a subflow: its own key and nonce come first in its HMAC")
    void listenerJoins() {
        p.accepted(H);
        int slot = p.connection().paths().join(JoinSpec.to(2, PEER_2, 9000).from(STACK_2, 4).backup(true), p.nowNs);
        assertThat(slot).isEqualTo(1);
        p.advance(0);
        Flow g = joins(p, PEER_2, 9000, STACK_2, "join12 id=4 backup", 2);
        assertThat(g.stackPort).as("MPTCP-3.9.1-1 the first subflow's port").isEqualTo(80);
        assertThat(p.connection().subflows().usable()).isEqualTo(2);
        p.app.write("first is no backup");
        p.advance(0);
        assertThat(p.connection().paths().destroy(0, MpTcprstOption.UNSPECIFIED, false)).isTrue();
        p.device.poll();
        p.advance(0);
        p.new Flow(PEER_1, 40_000, STACK_1, 80).expects("RST,ACK seq 0 ack 1 len 0", "tcprst=0");
        g.expects("ACK seq 1 ack 1 len 18", "dss ack=1 map=1/1/18");
    }

    @Test
    @DisplayName("MPTCP-3.2-4 MPTCP-3.2-17 subflows to one of our addresses tell one ID, whatever the ports; each pair of ports is a flow of its own")
    void oneIdPerAddress() {
        p.accepted(H);
        Flow[] flows = {p.new Flow(PEER_2, 41_000, STACK_2, 80), p.new Flow(PEER_2, 41_000, STACK_2, 81), p.new Flow(PEER_2, 41_001, STACK_1, 9)};
        String[] ids = {"join16 id=1", "join16 id=1", "join16 id=0"};
        for (int i = 0; i < 3; i++) {
            flows[i].sends(p.join(Segment.syn(), 2, 77 + i, false));
            Segment s = flows[i].expects("SYN,ACK seq 0 ack 1 len 0", ids[i]);
            flows[i].stackNonce = s.view.options.buffer().getInt(s.view.options.mptcpAt(0) + 12, java.nio.ByteOrder.BIG_ENDIAN);
            flows[i].sends(p.joinAck(Segment.ack(1, 1), flows[i], 77 + i));
            flows[i].expects(BARE, "dss ack=1");
        }
        flows[1].sends(p.mapped(Segment.ack(1, 1).data("one "), 1, 1, 1, 4, false));
        flows[1].expects("ACK seq 1 ack 5 len 0", "dss ack=5");
        flows[0].sends(p.mapped(Segment.ack(1, 1).data("two"), 1, 5, 1, 3, false));
        flows[0].expects("ACK seq 1 ack 4 len 0", "dss ack=8");
        assertThat(p.app.read()).isEqualTo("one two");
    }

    @Test
    @DisplayName("MPTCP-3.2-5 the first address is known as ID 0: an endpoint of it is announced only with another port, and as ID 0")
    void firstAddressIsZero() {
        MptcpPeer q = with(Endpoint.signal(0, STACK_1, 9));
        q.accepted(H);
        q.advance(100_000 * MS).andNothingElse();
        MptcpPeer r = with(Endpoint.signal(0, STACK_1, 9).withPort(91));
        Flow f = r.accepted(H, false);
        f.expects(BARE, "dss ack=1 add id=0 192.0.2.1 port 91");
        assertThat(r.connection().paths().local().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.4-1 MPTCP-3.4.1-3 MPTCP-3.2-6 IDs from MP_JOIN and ADD_ADDR are one table: a contradiction is ignored, what is joined is not joined again")
    void implicitAndExplicit() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects(BARE, "dss ack=1");
        f.sends(p.announce(Segment.ack(1, 1), 2, IpAddress.parse("198.51.100.200"), 0));
        f.expects(BARE, "dss ack=1 echo id=2 198.51.100.200");
        assertThat(p.count(Counter.MP_ADD_ADDR_DROP)).isEqualTo(1);
        f.sends(p.announce(Segment.ack(1, 1), 2, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=2 198.51.100.129");
        p.andNothingElse();
        f.sends(MptcpPeer.with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 2)));
        g.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
        p.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-4-5 what one connection learned of the peer's addresses is not another's")
    void perConnection() {
        Flow f = p.connected(H);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        p.new Flow(PEER_2, 8080, STACK_1, 0).expects(SYN, "join12 id=0");
        MptcpConnection first = p.connection();
        confirmed(p, H);
        p.advance(100_000 * MS);
        assertThat(first.paths().remote().contains(5)).isTrue();
        assertThat(p.connection()).isNotSameAs(first);
        assertThat(p.connection().paths().remote().contains(5)).isFalse();
        assertThat(p.connection().subflows().count()).isEqualTo(1);
    }

    // ---- endpoints that change

    @Test
    @DisplayName("MPTCP-3.9.2-1 fullmesh: from every such endpoint to every address of the peer, within the limit; nofullmesh takes back what was beyond the first")
    void fullmesh() {
        MptcpPeer q = with(Endpoint.fullmesh(0, STACK_2, 3), Endpoint.fullmesh(0, STACK_1, 7));
        Flow f = confirmed(q, H);
        joins(q, PEER_1, 8080, STACK_2, "join12 id=3", 0);
        q.andNothingElse();
        f.sends(q.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        Flow mesh = q.new Flow(PEER_2, 8080, STACK_2, 0);
        Flow first = q.new Flow(PEER_2, 8080, STACK_1, 0);
        Segment syn = mesh.expects(SYN, "join12 id=3");
        Segment syn2 = first.expects(SYN, "join12 id=0");
        q.andNothingElse();
        q.takesJoin(mesh, syn, 5);
        q.takesJoin(first, syn2, 5);
        assertThat(q.connection().subflows().usable()).isEqualTo(4);
        q.shard.endpoints().change(3, false, false);
        q.advance(0);
        mesh.expects("FIN,ACK seq 1 ack 1 len 0", "dss ack=1");
        q.andNothingElse();
        q.shard.endpoints().limits(3, 8);
        q.shard.endpoints().change(3, false, true);
        q.advance(0);
        q.andNothingElse();
        q.shard.endpoints().limits(4, 8);
        q.advance(0);
        q.new Flow(PEER_2, 8080, STACK_2, 0).expects(SYN, "join12 id=3");
    }

    @Test
    @DisplayName("MPTCP-3.4.2-6 MPTCP-3.9.2-2 an endpoint added while nothing flows is joined from at once; its priority follows it; without it FIN and REMOVE_ADDR")
    void endpointComesAndGoes() {
        confirmed(p, H);
        p.andNothingElse();
        p.shard.endpoints().add(Endpoint.subflow(0, STACK_2, 3));
        p.advance(0);
        Flow g = joins(p, PEER_1, 8080, STACK_2, "join12 id=3", 0);
        p.shard.endpoints().change(3, true, false);
        p.advance(0);
        g.expects(BARE, "dss ack=1 prio backup");
        p.shard.endpoints().delete(3);
        p.advance(0);
        Flow f = p.new Flow(PEER_1, 8080, STACK_1, 0);
        f.expects("ACK seq 0 ack 1 len 0", "dss ack=1 remove id=3");
        g.expects("FIN,ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.of(TcpFlags.FIN | TcpFlags.ACK, 1, 2), 1));
        p.advance(0);
        assertThat(p.connection().subflows().count()).isEqualTo(1);
        p.shard.endpoints().add(Endpoint.subflow(0, STACK_2, 3));
        p.advance(0);
        assertThat(p.connection().subflows().count()).as("and again").isEqualTo(2);
    }

    // ---- removal

    @Test
    @DisplayName("MPTCP-3.4.1-15 MPTCP-3.4.2-7 nobody confirms a REMOVE_ADDR: it rides on the next two ACKs again, several IDs in one option")
    void removalRepeated() {
        MptcpPeer q = with(Endpoint.signal(0, STACK_2, 4), Endpoint.signal(0, STACK_6, 6));
        Flow f = q.accepted(H, false);
        f.expects(BARE, "dss ack=1 add id=4 192.0.2.129");
        f.sends(MptcpPeer.with(Segment.ack(1, 1), o -> AddAddrOption.encodeEcho(o, 4, STACK_2.hi(), STACK_2.lo(), 0)));
        f.expects(BARE, "dss ack=1 add id=6 2001:db8::1");
        f.sends(MptcpPeer.with(Segment.ack(1, 1), o -> AddAddrOption.encodeEcho(o, 6, STACK_6.hi(), STACK_6.lo(), 0)));
        q.shard.endpoints().flush();
        q.advance(0);
        Segment s = f.expects(BARE, "dss ack=1 remove id=4");
        assertThat(new RemoveAddrOption().wrap(s.view.options.buffer(), s.view.options.mptcpAt(1), s.view.options.mptcpLength(1)).count()).isEqualTo(2);
        q.advance(10_000 * MS).andNothingElse();
        String[] expected = {"dss ack=2 remove id=4", "dss ack=3 remove id=4", "dss ack=4"};
        for (int i = 0; i < 3; i++) {
            f.sends(q.mapped(Segment.ack(1 + i, 1).data("x"), 1, 1 + i, 1 + i, 1, false));
            q.advance(1000 * MS);
            f.expects("ACK seq 1 ack " + (2 + i) + " len 0", expected[i]);
        }
        assertThat(q.count(Counter.MP_RM_ADDR_TX)).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-3.4.2-7 ID 0 may be removed: the peer's, whose subflow is probed and reset; the connection lives on the other")
    void peerRemovesFirst() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects(BARE, "dss ack=1");
        g.sends(MptcpPeer.with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 0)));
        f.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
        p.advance(5000 * MS);
        f.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        assertThat(p.connection().paths().remote().contains(0)).isFalse();
        p.app.write("on");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 2", "dss ack=1 map=1/1/2");
    }

    @Test
    @DisplayName("MPTCP-3.4.2-7 MPTCP-4-6 our ID 0 is removed: told on the other subflow, FIN on its own; the application still sees the first addresses and ports")
    void weRemoveFirst() {
        Flow f = p.accepted(H);
        Flow g = p.joined2(STACK_2, 2);
        p.shard.endpoints().deleteFirst(0, STACK_1);
        p.advance(0);
        f.expects("FIN,ACK seq 1 ack 1 len 0", "dss ack=1");
        g.expects(BARE, "dss ack=1 remove id=0");
        f.sends(p.dataAck(Segment.of(TcpFlags.FIN | TcpFlags.ACK, 1, 2), 1));
        f.expects("ACK seq 2 ack 2 len 0", "dss ack=1");
        assertThat(p.connection().subflows().count()).isEqualTo(1);
        assertThat(p.connection().withdraw(0)).as("gone already").isFalse();
        assertThat(p.connection().localAddress()).isEqualTo(STACK_1);
        assertThat(p.connection().remoteAddress()).isEqualTo(PEER_1);
        assertThat(p.connection().localPort()).isEqualTo(80);
        assertThat(p.connection().remotePort()).isEqualTo(40_000);
        assertThat(p.connection().info(p.nowNs).remote()).isEqualTo("198.51.100.1:40000");
    }

    @Test
    @DisplayName("MPTCP-3.4.2-1 an address that carries the only subflow is left when there is another to tell it on")
    void lastAddressWaits() {
        Flow f = p.accepted(H);
        assertThat(p.connection().withdraw(0)).isTrue();
        p.advance(60_000 * MS).andNothingElse();
        Flow g = p.joined2(STACK_2, 2, false);
        f.expects("FIN,ACK seq 1 ack 1 len 0", "dss ack=1");
        g.expects(BARE, "dss ack=1 remove id=0");
        p.andNothingElse();
    }

    // ---- calls

    @Test
    @DisplayName("MPTCP-3.6-1 MPTCP-3.6-2 one subflow is destroyed: RST with the reason asked for; what it had not delivered goes to the other")
    void destroyed() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects(BARE, "dss ack=1");
        f.sends(MptcpPeer.with(Segment.ack(1, 1), o -> io.tributary.wire.option.MpPrioOption.encode(o, true)));
        p.app.write("text");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        assertThat(p.connection().paths().destroy(1, MpTcprstOption.UNACCEPTABLE_PERFORMANCE, true)).isTrue();
        assertThat(p.connection().paths().destroy(7, MpTcprstOption.UNSPECIFIED, false)).isFalse();
        p.advance(0);
        Segment rst = g.expects("RST,ACK seq 5 ack 1 len 0", "tcprst=5");
        assertThat(rst.view.options.buffer().getByte(rst.view.options.mptcpAt(0) + 2)).as("U, V, W 0 and T").isEqualTo((byte) 0x81);
        f.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        assertThat(p.connection().subflows().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.9.3-3 a source whose joins keep failing is refused with reason 3 for a minute; others are not")
    void blockedSource() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(2, 2));
        q.accepted(H);
        for (int i = 0; i < 8; i++) {
            Flow g = q.new Flow(PEER_2, 42_000 + i, STACK_1, 80);
            g.sends(q.join(Segment.syn(), 2, i, false));
            g.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
            g.sends(Segment.ack(1, 1));
            g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        }
        Flow g = q.new Flow(PEER_2, 43_000, STACK_1, 80);
        g.sends(q.join(Segment.syn(), 2, 99, false));
        g.expects("RST,ACK seq 0 ack 1 len 0", "tcprst=3");
        Flow h = q.new Flow(IpAddress.parse("198.51.100.7"), 43_000, STACK_1, 80);
        h.sends(q.join(Segment.syn(), 3, 99, false));
        h.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        h.sends(Segment.rst(1));
        q.advance(60_000 * MS);
        Flow k = q.new Flow(PEER_2, 43_001, STACK_1, 80);
        k.sends(q.join(Segment.syn(), 2, 99, false));
        k.lastly("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
    }
}
