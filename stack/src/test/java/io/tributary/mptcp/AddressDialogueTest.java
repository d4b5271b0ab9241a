package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.STACK_6;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.RemoveAddrOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AddressDialogueTest {
    private static final IpAddress PEER_6 = IpAddress.parse("2001:db8::99");

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    // ---- the peer announces

    @Test
    @DisplayName("MPTCP-3.4.1-9 MPTCP-3.4.1-5 an announced address is echoed and joined, at the port of the subflow it came on")
    void followed() {
        Flow f = p.connected(H);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        Flow g = p.new Flow(PEER_2, 8080, STACK_1, 0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=5 198.51.100.129");
        g.expects("SYN seq 0 len 0", "join12 id=0");
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=5 198.51.100.129");
        p.andNothingElse();
        assertThat(p.count(Counter.MP_ADD_ADDR)).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.9.1-2 MPTCP-3.4.1-5 MPTCP-3.4-2 with port, and of the other family: echoed alone where the option fills the segment")
    void followedWithPortAndFamily() {
        Flow f = p.connected(H);
        f.sends(p.announce(Segment.ack(1, 1), 6, PEER_6, 9100));
        Flow g = p.new Flow(PEER_6, 9100, STACK_6, 0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=6 2001:db8::99 port 9100");
        g.expects("SYN seq 0 len 0", "join12 id=1");
    }

    @Test
    @DisplayName("MPTCP-3.4.1-7 a wrong HMAC is ignored without a word")
    void wrongHmac() {
        Flow f = p.connected(H);
        f.sends(with(Segment.ack(1, 1), o -> AddAddrOption.encode(o, 5, PEER_2.hi(), PEER_2.lo(), 0, 1234)));
        p.andNothingElse();
        assertThat(p.count(Counter.MP_ADD_ADDR)).isZero();
    }

    @Test
    @DisplayName("MPTCP-3.4.1-2 MPTCP-3.4.1-13 an ID that is known for another address is echoed and otherwise ignored")
    void knownIdOtherAddress() {
        Flow f = p.connected(H);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        p.advance(0);
        while (p.device.poll() != null) {
            // echo and join
        }
        f.sends(p.announce(Segment.ack(1, 1), 5, IpAddress.parse("198.51.100.200"), 0));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=5 198.51.100.200");
        p.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-5-1 more announced addresses than the limit are echoed and not followed")
    void limit() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(7, 1));
        Flow f = q.connected(H);
        f.sends(q.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=5 198.51.100.129");
        Flow g = q.new Flow(PEER_2, 8080, STACK_1, 0);
        g.expects("SYN seq 0 len 0", "join12 id=0");
        f.sends(q.announce(Segment.ack(1, 1), 6, IpAddress.parse("198.51.100.130"), 0));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=6 198.51.100.130");
        q.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.4.1-12 MPTCP-3.9.3-2 a failed join is tried again only when the address is announced again")
    void failedJoin() {
        Flow f = p.connected(H);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=5 198.51.100.129");
        Flow g = p.new Flow(PEER_2, 8080, STACK_1, 0);
        g.expects("SYN seq 0 len 0", "join12 id=0");
        g.sends(Segment.of(io.tributary.wire.TcpFlags.RST | io.tributary.wire.TcpFlags.ACK, 0, 1));
        p.advance(60_000 * MS).andNothingElse();
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 echo id=5 198.51.100.129");
        p.new Flow(PEER_2, 8080, STACK_1, 0).expects("SYN seq 0 len 0", "join12 id=0");
    }

    // ---- the peer removes

    @Test
    @DisplayName("MPTCP-3.2-6 MPTCP-3.4.2-2 MPTCP-3.4.2-4 a removed address: its subflow is probed, and reset if nothing comes back")
    void removed() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 2)));
        g.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
        p.advance(5000 * MS);
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        assertThat(p.connection().subflows().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.4.2-2 MPTCP-3.4.2-9 a removed address whose subflow answers the probe: the path is kept")
    void removedButAlive() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 2)));
        g.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.ack(1, 1), 1));
        p.advance(60_000 * MS).andNothingElse();
        assertThat(p.connection().subflows().count()).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.8-3 MPTCP-3.4.2-5 unknown IDs are ignored, known ones beside them count")
    void unknownIds() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, new byte[] {77, 78}, 2)));
        p.andNothingElse();
        f.sends(with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, new byte[] {77, 2}, 2)));
        g.expects("ACK seq 0 ack 1 len 0", "dss ack=1");
    }

    // ---- priorities

    @Test
    @DisplayName("MPTCP-3.3.8-2 MPTCP-3.3.8-3 MPTCP-3.3.8-4 MP_PRIO moves data away from a subflow and back")
    void priority() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> MpPrioOption.encode(o, true)));
        p.app.write("one");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 3", "dss ack=1 map=1/1/3");
        g.sends(p.dataAck(Segment.ack(1, 4), 4));
        g.sends(with(Segment.ack(1, 4), o -> MpPrioOption.encode(o, true)));
        f.sends(with(Segment.ack(1, 1), o -> MpPrioOption.encode(o, false)));
        p.app.write("two");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 3", "dss ack=1 map=4/1/3");
        assertThat(p.count(Counter.MP_PRIO_RX)).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-3.3.8-2 we ask for backup on the subflow concerned")
    void ourPriority() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.connection().prioritize(0, true);
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 prio backup");
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1 prio backup");
    }

    // ---- we announce

    @Test
    @DisplayName("MPTCP-3.4.1-6 MPTCP-3.4.1-10 DD-M8 our address is announced after the handshake and repeated after 1, 2, 4 RTO without echo")
    void announced() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.signal(0, STACK_2, 4)));
        Flow f = q.listen(false);
        f.sends(MptcpPeer.capable(Segment.syn(), H));
        q.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(q.keys(Segment.ack(1, 1), H));
        Segment s = f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 add id=4 192.0.2.129");
        AddAddrOption o = new AddAddrOption().wrap(s.view.options.buffer(), s.view.options.mptcpAt(1), s.view.options.mptcpLength(1));
        assertThat(o.hmac()).isEqualTo(q.hmac.address(q.stackKey, MptcpPeer.PEER_KEY, 4, STACK_2.hi(), STACK_2.lo(), 0));
        long[] waits = {200, 400, 800};
        for (long wait : waits) {
            q.advance((wait - 1) * MS).andNothingElse();
            q.advance(MS);
            f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 add id=4 192.0.2.129");
            f.sends(q.dataAck(Segment.ack(1, 1), 1));
        }
        q.advance(100_000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.4.1-15 MPTCP-3.4.1-10 MPTCP-3-3 the echo ends the repetitions and lets the next address be announced; without any word of the peer at most two signals in a row")
    void echoed() {
        Endpoint[] three = {Endpoint.signal(0, STACK_2, 4), Endpoint.signal(0, STACK_2, 5).withPort(91), Endpoint.signal(0, STACK_6, 6)};
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(three));
        Flow f = q.accepted(H, false);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 add id=4 192.0.2.129");
        q.andNothingElse();
        f.sends(with(Segment.ack(1, 1), o -> AddAddrOption.encodeEcho(o, 4, STACK_2.hi(), STACK_2.lo(), 0)));
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 add id=5 192.0.2.129 port 91");
        q.advance(199 * MS).andNothingElse();
        q.advance(MS);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 add id=6 2001:db8::1");
        q.advance(1000 * MS).andNothingElse();
        f.sends(with(Segment.ack(1, 1), o -> AddAddrOption.encodeEcho(o, 6, STACK_6.hi(), STACK_6.lo(), 0)));
        f.sends(with(Segment.ack(1, 1), o -> AddAddrOption.encodeEcho(o, 5, STACK_2.hi(), STACK_2.lo(), 91)));
        q.advance(0);
        while (q.device.poll() != null) {
            // repetitions that waited for that word
        }
        q.advance(100_000 * MS).andNothingElse();
        assertThat(q.count(Counter.MP_ECHO_ADD)).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-3.2-6 MPTCP-3.4.2-1 MPTCP-3.4.2-6 a withdrawn address is told on another subflow; its own ends with FIN")
    void withdrawn() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.signal(0, STACK_2, 4)));
        Flow f = q.accepted(H, false);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 add id=4 192.0.2.129");
        f.sends(with(Segment.ack(1, 1), o -> AddAddrOption.encodeEcho(o, 4, STACK_2.hi(), STACK_2.lo(), 0)));
        Flow g = q.new Flow(PEER_2, 41_000, STACK_2, 80);
        g.sends(q.join(Segment.syn(), 2, 77, false));
        Segment synAck = g.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=4");
        g.stackNonce = synAck.view.options.buffer().getInt(synAck.view.options.mptcpAt(0) + 12, java.nio.ByteOrder.BIG_ENDIAN);
        g.sends(q.joinAck(Segment.ack(1, 1), g, 77));
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        assertThat(q.connection().withdraw(9)).isFalse();
        assertThat(q.connection().withdraw(4)).isTrue();
        q.advance(0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 remove id=4");
        g.expects("FIN,ACK seq 1 ack 1 len 0", "dss ack=1");
        q.andNothingElse();
    }
}
