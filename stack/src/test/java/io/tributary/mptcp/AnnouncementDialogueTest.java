package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.C;
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
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.RemoveAddrOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the peer announces, and what comes of it: validity, soft state, IDs and ports that change, families, the C flag. */
class AnnouncementDialogueTest {
    private static final String BARE = "ACK seq 1 ack 1 len 0";
    private static final String SYN = "SYN seq 0 len 0";

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(8, 8));

    // ---- validity

    @Test
    @DisplayName("MPTCP-3.4.1-1 MPTCP-3.4.2-3 ADD_ADDR and REMOVE_ADDR on a segment outside the window do nothing")
    void outsideWindow() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects(BARE, "dss ack=1");
        f.sends(p.announce(Segment.ack(100_000_000, 1), 5, IpAddress.parse("198.51.100.130"), 0));
        f.expects(BARE, "dss ack=1");
        f.sends(MptcpPeer.with(Segment.ack(100_000_000, 1), o -> RemoveAddrOption.encode(o, 2)));
        p.advance(100_000 * MS);
        assertThat(p.count(Counter.MP_ADD_ADDR) + p.count(Counter.MP_RM_ADDR)).isZero();
        assertThat(p.connection().subflows().usable()).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.4.1-8 unassigned flags of ADD_ADDR are 0 in ours and ignored in the peer's")
    void unassignedFlags() {
        MptcpPeer q = with(Endpoint.signal(0, STACK_2, 4));
        Flow f = q.accepted(H, false);
        Segment ours = f.expects(BARE, "dss ack=1 add id=4 192.0.2.129");
        assertThat(ours.view.options.buffer().getByte(ours.view.options.mptcpAt(1) + 2)).isEqualTo((byte) 0x30);
        Segment s = q.announce(Segment.ack(1, 1), 5, PEER_2, 0);
        assertThat(s.options.buffer().getByte(2)).isEqualTo((byte) 0x30);
        s.options.buffer().putByte(2, (byte) 0x3e);
        f.sends(s);
        Segment echo = f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        assertThat(echo.view.options.buffer().getByte(echo.view.options.mptcpAt(1) + 2)).isEqualTo((byte) 0x31);
        q.new Flow(PEER_2, 40_000, STACK_1, 0).expects(SYN, "join12 id=0");
    }

    // ---- the peer's announcements

    @Test
    @DisplayName("MPTCP-3.4.1-4 MPTCP-3.4.1-11 an address that may not be followed now is remembered, and followed when limits allow; a ninth is echoed and forgotten")
    void softState() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(8, 0));
        Flow f = q.connected(H);
        for (int i = 1; i <= 9; i++) {
            f.sends(q.announce(Segment.ack(1, 1), i, IpAddress.parse("10.0.0." + i), 0));
            f.expects(BARE, "dss ack=1 echo id=" + i + " 10.0.0." + i);
        }
        q.andNothingElse();
        assertThat(q.count(Counter.MP_ADD_ADDR_DROP)).isEqualTo(1);
        q.shard.endpoints().limits(8, 2);
        q.advance(0);
        q.new Flow(IpAddress.parse("10.0.0.1"), 8080, STACK_1, 0).expects(SYN, "join12 id=0");
        q.new Flow(IpAddress.parse("10.0.0.2"), 8080, STACK_1, 0).expects(SYN, "join12 id=0");
        q.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.4.1-2 MPTCP-3.4.1-14 an ID means another address only after it was removed: the peer's, and ours")
    void changedAddress() {
        MptcpPeer q = with(Endpoint.signal(0, STACK_2, 4));
        Flow f = q.accepted(H, false);
        f.expects(BARE, "dss ack=1 add id=4 192.0.2.129");
        f.sends(MptcpPeer.with(Segment.ack(1, 1), o -> AddAddrOption.encodeEcho(o, 4, STACK_2.hi(), STACK_2.lo(), 0)));
        assertThat(q.connection().paths().announce(4, STACK_6, 0, q.nowNs)).as("another address under the same ID").isFalse();
        q.shard.endpoints().delete(4);
        q.shard.endpoints().add(Endpoint.signal(0, STACK_6, 4));
        q.advance(0);
        f.expects(BARE, "dss ack=1 remove id=4");
        f.expects(BARE, "dss ack=1 add id=4 2001:db8::1");
        f.sends(MptcpPeer.with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 5)));
        q.device.poll();
        IpAddress other = IpAddress.parse("198.51.100.200");
        f.sends(q.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        q.new Flow(PEER_2, 40_000, STACK_1, 0).expects(SYN, "join12 id=0");
        f.sends(MptcpPeer.with(Segment.ack(1, 1), o -> RemoveAddrOption.encode(o, 5)));
        f.sends(q.announce(Segment.ack(1, 1), 5, other, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.200");
        q.new Flow(other, 40_000, STACK_1, 0).expects(SYN, "join12 id=0");
    }

    @Test
    @DisplayName("MPTCP-3.9.1-2 MPTCP-3.4.1-13 the peer's first address with another port: a second subflow between the same addresses; a new port is tried too")
    void samePairOtherPort() {
        Flow f = p.connected(H);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_1, 9100));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.1 port 9100");
        joins(p, PEER_1, 9100, STACK_1, "join12 id=0", 5);
        f.sends(p.announce(Segment.ack(1, 1), 5, PEER_1, 9200));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.1 port 9200");
        joins(p, PEER_1, 9200, STACK_1, "join12 id=0", 5);
        assertThat(p.connection().subflows().usable()).isEqualTo(3);
    }

    @Test
    @DisplayName("MPTCP-3.4-2 on an IPv6 connection an IPv4 address is announced and followed")
    void v4OnV6() {
        IpAddress peer6 = IpAddress.parse("2001:db8::99");
        MptcpPeer q = with(Endpoint.signal(0, STACK_2, 4));
        Flow f = q.connectTo(peer6, STACK_6);
        f.sends(q.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        Flow g = q.new Flow(PEER_2, 8080, STACK_1, 0);
        Segment syn = g.expects(SYN, "join12 id=1");
        q.advance(0);
        f.expects(BARE, "dss ack=1 add id=4 192.0.2.129");
        q.takesJoin(g, syn, 5);
        assertThat(q.connection().subflows().usable()).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.4.1-6 an IPv6 address with port fits beside timestamps, unpadded")
    void longestAnnouncement() {
        MptcpPeer q = with(Endpoint.signal(0, STACK_6, 4).withPort(8443));
        Flow f = q.listen(false);
        f.sends(MptcpPeer.capable(Segment.syn().timestamps(1, 0), H));
        q.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(q.keys(Segment.ack(1, 1).timestamps(2, 0), H));
        Segment s = f.expects(BARE, "add id=4 2001:db8::1 port 8443");
        assertThat(s.view.options.hasTimestamps()).isTrue();
        AddAddrOption o = new AddAddrOption().wrap(s.view.options.buffer(), s.view.options.mptcpAt(0), s.view.options.mptcpLength(0));
        assertThat(o.hmac()).isEqualTo(q.hmac.address(q.stackKey, MptcpPeer.PEER_KEY, 4, STACK_6.hi(), STACK_6.lo(), 8443));
    }

    @Test
    @DisplayName("MPTCP-3.1-15 the peer's C flag: its first address is left alone, and subflow endpoints go to what it announces")
    void peerForbidsFirst() {
        MptcpPeer q = with(Endpoint.subflow(0, STACK_2, 3));
        Flow f = confirmed(q, H | C);
        q.advance(100_000 * MS).andNothingElse();
        f.sends(q.announce(Segment.ack(1, 1), 5, PEER_2, 0));
        f.expects(BARE, "dss ack=1 echo id=5 198.51.100.129");
        joins(q, PEER_2, 8080, STACK_2, "join12 id=3", 5);
        q.andNothingElse();
        assertThat(q.connection().paths().join(JoinSpec.to(0, PEER_1, 8080).from(STACK_2, 3), q.nowNs)).isEqualTo(-1);
        assertThat(q.connection().paths().join(JoinSpec.to(0, PEER_1, 9999).from(STACK_2, 3), q.nowNs)).isPositive();
    }
}
