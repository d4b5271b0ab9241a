package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.A;
import static io.tributary.mptcp.MptcpPeer.C;
import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_1;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.STACK_2;
import static io.tributary.mptcp.MptcpPeer.capable;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.open.ListenSettings;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.tcp.open.SynCookieMode;
import io.tributary.testkit.Segment;
import io.tributary.wire.IpAddress;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** MP_CAPABLE in SYNs that are answered without memory. */
class SynCookieDialogueTest {
    private static final String SYN_ACK = "SYN,ACK seq 0 ack 1 len 0";

    private MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    private Flow listen(boolean checksum) {
        OpenSettings open = OpenSettings.DEFAULT.with(ListenSettings.PLAIN.with(SynCookieMode.ALWAYS));
        p.shard.listen(new ListenSpec(0, IpAddress.ANY, 80, true, checksum, 4, TcpConfig.DEFAULT.with(open)), p.app);
        return p.new Flow(PEER_1, 40_000, STACK_1, 80);
    }

    private Flow answered(int flags, String option) {
        Flow f = listen(false);
        f.sends(capable(Segment.syn().mss(1460), flags));
        p.learnStackKey(f.expects(SYN_ACK, option));
        assertThat(p.shard.isEmpty()).as("nothing is remembered").isTrue();
        return f;
    }

    @Test
    @DisplayName("MPTCP-3.1-12 MPTCP-3.1-36 R4987-3-1 a SYN cookie answers MP_CAPABLE; the third packet brings the key back, and MPTCP it is")
    void thirdPacket() {
        Flow f = answered(H, "mpc12 v1 01");
        f.sends(p.keys(Segment.ack(1, 1), H)).andNothingElse();
        assertThat(p.app.connection.isMultipath()).isTrue();
        assertThat(p.app.established).isEqualTo(1);
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.sends(p.mapped(Segment.ack(1, 6).data("data"), 6, 1, 1, 4, false));
        assertThat(p.app.read()).isEqualTo("data");
        p.advance(40 * MS);
        f.expects("ACK seq 6 ack 5 len 0", "dss ack=5");
        p.joined(80, 2, false).expects("ACK seq 1 ack 1 len 0", "dss ack=5");
        assertThat(p.count(Counter.MP_CAPABLE_SYN_RX)).isEqualTo(1);
        assertThat(p.count(Counter.MP_CAPABLE_ACK_RX)).isEqualTo(1);
        assertThat(p.count(Counter.TCP_SYN_COOKIES_RECV)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.1-12 the third packet is lost: the keys on the first data do as well")
    void firstData() {
        Flow f = answered(H, "mpc12 v1 01");
        f.sends(p.firstData(Segment.ack(1, 1).data("hello"), H, 5, 0));
        assertThat(p.app.connection.isMultipath()).isTrue();
        assertThat(p.app.read()).isEqualTo("hello");
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 6 len 0", "dss ack=6");
    }

    @Test
    @DisplayName("MPTCP-3.1-12 MPTCP-3.1-32 MPTCP-3.1-36 another key, or none: plain TCP")
    void wrongKey() {
        Flow f = answered(H, "mpc12 v1 01");
        p.stackKey ^= 1;
        f.sends(p.keys(Segment.ack(1, 1), H));
        assertThat(p.app.connection.isMultipath()).isFalse();
        p.app.write("d");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 1", "");
        p = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow g = answered(H, "mpc12 v1 01");
        g.sends(Segment.ack(1, 1).data("x"));
        assertThat(p.app.connection.isMultipath()).isFalse();
        assertThat(p.app.read()).isEqualTo("x");
    }

    @Test
    @DisplayName("MPTCP-3.1-12 MPTCP-3.1-25 checksums: what the SYN asked for comes back with the third packet")
    void checksum() {
        Flow f = answered(H | A, "mpc12 v1 81");
        f.sends(p.keys(Segment.ack(1, 1), H | A));
        assertThat(p.connection().keys().checksum()).isTrue();
        p = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow g = listen(true);
        g.sends(capable(Segment.syn(), H));
        p.learnStackKey(g.expects(SYN_ACK, "mpc12 v1 81"));
        g.sends(p.keys(Segment.ack(1, 1), H | A));
        assertThat(p.connection().keys().checksum()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.1-12 MPTCP-3.1-21 the C flag comes back too: no further subflow to the first address")
    void noJoinHere() {
        p = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, STACK_2, 3)));
        Flow f = answered(H | C, "mpc12 v1 01");
        f.sends(p.keys(Segment.ack(1, 1), H | C));
        assertThat(p.connection().keys().peerForbidsJoin()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.1-12 MPTCP-3.1-20 MPTCP-3.1-24 what is not answered elsewhere is not answered here")
    void unusable() {
        Flow f = listen(false);
        f.sends(capable(Segment.syn(), 0x02));
        f.expects(SYN_ACK, "");
        f.sends(Segment.ack(1, 1));
        assertThat(p.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.1-12 MPTCP-3.1-10 each handshake has a key of its own, the same one when its SYN comes again")
    void keys() {
        Set<Long> seen = new HashSet<>();
        listen(false);
        for (int i = 0; i < 50; i++) {
            Flow f = p.new Flow(PEER_1, 40_000 + i, STACK_1, 80);
            f.sends(capable(Segment.syn(), H));
            p.learnStackKey(f.expects(SYN_ACK, "mpc12 v1 01"));
            assertThat(seen.add(p.stackKey)).isTrue();
            f.sends(capable(Segment.syn(), H));
            long before = p.stackKey;
            p.learnStackKey(f.expects(SYN_ACK, "mpc12 v1 01"));
            assertThat(p.stackKey).isEqualTo(before);
        }
    }

    @Test
    @DisplayName("MPTCP-3.1-12 no token is free: a SYN/ACK without MP_CAPABLE; taken in the meantime: plain TCP")
    void tokens() {
        p = new MptcpPeer(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.capable().withTokens(1)));
        Flow f = answered(H, "mpc12 v1 01");
        long key = p.stackKey;
        Flow g = p.new Flow(PEER_1, 40_001, STACK_1, 80);
        g.sends(capable(Segment.syn(), H));
        p.learnStackKey(g.expects(SYN_ACK, "mpc12 v1 01"));
        g.sends(p.keys(Segment.ack(1, 1), H));
        assertThat(p.app.connection.isMultipath()).isTrue();
        p.stackKey = key;
        f.sends(p.keys(Segment.ack(1, 1), H));
        assertThat(p.app.connection.isMultipath()).isFalse();
        Flow h = p.new Flow(PEER_1, 40_002, STACK_1, 80);
        h.sends(capable(Segment.syn(), H));
        h.expects(SYN_ACK, "");
        assertThat(p.count(Counter.MP_FALLBACK_TOKEN_INIT)).isEqualTo(1);
    }
}
