package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.A;
import static io.tributary.mptcp.MptcpPeer.C;
import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.capable;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.testkit.Segment;
import io.tributary.wire.Checksum;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapableDialogueTest {
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    // ---- listener

    @Test
    @DisplayName("MPTCP-3.1-1 MPTCP-3.1-2 MPTCP-3.1-4 MPTCP-3.1-15 MPTCP-3.1-29 listener: keys on the first data are its mapping, answered with a Data ACK")
    void listener() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(p.firstData(Segment.ack(1, 1).data("hello"), H, 5, 0));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 6 len 0", "dss ack=6");
        assertThat(p.app.read()).isEqualTo("hello");
        assertThat(p.app.connection.isMultipath()).isTrue();
        p.app.write("world");
        p.advance(0);
        f.expects("ACK seq 1 ack 6 len 5", "dss ack=6 map=1/1/5");
        p.andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-B-6 DD-M13 listener: nothing is sent before the third packet; then mapping and Data ACK together")
    void listenerWaitsForKeys() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        p.app.write("early");
        p.advance(100 * MS).andNothingElse();
        f.sends(p.keys(Segment.ack(1, 1), H));
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
    }

    @ParameterizedTest(name = "flags {0}")
    @ValueSource(ints = {0, MpCapableOption.EXTENSIBILITY | H, 0x02, 0x10})
    @DisplayName("MPTCP-3.1-20 MPTCP-3.1-23 MPTCP-3.1-24 B flag, no algorithm, or only unknown ones: answered as plain TCP")
    void unusableSyn(int flags) {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), flags));
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
    }

    @Test
    @DisplayName("MPTCP-3.1-7 MPTCP-E-1 version 0 is ignored, a later one is answered with 1; unknown algorithms beside ours too")
    void versions() {
        Flow f = p.listen(false);
        Segment v0 = capable(Segment.syn(), H);
        v0.options.buffer().putByte(2, (byte) 0x00);
        f.sends(v0);
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
        Flow g = p.new Flow(MptcpPeer.PEER_1, 40_001, MptcpPeer.STACK_1, 80);
        Segment v3 = capable(Segment.syn(), 0x1f);
        v3.options.buffer().putByte(2, (byte) 0x03);
        g.sends(v3);
        g.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01");
    }

    @Test
    @DisplayName("MPTCP-3.1-31 a SYN without option is answered without")
    void plainSyn() {
        Flow f = p.listen(false);
        f.sends(Segment.syn());
        f.expects("SYN,ACK seq 0 ack 1 len 0", "");
        f.sends(Segment.ack(1, 1).data("x"));
        assertThat(p.app.read()).isEqualTo("x");
        assertThat(p.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.1-32 MPTCP-3.1-34 DD-M1 a third packet without keys: plain TCP, even with a DSS when it carries data")
    void thirdPacketWithoutKeys() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(p.dataAck(Segment.ack(1, 1).data("abc"), 1));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 4 len 0", "");
        assertThat(p.app.read()).isEqualTo("abc");
        assertThat(p.app.connection.isMultipath()).isFalse();
        p.app.write("d");
        p.advance(0);
        f.expects("ACK seq 1 ack 4 len 1", "");
        assertThat(p.count(Counter.MP_CAPABLE_FALLBACK_ACK)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.1-36 MPTCP-3.1-17 another key than ours in the third packet: tampered, plain TCP")
    void wrongKeyEchoed() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        p.stackKey++;
        f.sends(p.keys(Segment.ack(1, 1), H));
        p.app.write("d");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 1", "");
    }

    @Test
    @DisplayName("DD-M1 data out of order before the keys decides nothing and is dropped; the keys on the first data come in time")
    void keysAfterReordering() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(p.mapped(Segment.ack(6, 1).data("world"), 1, 6, 6, 5, false));
        while (p.device.poll() != null) {
            // whatever the stack answers, nothing is acknowledged yet
        }
        f.sends(p.firstData(Segment.ack(1, 1).data("hello"), H, 5, 0));
        assertThat(p.app.connection.isMultipath()).isTrue();
        assertThat(p.app.read()).isEqualTo("hello");
    }

    @Test
    @DisplayName("MPTCP-3.1-16 keys repeated, longer than the segment, and after our own DSS: one and the same mapping")
    void repeatedFirstMapping() {
        Flow f = p.accepted(H);
        f.sends(p.firstData(Segment.ack(1, 1).data("hel"), H, 8, 0));
        f.sends(p.firstData(Segment.ack(4, 1).data("lo"), H, 8, 0));
        f.sends(p.firstData(Segment.ack(1, 1).data("hel"), H, 8, 0));
        f.sends(p.mapped(Segment.ack(6, 1).data("you"), 1, 1, 1, 8, false));
        assertThat(p.app.read()).isEqualTo("helloyou");
        assertThat(p.count(Counter.MP_DSS_NOT_MATCHING)).isZero();
    }

    @Test
    @DisplayName("MPTCP-3.1-25 DD-M4 the peer's A flag is honoured: checksums both ways, the outcome repeated")
    void checksumByPeer() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), H | A));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 81"));
        f.sends(p.firstData(Segment.ack(1, 1).data("hello"), H | A, 5, checksum(1, 1, 5, "hello")));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 6 len 0", "dss ack=6");
        p.app.write("hello");
        p.advance(0);
        String sum = String.format("%04x", DssChecksum.of(p.stackIdsn + 1, 1, 5, sum("hello")));
        f.expects("ACK seq 1 ack 6 len 5", "dss ack=6 map=1/1/5 sum=" + sum);
        assertThat(p.app.read()).isEqualTo("hello");
    }

    @Test
    @DisplayName("MPTCP-3.3-3 MPTCP-3.3-4 a checksum that was not agreed on, or a missing one: RST with reason 1")
    void checksumAgainstAgreement() {
        Flow f = p.accepted(H);
        f.sends(MptcpPeer.with(Segment.ack(1, 1).data("hello"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 1, 1, 5, 0x1234)));
        f.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        p.andNothingElse();
    }

    // ---- SYN data

    @Test
    @DisplayName("MPTCP-B-2 MPTCP-B-3 payload of the SYN is outside the data: SSN 1 is the byte behind it")
    void synPayload() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn().data("request"), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 8 len 0", "mpc12 v1 01"));
        assertThat(p.app.pending.synPayload()).asString(StandardCharsets.US_ASCII).isEqualTo("request");
        f.sends(p.firstData(Segment.ack(8, 1).data("data"), H, 4, 0));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 12 len 0", "dss ack=5");
        assertThat(p.app.read()).isEqualTo("data");
    }

    @Test
    @DisplayName("MPTCP-B-8 payload beside MPC(20) is as good as SYN payload: delivered first, SSN 1 behind it")
    void payloadBesideKeys() {
        Flow f = p.listen(false);
        f.sends(capable(Segment.syn(), H));
        p.learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        f.sends(p.keys(Segment.ack(1, 1).data("request"), H));
        f.expects("ACK seq 1 ack 8 len 0", "dss ack=1");
        assertThat(p.app.read()).isEqualTo("request");
        f.sends(p.keys(Segment.ack(1, 1).data("request"), H));
        f.expects("ACK seq 1 ack 8 len 0", "dss ack=1");
        f.sends(p.mapped(Segment.ack(8, 1).data("data"), 1, 1, 1, 4, false));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 12 len 0", "dss ack=5");
        assertThat(p.app.read()).isEqualTo("data");
        assertThat(p.app.connection.isMultipath()).isTrue();
    }

    // ---- initiator

    @Test
    @DisplayName("MPTCP-3.1-1 MPTCP-3.1-3 MPTCP-3.1-6 MPTCP-3.1-13 MPTCP-3.1-22 MPTCP-3.1-29 initiator: keys on the first ACK and again with the first data, until a Data ACK comes")
    void initiator() {
        Flow f = p.connected(H);
        p.andNothingElse();
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "mpc22 v1 01 len=5");
        p.app.write("again");
        p.advance(0);
        f.expects("ACK seq 6 ack 1 len 5", "dss ack=1 map=6/6/5");
        f.sends(p.dataAck(Segment.ack(1, 11), 11));
        p.app.write("more");
        p.advance(0);
        f.expects("ACK seq 11 ack 1 len 4", "dss ack=1 map=11/11/4");
    }

    @Test
    @DisplayName("MPTCP-3.1-14 first data that is lost goes out again with the keys")
    void firstDataRetransmitted() {
        Flow f = p.connected(H);
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "mpc22 v1 01 len=5");
        p.advance(1000 * MS);
        f.expects("ACK seq 1 ack 1 len 5", "mpc22 v1 01 len=5");
    }

    @Test
    @DisplayName("MPTCP-3.1-14 the listener speaks first: its Data ACK proves the keys, our first data has a DSS")
    void listenerSpeaksFirst() {
        Flow f = p.connected(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("banner"), 1, 1, 1, 6, false));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 7 len 0", "dss ack=7");
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 7 len 5", "dss ack=7 map=1/1/5");
        assertThat(p.app.read()).isEqualTo("banner");
    }

    @Test
    @DisplayName("DD-M13 early data of the listener, mapping without Data ACK: taken, acknowledged beside the repeated keys")
    void earlyData() {
        Flow f = p.connected(H);
        f.sends(MptcpPeer.with(Segment.ack(1, 1).data("banner"), o ->
            DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 1, 1, 6, DssOption.NO_CHECKSUM)));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 7 len 0", "dss ack=7");
        assertThat(p.app.read()).isEqualTo("banner");
        assertThat(p.app.connection.isMultipath()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.1-33 MPTCP-3.9.3-1 three SYNs with MP_CAPABLE, the next goes without")
    void synsWithoutAnswer() {
        Flow f = p.connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        p.advance(1000 * MS);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        p.advance(2000 * MS);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        p.advance(4000 * MS);
        f.expects("SYN seq 0 len 0", "");
        f.sends(Segment.synAck(1));
        f.expects("ACK seq 1 ack 1 len 0", "");
        assertThat(p.app.established).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.1-25 initiator without A, listener with: checksums in use, first data has 24 bytes of option")
    void checksumByListener() {
        Flow f = p.connected(H | A);
        p.app.write("hello");
        p.advance(0);
        Segment s = f.expects("ACK seq 1 ack 1 len 5", "mpc24 v1 81 len=5");
        int field = s.view.options.buffer().getShort(s.view.options.mptcpAt(0) + 22, java.nio.ByteOrder.BIG_ENDIAN) & 0xffff;
        assertThat(field).isEqualTo(DssChecksum.of(p.stackIdsn + 1, 1, 5, sum("hello")));
    }

    @Test
    @DisplayName("MPTCP-B-7 payload on a SYN/ACK is outside the data, as on a SYN")
    void synAckPayload() {
        Flow f = p.connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        p.stackKey = p.connection().keys().localKey();
        p.stackIdsn = p.connection().keys().localIdsn();
        f.sends(capable(Segment.synAck(1).data("hi!"), H));
        f.expects("ACK seq 1 ack 4 len 0", "mpc20 v1 01");
        assertThat(p.app.read()).isEqualTo("hi!");
        f.sends(p.mapped(Segment.ack(4, 1).data("data"), 1, 1, 1, 4, false));
        assertThat(p.app.read()).isEqualTo("data");
    }

    @Test
    @DisplayName("MPTCP-3.1-21 C flag of the peer: no further subflow to its first address and port")
    void noJoinHere() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.withEndpoints(io.tributary.mptcp.path.Endpoint.subflow(0, MptcpPeer.STACK_2, 3)));
        Flow f = q.connected(H | C);
        f.sends(q.dataAck(Segment.ack(1, 1), 1));
        q.advance(1000 * MS).andNothingElse();
    }

    private int checksum(long data, int ssn, int length, String text) {
        return DssChecksum.of(p.peerIdsn + data, ssn, length, sum(text));
    }

    private static long sum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Checksum.sum(new UnsafeBuffer(bytes), 0, bytes.length);
    }
}
