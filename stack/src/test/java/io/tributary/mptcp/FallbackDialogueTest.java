package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.A;
import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.mptcp.mapping.DssChecksum;
import io.tributary.tcp.CloseReason;
import io.tributary.testkit.Segment;
import io.tributary.wire.Checksum;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpFailOption;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FallbackDialogueTest {
    private static final int WIDE = DssOption.ACK | DssOption.ACK_64 | DssOption.MAPPING | DssOption.DSN_64;

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    private Segment summed(Segment s, long data, int ssn, String text, int error) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int field = DssChecksum.of(p.peerIdsn + data, ssn, bytes.length, Checksum.sum(new UnsafeBuffer(bytes), 0, bytes.length)) ^ error;
        return with(s.data(text), o -> DssOption.encode(o, WIDE, p.stackIdsn + 1, p.peerIdsn + data, ssn, bytes.length, field));
    }

    @Test
    @DisplayName("MPTCP-3.7-4 MPTCP-3.7-11 first data acknowledged without Data ACK: one infinite mapping, then plain TCP")
    void dataAckMissing() {
        Flow f = p.connected(H);
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "mpc22 v1 01 len=5");
        f.sends(Segment.ack(1, 6));
        p.app.write("world");
        p.advance(0);
        f.expects("ACK seq 6 ack 1 len 5", "dss map=1/1/0");
        p.app.write("again");
        p.advance(0);
        f.expects("ACK seq 11 ack 1 len 5", "");
        f.sends(Segment.ack(1, 16));
        assertThat(p.app.out.acknowledgedUpTo()).isEqualTo(15);
        assertThat(p.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.7-3 the same on a joined subflow: RST with reason 6, the connection lives")
    void dataAckMissingOnJoin() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> io.tributary.wire.option.MpPrioOption.encode(o, true)));
        p.app.write("hello");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        g.sends(Segment.ack(1, 6));
        g.expects("RST,ACK seq 6 ack 1 len 0", "tcprst=6");
        p.advance(1000 * MS);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
    }

    @Test
    @DisplayName("MPTCP-3.7-12 MPTCP-3.7-14 MPTCP-3.7-16 infinite mapping of the peer: no options any more; its FIN is the end, its RST a reset")
    void infiniteMapping() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 2, false));
        f.lastly("ACK seq 1 ack 3 len 0", "dss ack=3");
        f.sends(with(Segment.ack(3, 1).data("cd"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 3, 3, 0, DssOption.NO_CHECKSUM)));
        f.sends(Segment.ack(5, 1).data("ef"));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 7 len 0", "");
        assertThat(p.app.read()).isEqualTo("abcdef");
        p.app.write("x");
        p.advance(0);
        f.expects("ACK seq 1 ack 7 len 1", "dss map=1/1/0");
        f.sends(Segment.fin(7, 2));
        f.expects("ACK seq 2 ack 8 len 0", "");
        assertThat(p.app.in.isEnded()).isTrue();
        f.sends(Segment.rst(8));
        assertThat(p.app.closed).isEqualTo(CloseReason.RESET);
    }

    @Test
    @DisplayName("MPTCP-3.7-17 data without mapping on the only subflow, nothing missing: plain TCP from there on")
    void silentFallback() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 2, false));
        f.sends(Segment.ack(3, 1).data("cd"));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 5 len 0", "");
        assertThat(p.app.read()).isEqualTo("abcd");
        assertThat(p.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.7-17 MPTCP-3.3.1-8 data without mapping where subflows are two: acknowledged by the subflow, not as data")
    void unmappedWithTwoSubflows() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(p.dataAck(Segment.ack(1, 1).data("cd"), 1));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 3 len 0", "dss ack=1");
        assertThat(p.app.connection.isMultipath()).isTrue();
        assertThat(p.app.read()).isEmpty();
    }

    @Test
    @DisplayName("MPTCP-3.7-5 MPTCP-3.3.1-10 more unmapped data than is kept: RST with reason 6")
    void tooMuchUnmapped() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        for (int i = 0; i < 60; i++) {
            f.sends(p.dataAck(Segment.ack(1 + 1400L * i, 1).data(new byte[1400]), 1));
            while (p.device.size() > 1) {
                p.device.poll();
            }
        }
        assertThat(p.connection().subflows().count()).isEqualTo(1);
        assertThat(p.count(Counter.MP_DSS_CORRUPTION_RESET)).isEqualTo(1);
        assertThat(p.app.closed).isNull();
    }

    @Test
    @DisplayName("MPTCP-3.7-8 wrong checksum on the only subflow: MP_FAIL with the mapping's start; delivered after the peer's answer")
    void checksumFailure() {
        Flow f = p.accepted(H | A);
        f.sends(summed(Segment.ack(1, 1), 1, 1, "good", 0));
        f.lastly("ACK seq 1 ack 5 len 0", "dss ack=5");
        f.sends(summed(Segment.ack(5, 1), 5, 5, "evil", 1));
        f.lastly("ACK seq 1 ack 9 len 0", "dss ack=5 fail=5");
        assertThat(p.app.read()).isEqualTo("good");
        f.sends(summed(Segment.ack(9, 1), 9, 9, "more", 0));
        assertThat(p.app.read()).isEmpty();
        f.sends(with(Segment.ack(13, 1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        assertThat(p.app.read()).isEqualTo("evilmore");
        f.sends(with(Segment.ack(13, 1).data("!"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 13, 13, 0, 0)));
        assertThat(p.app.read()).isEqualTo("!");
        assertThat(p.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.7-8 Linux starts its infinite mapping at the packet's own octet, without MP_FAIL before: what lies between is delivered")
    void infiniteMappingAfterFailure() {
        Flow f = p.accepted(H | A);
        f.sends(summed(Segment.ack(1, 1), 1, 1, "evil", 1));
        f.lastly("ACK seq 1 ack 5 len 0", "dss ack=1 fail=1");
        f.sends(with(Segment.ack(5, 1).data("!"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 5, 5, 0, 0)));
        assertThat(p.app.read()).isEqualTo("evil!");
    }

    @Test
    @DisplayName("MPTCP-3.7-8 no answer to MP_FAIL: said again, and after three RTO delivered all the same")
    void failureWithoutAnswer() {
        Flow f = p.accepted(H | A);
        f.sends(summed(Segment.ack(1, 1), 1, 1, "evil", 1));
        f.lastly("ACK seq 1 ack 5 len 0", "dss ack=1 fail=1");
        p.advance(3100 * MS);
        f.sends(summed(Segment.ack(5, 1), 5, 5, "more", 0));
        assertThat(p.app.read()).isEqualTo("evilmore");
    }

    @Test
    @DisplayName("MPTCP-3.7-8 a FIN behind what is kept until the peer's answer is no end before that is delivered")
    void finBehindFailure() {
        Flow f = p.accepted(H | A);
        f.sends(summed(Segment.ack(1, 1), 1, 1, "evil", 1));
        f.sends(Segment.fin(5, 1));
        assertThat(p.app.in.endSeen()).isFalse();
        f.sends(with(Segment.ack(6, 1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        assertThat(p.app.read()).isEqualTo("evil");
        assertThat(p.app.in.isEnded()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.7-9 MP_FAIL of the peer: MP_FAIL back, infinite mapping from the last intact octet, plain TCP")
    void failOfPeer() {
        Flow f = p.accepted(H | A);
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5 sum=" + sum(1, 1, "hello"));
        f.sends(with(p.dataAck(Segment.ack(1, 6), 1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        f.expects("ACK seq 6 ack 1 len 0", "fail=1");
        p.app.write("world");
        p.advance(0);
        f.expects("ACK seq 6 ack 1 len 5", "dss map=1/1/0 sum=0000");
        p.app.write("again");
        p.advance(0);
        f.expects("ACK seq 11 ack 1 len 5", "");
        f.sends(Segment.ack(1, 16).data("plain"));
        assertThat(p.app.read()).isEqualTo("plain");
    }

    private String sum(long data, int ssn, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return String.format("%04x", DssChecksum.of(p.stackIdsn + data, ssn, bytes.length, Checksum.sum(new UnsafeBuffer(bytes), 0, bytes.length)));
    }

    @Test
    @DisplayName("MPTCP-3.7-6 wrong checksum where subflows are two: RST with MP_FAIL and reason 6 on that one")
    void checksumFailureOfTwo() {
        Flow f = p.accepted(H | A);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(summed(Segment.ack(1, 1), 1, 1, "evil", 1));
        g.expects("RST,ACK seq 1 ack 5 len 0", "fail=1 tcprst=6");
        f.sends(summed(Segment.ack(1, 1), 1, 1, "good", 0));
        assertThat(p.app.read()).isEqualTo("good");
        assertThat(p.app.connection.isMultipath()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.7-7 RST with MP_FAIL of the peer: the data from there on travels on the other subflow")
    void resetWithFail() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> io.tributary.wire.option.MpPrioOption.encode(o, true)));
        p.app.write("hello");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        g.sends(p.dataAck(Segment.ack(1, 6), 1));
        g.sends(with(Segment.rst(1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
    }

    @Test
    @DisplayName("MPTCP-3.7-15 without checksums changed payload cannot be seen: it is delivered, and nobody falls back")
    void changedWithoutChecksum() {
        Flow f = p.accepted(H);
        f.sends(p.mapped(Segment.ack(1, 1).data("evil"), 1, 1, 1, 4, false));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 5 len 0", "dss ack=5");
        assertThat(p.app.read()).isEqualTo("evil");
        assertThat(p.app.connection.isMultipath()).isTrue();
        assertThat(p.count(Counter.MP_FAIL_TX) + p.count(Counter.MP_DATA_CSUM_ERR)).isZero();
    }

    @Test
    @DisplayName("MPTCP-3.7-2 MPTCP-3.1-4 every segment has its mapping until a Data ACK has come, first data on each of its segments the keys")
    void mappingOnEverySegment() {
        Flow f = p.connected(H);
        p.app.write(new byte[3000]);
        p.advance(0);
        int seen = 0;
        for (byte[] packet = p.device.poll(); packet != null; packet = p.device.poll()) {
            seen++;
            assertThat(packet[40] & 0xff).as("kind").isEqualTo(30);
            assertThat(packet[41]).as("length").isEqualTo((byte) 22);
            assertThat(packet[42] & 0xf0).as("subtype MP_CAPABLE").isZero();
            assertThat((packet[60] & 0xff) << 8 | packet[61] & 0xff).as("Data-Level Length").isEqualTo(3000);
        }
        assertThat(seen).isEqualTo(6);
        f.sends(p.dataAck(Segment.ack(1, 3001), 3001));
        p.app.write("next");
        p.advance(0);
        f.expects("ACK seq 3001 ack 1 len 4", "dss ack=1 map=3001/3001/4");
    }
}
