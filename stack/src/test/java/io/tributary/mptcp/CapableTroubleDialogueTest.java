package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.A;
import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.capable;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.testkit.Segment;
import io.tributary.wire.option.MpCapableOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes in which something is repeated, crossed, corrupted or refused. */
class CapableTroubleDialogueTest {
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    @Test
    @DisplayName("MPTCP-3.1-31 MPTCP-3.1-34 a SYN that comes again without the option is answered without; the third packet decides all the same")
    void repeatedWithoutOption() {
        for (boolean keys : new boolean[] {true, false}) {
            MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
            Flow f = q.listen(false);
            f.sends(capable(Segment.syn(), H));
            q.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
            f.sends(Segment.syn());
            f.expects("SYN,ACK seq 0 ack 1 len 0", "");
            q.advance(1000 * MS);
            f.expects("SYN,ACK seq 0 ack 1 len 0", "");
            f.sends(keys ? q.keys(Segment.ack(1, 1), H) : Segment.ack(1, 1));
            assertThat(q.app.connection.isMultipath()).isEqualTo(keys);
        }
    }

    @Test
    @DisplayName("MPTCP-3.1-34 MPTCP-3.1-31 a plain SYN, then one with the option that it had overtaken: plain TCP it stays")
    void repeatedWithOption() {
        Flow f = p.listen(false);
        f.sends(Segment.syn());
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
        f.sends(capable(Segment.syn(), H));
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
        f.sends(Segment.ack(1, 1).data("x"));
        assertThat(p.app.connection.isMultipath()).isFalse();
        assertThat(p.app.read()).isEqualTo("x");
    }

    @Test
    @DisplayName("MPTCP-3.1-17 a SYN/ACK that acknowledges what was never sent gets a RST, and MPTCP goes on with the right one")
    void unexpectedAcknowledgment() {
        Flow f = p.connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        f.sends(capable(Segment.synAck(9), H));
        f.expects("RST seq 9 len 0", "");
        f.sends(capable(Segment.synAck(1), H));
        f.expects("ACK seq 1 ack 1 len 0", "mpc20 v1 01");
    }

    @Test
    @DisplayName("MPTCP-3.1-17 MPTCP-3.1-5 an MP_CAPABLE of impossible length in the SYN/ACK, or in the third packet: plain TCP, no option any more")
    void corruptedOption() {
        Flow f = p.connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        f.sends(p.keys(Segment.synAck(1), H));
        f.expects("ACK seq 1 ack 1 len 0", "");
        p.app.write("x");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 1", "");
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow g = q.listen(false);
        g.sends(capable(Segment.syn(), H));
        q.learnStackKey(g.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        g.sends(MptcpPeer.with(Segment.ack(1, 1), o -> MpCapableOption.encodeSynAck(o, H, MptcpPeer.PEER_KEY)));
        assertThat(q.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.1-17 MPTCP-3.1-37 the SYNs of both sides cross: whose key is whose nobody can say, plain TCP")
    void simultaneousOpen() {
        Flow f = p.connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        f.sends(capable(Segment.syn(), H));
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
        f.sends(capable(Segment.synAck(1), H));
        p.advance(40 * MS);
        assertThat(p.app.established).isEqualTo(1);
        assertThat(p.app.connection.isMultipath()).isFalse();
        assertThat(p.count(Counter.MP_SIMULT_CONNECT_FALLBACK)).isEqualTo(1);
        p.app.write("x");
        p.advance(0);
        f.lastly("ACK seq 1 ack 1 len 1", "");
    }

    @Test
    @DisplayName("MPTCP-5-3 MPTCP-3.1-8 MPTCP-E-1 a SYN/ACK of version 0, or without option, is not followed by an attempt with version 0")
    void noRetryWithVersion0() {
        Flow f = p.connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        Segment v0 = capable(Segment.synAck(1), H);
        v0.options.buffer().putByte(2, (byte) 0x00);
        f.sends(v0);
        f.expects("ACK seq 1 ack 1 len 0", "");
        p.advance(60_000 * MS).andNothingElse();
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow g = q.connect(false);
        g.expects("SYN seq 0 len 0", "mpc4 v1 01");
        g.sends(Segment.synAck(1));
        g.expects("ACK seq 1 ack 1 len 0", "");
        q.advance(60_000 * MS).andNothingElse();
        assertThat(q.app.established).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.1-35 MP_CAPABLE means nothing on a further subflow: neither in its handshake nor on its first data")
    void firstSubflowOnly() {
        p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.firstData(Segment.ack(1, 1).data("hello"), H, 5, 0));
        p.advance(40 * MS);
        g.lastly("ACK seq 1 ack 6 len 0", "dss ack=1");
        assertThat(p.app.read()).isEmpty();
        Flow h = p.new Flow(MptcpPeer.PEER_2, 41_001, MptcpPeer.STACK_1, 80);
        h.sends(p.join(Segment.syn(), 3, 78, false));
        h.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        h.sends(p.keys(Segment.ack(1, 1), H));
        h.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
    }

    @Test
    @DisplayName("MPTCP-3.1-26 checksums are refused: a SYN or SYN/ACK that insists on them is as good as none, one that does not is taken")
    void checksumRefused() {
        MptcpConfig config = MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.capable().withRefusesChecksums(true));
        MptcpPeer q = new MptcpPeer(config);
        Flow f = q.listen(false);
        f.sends(capable(Segment.syn(), H | A));
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
        Flow g = q.new Flow(MptcpPeer.PEER_1, 40_001, MptcpPeer.STACK_1, 80);
        g.sends(capable(Segment.syn(), H));
        g.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01");
        MptcpPeer r = new MptcpPeer(config);
        Flow h = r.connect(false);
        h.expects("SYN seq 0 len 0", "mpc4 v1 01");
        h.sends(capable(Segment.synAck(1), H | A));
        h.expects("ACK seq 1 ack 1 len 0", "");
        assertThat(r.app.connection.isMultipath()).isFalse();
        MptcpPeer s = new MptcpPeer(config);
        Flow own = s.listen(true);
        own.sends(capable(Segment.syn(), H | A));
        own.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 81");
    }

    @ParameterizedTest(name = "flags {0}")
    @ValueSource(ints = {0, MpCapableOption.EXTENSIBILITY | H, 0x03, 0x02})
    @DisplayName("MPTCP-3.1-37 a SYN/ACK with the B flag or another set of algorithms than one of ours: plain TCP")
    void unusableSynAck(int flags) {
        Flow f = p.connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        f.sends(capable(Segment.synAck(1), flags));
        f.expects("ACK seq 1 ack 1 len 0", "");
        p.app.write("x");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 1", "");
        assertThat(p.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("DD-M11 MP_CAPABLE twice, or beside MP_JOIN: neither counts")
    void handshakeOptionsTwice() {
        Flow f = p.listen(false);
        f.sends(capable(capable(Segment.syn(), H), H));
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
    }
}
