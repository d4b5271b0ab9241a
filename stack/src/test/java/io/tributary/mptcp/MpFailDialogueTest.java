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
import io.tributary.wire.option.MpPrioOption;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Payload that was changed on the way, where it is not as simple as one subflow with everything in order. */
class MpFailDialogueTest {
    private static final int WIDE = DssOption.ACK | DssOption.ACK_64 | DssOption.MAPPING | DssOption.DSN_64;

    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);

    private Segment summed(Segment s, long data, int ssn, String text, int error) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int field = DssChecksum.of(p.peerIdsn + data, ssn, bytes.length, Checksum.sum(new UnsafeBuffer(bytes), 0, bytes.length)) ^ error;
        return with(s.data(text), o -> DssOption.encode(o, WIDE, p.stackIdsn + 1, p.peerIdsn + data, ssn, bytes.length, field));
    }

    private static String sum(MptcpPeer q, long data, int ssn, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return String.format("%04x", DssChecksum.of(q.stackIdsn + data, ssn, bytes.length, Checksum.sum(new UnsafeBuffer(bytes), 0, bytes.length)));
    }

    @Test
    @DisplayName("MPTCP-3.7-8 good mappings right behind a wrong one, before anything could be said: nothing of it counts, and it is not taken for a gap")
    void checksumFailureInTheMiddle() {
        Flow f = p.accepted(H | A);
        f.arrives(summed(Segment.ack(1, 1), 1, 1, "good", 0));
        f.arrives(summed(Segment.ack(5, 1), 5, 5, "evil", 1));
        f.sends(summed(Segment.ack(9, 1), 9, 9, "more", 0));
        f.lastly("ACK seq 1 ack 13 len 0", "dss ack=5 fail=5");
        assertThat(p.app.read()).isEqualTo("good");
        f.sends(with(Segment.ack(13, 1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        assertThat(p.app.read()).isEqualTo("evilmore");
        assertThat(p.app.connection.isMultipath()).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.7-8 good mappings that have overtaken a wrong one on its only subflow: contiguous all the same")
    void checksumFailureOvertaken() {
        Flow f = p.accepted(H | A);
        f.sends(summed(Segment.ack(9, 1), 9, 9, "more", 0));
        f.sends(summed(Segment.ack(5, 1), 5, 5, "evil", 1));
        f.sends(summed(Segment.ack(1, 1), 1, 1, "good", 0));
        f.lastly("ACK seq 1 ack 13 len 0", "dss ack=5 fail=5");
        f.sends(with(Segment.ack(13, 1), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        assertThat(p.app.read()).isEqualTo("goodevilmore");
        f.sends(Segment.ack(13, 1).data("!"));
        assertThat(p.app.read()).isEqualTo("!");
    }

    @Test
    @DisplayName("MPTCP-3.7-7 the same on one of two subflows: what follows the wrong mapping on it is not acknowledged as data")
    void checksumFailureOfTwoInTheMiddle() {
        Flow f = p.accepted(H | A);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.arrives(summed(Segment.ack(1, 1), 1, 1, "evil", 1));
        g.sends(summed(Segment.ack(5, 1), 5, 5, "more", 0));
        g.lastly("RST,ACK seq 1 ack 9 len 0", "fail=1 tcprst=6");
        f.sends(summed(Segment.ack(1, 1), 1, 1, "good", 0));
        f.lastly("ACK seq 1 ack 5 len 0", "dss ack=5");
    }

    @Test
    @DisplayName("MPTCP-3.7-10 wrong checksum on the only subflow where data is missing before: RST with MP_FAIL; what followed comes again")
    void checksumFailureNotContiguous() {
        Flow f = p.accepted(H | A);
        f.sends(summed(Segment.ack(1, 1), 11, 1, "later", 0));
        f.lastly("ACK seq 1 ack 6 len 0", "dss ack=1");
        f.sends(summed(Segment.ack(6, 1), 6, 6, "wrong", 1));
        f.lastly("RST,ACK seq 1 ack 11 len 0", "fail=6 tcprst=6");
        p.andNothingElse();
        assertThat(p.app.closed).as("waits for another subflow").isNull();
        assertThat(p.app.connection.isMultipath()).isTrue();
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(summed(Segment.ack(1, 1), 1, 1, "start", 0));
        g.sends(summed(Segment.ack(6, 1), 6, 6, "right", 0));
        p.advance(40 * MS);
        g.lastly("ACK seq 1 ack 11 len 0", "dss ack=11");
        assertThat(p.app.read()).as("'later' is not delivered: it was discarded").isEqualTo("startright");
        g.sends(summed(Segment.ack(11, 1), 11, 11, "again", 0));
        assertThat(p.app.read()).isEqualTo("again");
    }

    @Test
    @DisplayName("MPTCP-3.7-10 RST with MP_FAIL on our only subflow: no new one of ours; on one of the peer's all data from there on travels again")
    void resetWithFailOnOnlySubflow() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow f = q.accepted(H | A);
        q.app.write("hello");
        q.advance(0);
        f.lastly("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5 sum=" + sum(q, 1, 1, "hello"));
        f.sends(q.dataAck(Segment.ack(1, 6), 1));
        f.sends(with(Segment.rst(1), o -> MpFailOption.encode(o, q.stackIdsn + 1)));
        q.advance(10_000 * MS).andNothingElse();
        assertThat(q.app.closed).isNull();
        Flow g = q.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5 sum=" + sum(q, 1, 1, "hello"));
    }

    @Test
    @DisplayName("MPTCP-3.7-10 a peer that puts its new subflow into infinite mapping at once, from the DSN of our MP_FAIL: plain TCP on it")
    void infiniteMappingOnNewSubflow() {
        Flow f = p.accepted(H | A);
        f.sends(summed(Segment.ack(1, 1), 1, 1, "good", 0));
        f.sends(summed(Segment.ack(5, 1), 9, 5, "late", 0));
        f.sends(summed(Segment.ack(9, 1), 5, 9, "evil", 1));
        f.lastly("RST,ACK seq 1 ack 13 len 0", "fail=5 tcprst=6");
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=5");
        g.sends(with(Segment.ack(1, 1).data("new"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 5, 1, 0, 0)));
        g.sends(Segment.ack(4, 1).data(" and plain"));
        assertThat(p.app.read()).isEqualTo("goodnew and plain");
        assertThat(p.app.connection.isMultipath()).isFalse();
        p.advance(40 * MS);
        g.lastly("ACK seq 1 ack 14 len 0", "");
    }

    @Test
    @DisplayName("MPTCP-3.7-13 MPTCP-3.7-12 an infinite mapping where we still know of another subflow: that one ends, TCP goes on on this one")
    void infiniteMappingAmongOthers() {
        Flow f = p.accepted(H | A);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(summed(Segment.ack(1, 1), 1, 1, "good", 0));
        f.lastly("ACK seq 1 ack 5 len 0", "dss ack=5");
        f.sends(with(Segment.ack(5, 1).data("more"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 1, 1, 0, 0)));
        g.lastly("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        assertThat(p.app.read()).isEqualTo("goodmore");
        assertThat(p.app.connection.isMultipath()).isFalse();
        assertThat(p.count(Counter.MP_INFINITE_MAP_RX)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.7-13 the same while data is on its way over another subflow: nobody could put it in order, RST with reason 1")
    void infiniteMappingTooEarly() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        g.sends(p.mapped(Segment.ack(1, 1).data("far"), 1, 4, 1, 3, false));
        f.sends(with(Segment.ack(1, 1).data("abc"), o -> DssOption.encode(o, DssOption.MAPPING | DssOption.DSN_64, 0, p.peerIdsn + 1, 1, 0,
            DssOption.NO_CHECKSUM)));
        f.lastly("RST,ACK seq 1 ack 1 len 0", "tcprst=1");
        assertThat(p.app.connection.isMultipath()).isTrue();
        g.sends(p.mapped(Segment.ack(4, 1).data("abc"), 1, 1, 4, 3, false));
        assertThat(p.app.read()).isEqualTo("abcfar");
    }

    @Test
    @DisplayName("MPTCP-3.7-7 MP_FAIL on an ACK where subflows are two: RST with reason 6, the data from there on travels on the other")
    void failOnAckOfTwo() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> MpPrioOption.encode(o, true)));
        p.app.write("hello");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        g.sends(p.dataAck(Segment.ack(1, 6), 1));
        g.sends(with(Segment.ack(1, 6), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        g.expects("RST,ACK seq 6 ack 1 len 0", "tcprst=6");
    }

    @Test
    @DisplayName("MPTCP-3.7-10 MP_FAIL while data of a subflow that has died waits to travel again: no plain TCP can bring it into order, RST")
    void failWhileDataWaits() {
        Flow f = p.accepted(H);
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(p.dataAck(Segment.ack(1, 1).window(0), 1), o -> MpPrioOption.encode(o, true)));
        p.app.write("hello");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        g.sends(Segment.rst(1));
        p.andNothingElse();
        f.sends(with(Segment.ack(1, 1).window(0), o -> MpFailOption.encode(o, p.stackIdsn + 1)));
        f.lastly("RST,ACK seq 1 ack 1 len 0", "tcprst=6");
        assertThat(p.count(Counter.MP_FALLBACK_FAILED)).isEqualTo(1);
        assertThat(p.app.connection.isMultipath()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.7-10 RST with MP_FAIL on a connection that was plain TCP from its SYN: a RST like any other")
    void failOnPlain() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT.with(MptcpConfig.DEFAULT.capable().withTokens(0)));
        Flow f = q.connect(false);
        f.expects("SYN seq 0 len 0", "");
        f.sends(Segment.synAck(1));
        f.expects("ACK seq 1 ack 1 len 0", "");
        f.sends(with(Segment.rst(1), o -> MpFailOption.encode(o, 1)));
        assertThat(q.app.closed).isEqualTo(CloseReason.RESET);
    }
}
