package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.C;
import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.open.Keys;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.testkit.CollectingDevice;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.MpJoinOption;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class JoinDialogueTest {
    private static final String STACK_SYN_ACK = "SYN,ACK seq 0 ack 1 len 0";

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    private static MptcpPeer initiator(Endpoint e) {
        return new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(e));
    }

    /** The stack joins from its second address; up to its SYN. */
    private static Flow stackJoins(MptcpPeer q, String options) {
        Flow f = q.connected(H);
        q.andNothingElse();
        f.sends(q.dataAck(Segment.ack(1, 1), 1));
        Flow g = q.new Flow(PEER_1, 8080, STACK_2, 0);
        Segment syn = g.expects("SYN seq 0 len 0", options);
        UnsafeBuffer option = new UnsafeBuffer(syn.view.options.buffer(), syn.view.options.mptcpAt(0), 12);
        assertThat(option.getInt(4, ByteOrder.BIG_ENDIAN)).as("the peer's token").isEqualTo(new Keys().derive(MptcpPeer.PEER_KEY).token());
        g.stackNonce = option.getInt(8, ByteOrder.BIG_ENDIAN);
        assertThat(g.stackPort).as("MPTCP-3.9.1-1 port of the first subflow").isEqualTo(f.stackPort);
        return g;
    }

    private static Segment joinSynAck(MptcpPeer q, Flow g, boolean backup, long hmacError) {
        long hmac = q.hmac.joinLeft64(MptcpPeer.PEER_KEY, q.stackKey, 55, g.stackNonce) + hmacError;
        return with(Segment.synAck(1), o -> MpJoinOption.encodeSynAck(o, backup, 9, hmac, 55));
    }

    // ---- acceptor

    @Test
    @DisplayName("MPTCP-3.2-7 MPTCP-3.2-9 MPTCP-3.2-11 a join is answered with HMAC, its third packet at once with a Data ACK")
    void accepted() {
        p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.andNothingElse();
        assertThat(p.connection().subflows().count()).isEqualTo(2);
        g.sends(p.joinAck(Segment.ack(1, 1), g, 77));
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.andNothingElse();
    }

    @Test
    @DisplayName("LNX-join-4 a join to our first address that comes in by another interface is answered by that one, and so is all that follows")
    void answeredWhereItCame() {
        p.accepted(H);
        CollectingDevice other = new CollectingDevice(DeviceCapabilities.plain(1500));
        p.networkInterface = p.shard.addInterface("test1", 0, new IpAddress[] {STACK_2}, other);
        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        p.andNothingElse();
        assertThat(other.size()).as("SYN/ACK").isEqualTo(1);
        other.poll();
        p.advance(3000 * MS).andNothingElse();
        assertThat(other.size()).as("and again").isGreaterThan(0);
    }

    @Test
    @DisplayName("MPTCP-3.2-17 MPTCP-3.2-16 the token decides, not the port: a join to a port nobody listens on")
    void acceptedOnAnyPort() {
        p.accepted(H);
        p.joined(9999, 2, false).expects("ACK seq 1 ack 1 len 0", "dss ack=1");
    }

    @Test
    @DisplayName("MPTCP-3.2-8 MPTCP-3.8-1 DD-M2 an unknown token is answered with RST and reason 1")
    void unknownToken() {
        p.accepted(H);
        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(with(Segment.syn(), o -> MpJoinOption.encodeSyn(o, false, 2, 0x12345678, 1)));
        g.expects("RST,ACK seq 0 ack 1 len 0", "tcprst=1");
        assertThat(p.count(Counter.MP_JOIN_NO_TOKEN_FOUND)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.2-14 a wrong HMAC in the third packet, or none: RST with reason 1, the connection lives")
    void wrongHmac() {
        Flow f = p.accepted(H);
        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        g.expects(STACK_SYN_ACK, "join16 id=0");
        g.sends(with(Segment.ack(1, 1), o -> MpJoinOption.encodeAck(o, new UnsafeBuffer(new byte[20]), 0)));
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        Flow h = p.new Flow(PEER_2, 41_001, STACK_1, 80);
        h.sends(p.join(Segment.syn(), 2, 78, false));
        h.expects(STACK_SYN_ACK, "join16 id=0");
        h.sends(Segment.ack(1, 1));
        h.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        assertThat(p.count(Counter.MP_JOIN_ACK_HMAC_FAILURE)).isEqualTo(2);
        p.app.write("alive");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
    }

    @Test
    @DisplayName("MPTCP-3.2-12 data before the third packet: RST")
    void dataTooEarly() {
        p.accepted(H);
        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        g.expects(STACK_SYN_ACK, "join16 id=0");
        g.sends(p.mapped(Segment.ack(1, 1).data("x"), 1, 1, 1, 1, false));
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        assertThat(p.app.read()).isEmpty();
    }

    @Test
    @DisplayName("MPTCP-3.2-18 MPTCP-3.2-20 a repeated SYN gets the same SYN/ACK, nonce and HMAC")
    void repeatedSyn() {
        p.accepted(H);
        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        byte[] first = option(g.expects(STACK_SYN_ACK, "join16 id=0"));
        g.sends(p.join(Segment.syn(), 2, 77, false));
        assertThat(option(g.expects(STACK_SYN_ACK, "join16 id=0"))).isEqualTo(first);
        p.andNothingElse();
    }

    private static byte[] option(Segment s) {
        byte[] bytes = new byte[s.view.options.mptcpLength(0)];
        s.view.options.buffer().getBytes(s.view.options.mptcpAt(0), bytes);
        return bytes;
    }

    @Test
    @DisplayName("MPTCP-3.2-8 MPTCP-5-1 DD-M2 DD-M8 more subflows than allowed are refused with reason 3, half-open ones beyond 4 with reason 2")
    void limits() {
        p.accepted(H);
        p.joined(80, 2, false).expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        for (int i = 0; i < 2; i++) {
            Flow g = p.new Flow(PEER_2, 42_000 + i, STACK_1, 80);
            g.sends(p.join(Segment.syn(), 3, i, false));
            g.expects(i == 0 ? STACK_SYN_ACK : "RST,ACK seq 0 ack 1 len 0", i == 0 ? "join16 id=0" : "tcprst=3");
        }
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withLimits(7, 2));
        q.accepted(H);
        for (int i = 0; i < 5; i++) {
            Flow g = q.new Flow(PEER_2, 42_000 + i, STACK_1, 80);
            g.sends(q.join(Segment.syn(), 3, i, false));
            g.expects(i < 4 ? STACK_SYN_ACK : "RST,ACK seq 0 ack 1 len 0", i < 4 ? "join16 id=0" : "tcprst=2");
        }
        assertThat(q.count(Counter.MP_JOIN_REJECTED)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.2-19 a join to the address and port of our C flag is refused like an unknown token; elsewhere it is welcome")
    void joinToForbiddenAddress() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withAllowJoinInitial(false));
        Flow f = q.listen(false);
        f.sends(MptcpPeer.capable(Segment.syn(), H));
        q.learnStackKey(f.expects(STACK_SYN_ACK, "mpc12 v1 21"));
        f.sends(q.keys(Segment.ack(1, 1), H));
        Flow g = q.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(q.join(Segment.syn(), 2, 77, false));
        g.expects("RST,ACK seq 0 ack 1 len 0", "tcprst=1");
        Flow h = q.new Flow(PEER_2, 41_000, STACK_2, 80);
        h.sends(q.join(Segment.syn(), 2, 77, false));
        h.expects(STACK_SYN_ACK, "join16 id=1");
    }

    @Test
    @DisplayName("MPTCP-3.2-19 after a fallback the token is unknown")
    void joinAfterFallback() {
        Flow f = p.listen(false);
        f.sends(MptcpPeer.capable(Segment.syn(), H));
        p.learnStackKey(f.expects(STACK_SYN_ACK, "mpc12 v1 01"));
        f.sends(Segment.ack(1, 1));
        Flow g = p.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(p.join(Segment.syn(), 2, 77, false));
        g.expects("RST,ACK seq 0 ack 1 len 0", "tcprst=1");
    }

    // ---- opener

    @Test
    @DisplayName("MPTCP-3.9.1-1 MPTCP-3.2-1 MPTCP-3.2-2 MPTCP-3.2-10 MPTCP-3.1-18 we join once options are known to pass; third packet with HMAC, then data")
    void opened() {
        MptcpPeer q = initiator(Endpoint.subflow(0, STACK_2, 3));
        Flow g = stackJoins(q, "join12 id=3");
        g.sends(joinSynAck(q, g, false, 0));
        Segment third = g.expects("ACK seq 1 ack 1 len 0", "join24");
        byte[] expected = java.util.Arrays.copyOf(q.hmac.join(q.stackKey, MptcpPeer.PEER_KEY, g.stackNonce, 55), 20);
        byte[] sent = new byte[20];
        third.view.options.buffer().getBytes(third.view.options.mptcpAt(0) + 4, sent);
        assertThat(sent).isEqualTo(expected);
        q.andNothingElse();
        assertThat(q.connection().subflows().usable()).as("MPTCP-3.2-12 no data yet").isEqualTo(1);
        g.sends(q.dataAck(Segment.ack(1, 1), 1));
        q.andNothingElse();
        assertThat(q.connection().subflows().usable()).isEqualTo(2);
    }

    @Test
    @DisplayName("MPTCP-3.2-11 the third packet is repeated until the fourth comes, then given up")
    void thirdPacketRepeated() {
        MptcpPeer q = initiator(Endpoint.subflow(0, STACK_2, 3));
        Flow g = stackJoins(q, "join12 id=3");
        g.sends(joinSynAck(q, g, false, 0));
        for (int i = 0; i < 6; i++) {
            g.expects("ACK seq 1 ack 1 len 0", "join24");
            q.advance(i < 5 ? (200L << i) * MS : 0).advance(0);
        }
        q.advance(10_000 * MS);
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        q.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.2-13 MPTCP-3.2-15 MPTCP-3.8-1 wrong HMAC in the SYN/ACK, or no MP_JOIN: RST with reason 1, and no second try")
    void badSynAck() {
        MptcpPeer q = initiator(Endpoint.subflow(0, STACK_2, 3));
        Flow g = stackJoins(q, "join12 id=3");
        g.sends(joinSynAck(q, g, false, 1));
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        assertThat(q.count(Counter.MP_JOIN_SYN_ACK_HMAC_FAILURE)).isEqualTo(1);
        q.advance(60_000 * MS).andNothingElse();
        MptcpPeer r = initiator(Endpoint.subflow(0, STACK_2, 3));
        Flow h = stackJoins(r, "join12 id=3");
        h.sends(Segment.synAck(1));
        h.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        assertThat(r.connection().subflows().count()).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.2-2 MPTCP-3.3.8-1 a backup endpoint joins with the B flag; with the peer's B flag it carries data only alone")
    void backup() {
        MptcpPeer q = initiator(Endpoint.subflow(0, STACK_2, 3).withBackup(true));
        Flow g = stackJoins(q, "join12 id=3 backup");
        g.sends(joinSynAck(q, g, true, 0));
        g.expects("ACK seq 1 ack 1 len 0", "join24");
        g.sends(q.dataAck(Segment.ack(1, 1), 1));
        q.app.write("data");
        q.advance(0);
        assertThat(q.device.size()).isEqualTo(1);
        Flow f = q.new Flow(PEER_1, 8080, STACK_1, 0);
        f.expects("ACK seq 0 ack 1 len 4", "dss ack=1 map=1/1/4");
    }

    @Test
    @DisplayName("MPTCP-3.2-5 MPTCP-3.2-2 an endpoint that is the first address is not joined from again")
    void endpointIsFirstAddress() {
        MptcpPeer q = initiator(Endpoint.subflow(0, STACK_1, 3));
        Flow f = q.connected(H);
        f.sends(q.dataAck(Segment.ack(1, 1), 1));
        q.advance(1000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.5-7 a plain RST of the peer ends its subflow only")
    void resetOfOneSubflow() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(Segment.rst(1));
        assertThat(p.connection().subflows().count()).isEqualTo(1);
        assertThat(p.app.closed).isNull();
        p.app.write("on");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 2", "dss ack=1 map=1/1/2");
    }

    @Test
    @DisplayName("MPTCP-3.3.3-1 a FIN of the peer on one subflow is answered with ours, the connection goes on")
    void finOfOneSubflow() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.of(TcpFlags.FIN | TcpFlags.ACK, 1, 1), 1));
        g.expects("FIN,ACK seq 1 ack 2 len 0", "dss ack=1");
        g.sends(p.dataAck(Segment.ack(2, 2), 1));
        assertThat(p.connection().subflows().count()).isEqualTo(1);
        p.app.write("on");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 2", "dss ack=1 map=1/1/2");
    }
}
