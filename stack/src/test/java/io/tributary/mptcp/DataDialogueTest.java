package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.testkit.Segment;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DataDialogueTest {
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);
    private final Flow f = p.accepted(H);

    private Segment short32(Segment s, long ack, long data, int ssn, int length) {
        return with(s, o -> DssOption.encode(o, DssOption.ACK | DssOption.MAPPING, p.stackIdsn + ack, p.peerIdsn + data, ssn, length,
            DssOption.NO_CHECKSUM));
    }

    @Test
    @DisplayName("MPTCP-3.3.1-12 MPTCP-3.3.2-2 32-bit DSN and Data ACK are taken, ours have 64 bits")
    void shortNumbers() {
        f.sends(short32(Segment.ack(1, 1).data("hello"), 1, 1, 1, 5));
        p.app.write("world");
        p.advance(0);
        f.lastly("ACK seq 1 ack 6 len 5", "dss ack=6 map=1/1/5");
        f.sends(with(Segment.ack(6, 6), o -> DssOption.encodeAck(o, p.stackIdsn + 6, false)));
        p.advance(0);
        assertThat(p.connection().sender().dataUna()).isEqualTo(6);
        assertThat(p.app.read()).isEqualTo("hello");
    }

    @Test
    @DisplayName("MPTCP-3.3.1-16 the mappings of the first burst fill their segments: none is split for want of room for the option")
    void firstBurst() {
        p.app.write("x".repeat(8000));
        p.advance(0);
        List<Integer> lengths = new ArrayList<>();
        for (byte[] packet = p.device.poll(); packet != null; packet = p.device.poll()) {
            lengths.add(packet.length - 20 - (packet[32] >>> 4 & 0xf) * 4);
        }
        assertThat(lengths).hasSizeGreaterThan(8);
        assertThat(lengths.subList(0, lengths.size() - 1)).allMatch(n -> n > 480);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-16 MPTCP-3.3.1-18 one mapping for several segments: on the first, on the last, or on each")
    void mappingOverSegments() {
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 4, false));
        f.sends(p.dataAck(Segment.ack(3, 1).data("cd"), 1));
        f.sends(p.dataAck(Segment.ack(7, 1).data("gh"), 1));
        f.sends(p.mapped(Segment.ack(5, 1).data("ef"), 1, 5, 5, 4, false));
        assertThat(p.app.read()).as("gh came before its mapping and is held").isEqualTo("abcdefgh");
    }

    @Test
    @DisplayName("MPTCP-3.3.1-19 the same mapping again with the DATA_FIN added")
    void mappingGrowsByDataFin() {
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 4, false));
        f.sends(p.mapped(Segment.ack(3, 1).data("cd"), 1, 1, 1, 5, true));
        f.lastly("ACK seq 1 ack 5 len 0", "dss ack=6");
        assertThat(p.app.read()).isEqualTo("abcd");
        assertThat(p.app.in.isEnded()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.1-3 MPTCP-3.3.6-2 old data on new subflow numbers: subflow acknowledged, data ignored, even if it differs")
    void oldDataOnNewNumbers() {
        f.sends(p.mapped(Segment.ack(1, 1).data("hello"), 1, 1, 1, 5, false));
        assertThat(p.app.read()).isEqualTo("hello");
        f.sends(p.mapped(Segment.ack(6, 1).data("o"), 1, 5, 6, 1, false));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 7 len 0", "dss ack=6");
        f.sends(p.mapped(Segment.ack(7, 1).data("XXnew"), 1, 4, 7, 5, false));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 12 len 0", "dss ack=9");
        assertThat(p.app.read()).isEqualTo("new");
        assertThat(p.count(Counter.MP_DUPLICATE_DATA)).isPositive();
    }

    @Test
    @DisplayName("MPTCP-3.3.1-15 MPTCP-3.3.1-19 a mapping that covers nothing of its segment, or moves known data, is ignored")
    void contradictingMappings() {
        f.sends(p.mapped(Segment.ack(1, 1).data("ab"), 1, 1, 1, 4, false));
        f.sends(p.mapped(Segment.ack(3, 1).data("cd"), 1, 100, 1, 4, false));
        assertThat(p.app.read()).isEqualTo("abcd");
        assertThat(p.count(Counter.MP_DSS_NOT_MATCHING)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.8-2 DSN beyond the window: subflow acknowledged, no Data ACK, nothing closed")
    void beyondWindow() {
        f.sends(p.mapped(Segment.ack(1, 1).data("far"), 1, 5_000_000, 1, 3, false));
        p.advance(40 * MS);
        f.expects("ACK seq 1 ack 4 len 0", "dss ack=1");
        f.sends(p.mapped(Segment.ack(4, 1).data("near"), 1, 1, 4, 4, false));
        assertThat(p.app.read()).isEqualTo("near");
        assertThat(p.count(Counter.MP_NO_DSS_IN_WINDOW)).isPositive();
    }

    @Test
    @DisplayName("MPTCP-3.3.2-8 a Data ACK of what was never sent is ignored and counted")
    void impossibleDataAck() {
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.sends(p.dataAck(Segment.ack(1, 1), 99));
        assertThat(p.count(Counter.MP_DATA_ACK_INVALID)).isEqualTo(1);
        assertThat(p.connection().sender().dataUna()).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.3.5-1 MPTCP-3.3.5-3 a smaller window on one subflow binds that one; the connection's edge stays")
    void windows() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(p.dataAck(Segment.ack(1, 1).window(3000), 1));
        p.app.write(new byte[100_000]);
        p.advance(0);
        int onFirst = 0;
        int onSecond = 0;
        for (byte[] packet = p.device.poll(); packet != null; packet = p.device.poll()) {
            int payload = packet.length - 20 - (packet[32] >>> 4 & 0xf) * 4;
            onFirst += packet[19] == 1 ? payload : 0;
            onSecond += packet[19] == 1 ? 0 : payload;
        }
        assertThat(onFirst).isBetween(1, 3000);
        assertThat(onSecond).isGreaterThan(3000);
    }

    @Test
    @DisplayName("MPTCP-3.3.2-3 the window of a segment without Data ACK does not count for the connection")
    void windowWithoutDataAck() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow g = q.listen(false);
        g.sends(MptcpPeer.capable(Segment.syn().window(4), H));
        q.learnStackKey(g.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        g.sends(q.keys(Segment.ack(1, 1).window(4), H));
        q.app.write("0123456789");
        q.advance(0);
        g.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        g.sends(q.dataAck(Segment.ack(1, 5).window(0), 5));
        g.sends(Segment.ack(1, 5).window(100));
        q.andNothingElse();
        g.sends(q.dataAck(Segment.ack(1, 5).window(100), 5));
        g.expects("ACK seq 5 ack 1 len 6", "dss ack=1 map=5/5/6");
    }

    @Test
    @DisplayName("MPTCP-3.3.5-6 a closed window is probed on one subflow; the answer opens it")
    void closedWindow() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow g = q.listen(false);
        g.sends(MptcpPeer.capable(Segment.syn().window(4), H));
        q.learnStackKey(g.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        g.sends(q.keys(Segment.ack(1, 1).window(4), H));
        q.app.write("0123456789");
        q.advance(0);
        g.expects("ACK seq 1 ack 1 len 4", "dss ack=1 map=1/1/4");
        g.sends(q.dataAck(Segment.ack(1, 5).window(0), 5));
        q.andNothingElse();
        q.advance(250 * MS);
        g.expects("ACK seq 4 ack 1 len 0", "dss ack=1");
        q.andNothingElse();
        g.sends(q.dataAck(Segment.ack(1, 5).window(100), 5));
        g.expects("ACK seq 5 ack 1 len 6", "dss ack=1 map=5/5/6");
    }

    @Test
    @DisplayName("MPTCP-3.3.6-3 data that a subflow delivered and nobody Data-ACKs is sent again by the data-level timer, on new numbers")
    void dataLevelTimer() {
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.sends(p.dataAck(Segment.ack(1, 6), 1));
        p.andNothingElse();
        p.advance(250 * MS);
        f.expects("ACK seq 6 ack 1 len 5", "dss ack=1 map=1/6/5");
        f.sends(p.dataAck(Segment.ack(1, 11), 6));
        p.advance(10_000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("MPTCP-3.3.6-1 MPTCP-3.3.6-7 after a timeout the data travels on the other subflow too, and still on its own")
    void reinjection() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.advance(0);
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        p.advance(250 * MS);
        String[] seen = {null, null};
        for (int i = 0; i < 2; i++) {
            byte[] packet = p.device.poll();
            assertThat(packet).isNotNull();
            seen[i] = packet[19] == (byte) 129 ? "other" : "own";
        }
        assertThat(seen).containsExactlyInAnyOrder("other", "own");
        assertThat(p.count(Counter.MP_RETRANS)).isEqualTo(1);
        assertThat(p.count(Counter.MP_SUBFLOW_STALE)).isEqualTo(1);
        f.sends(p.dataAck(Segment.ack(1, 6), 6));
        assertThat(p.count(Counter.MP_SUBFLOW_RECOVER)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.3.6-4 MPTCP-3.3.2-5 data is kept until the subflow that carried it has acknowledged it too")
    void retention() {
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.sends(p.dataAck(Segment.ack(1, 1), 6));
        assertThat(p.app.out.acknowledgedUpTo()).isZero();
        f.sends(p.dataAck(Segment.ack(1, 6), 6));
        assertThat(p.app.out.acknowledgedUpTo()).isEqualTo(5);
    }

    // ---- close

    @Test
    @DisplayName("MPTCP-3.3.3-2 MPTCP-3.3.3-7 DATA_FIN rides on the last data; FINs follow when both are acknowledged")
    void close() {
        p.app.write("bye");
        p.app.end();
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 3", "dss ack=1 map=1/1/4 fin");
        f.sends(p.dataAck(Segment.ack(1, 4), 5));
        p.andNothingElse();
        assertThat(p.app.closed).as("half-closed").isNull();
        f.sends(p.mapped(Segment.ack(1, 4).data("more"), 5, 1, 1, 4, false));
        p.advance(40 * MS);
        f.expects("ACK seq 4 ack 5 len 0", "dss ack=5");
        f.sends(p.mapped(Segment.ack(5, 4), 5, 5, 0, 1, true));
        f.expects("FIN,ACK seq 4 ack 5 len 0", "dss ack=6");
        assertThat(p.app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(p.app.read()).isEqualTo("more");
        f.sends(p.dataAck(Segment.of(TcpFlags.FIN | TcpFlags.ACK, 5, 5), 5));
        f.expects("ACK seq 5 ack 6 len 0", "dss ack=6");
        p.advance(0);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-3 MPTCP-3.3.3-11 a DATA_FIN by itself has SSN 0 and length 1 and is repeated until acknowledged")
    void dataFinAlone() {
        p.app.end();
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        p.advance(250 * MS);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1 map=1/0/1 fin");
        f.sends(p.dataAck(Segment.ack(1, 1), 2));
        p.advance(10_000 * MS).andNothingElse();
    }

    @Test
    @DisplayName("DD-M9 an end that nobody acknowledges is given up after the close timeout")
    void dataFinWithoutAnswer() {
        p.app.end();
        p.advance(61_000 * MS);
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
        p.advance(400_000 * MS);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-4 a DATA_FIN that overtakes data is acknowledged when the hole is filled")
    void dataFinOvertakes() {
        f.sends(p.mapped(Segment.ack(1, 1), 1, 6, 0, 1, true));
        p.andNothingElse();
        f.sends(p.mapped(Segment.ack(1, 1).data("hello"), 1, 1, 1, 5, false));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 6 len 0", "dss ack=7");
        assertThat(p.app.in.isEnded() || p.app.read().equals("hello") && p.app.in.isEnded()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-13 data behind a known DATA_FIN is dropped and counted")
    void dataBehindDataFin() {
        f.sends(p.mapped(Segment.ack(1, 1).data("hello"), 1, 1, 1, 6, true));
        f.expects("ACK seq 1 ack 6 len 0", "dss ack=7");
        f.sends(p.mapped(Segment.ack(6, 1).data("late"), 1, 7, 6, 4, false));
        assertThat(p.app.read()).isEqualTo("hello");
        assertThat(p.count(Counter.MP_AFTER_DATA_FIN)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-10 MPTCP-3.3-5 DD-M10 all subflows gone without DATA_FIN: kept for a minute, a join revives it, else it ends")
    void breakBeforeMake() {
        f.sends(Segment.rst(1));
        p.advance(30_000 * MS);
        assertThat(p.app.closed).isNull();
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.advance(60_000 * MS);
        assertThat(p.app.closed).as("alive again").isNull();
        p.app.write("on");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 2", "dss ack=1 map=1/1/2");
        g.sends(Segment.rst(1));
        p.advance(61_000 * MS);
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    // ---- fast close

    @Test
    @DisplayName("MPTCP-3.5-6 MPTCP-3.5-8 CONV-DD-11 we abort with RST and MP_FASTCLOSE, the peer's key in it, on every subflow")
    void abort() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.app.connection.abort(p.nowNs);
        p.advance(0);
        f.expects("RST,ACK seq 1 ack 1 len 0", "fastclose=0001020304050607 tcprst=0");
        g.expects("RST,ACK seq 1 ack 1 len 0", "fastclose=0001020304050607 tcprst=0");
        p.andNothingElse();
        assertThat(p.app.closed).isEqualTo(CloseReason.ABORTED);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.5-3 MP_FASTCLOSE on an ACK: RST on every subflow, closed at once")
    void fastcloseOnAck() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.ack(1, 1), o -> io.tributary.wire.option.MpFastcloseOption.encode(o, p.stackKey)));
        f.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        assertThat(p.app.closed).isEqualTo(CloseReason.RESET);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.5-6 MP_FASTCLOSE on a RST: RST on the others, closed at once")
    void fastcloseOnRst() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(with(Segment.rst(1), o -> io.tributary.wire.option.MpFastcloseOption.encode(o, p.stackKey)));
        while (p.device.size() > 1) {
            p.device.poll();
        }
        g.expects("RST,ACK seq 1 ack 1 len 0", "tcprst=0");
        assertThat(p.app.closed).isEqualTo(CloseReason.RESET);
        assertThat(p.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.5-1 MP_FASTCLOSE with another key is ignored")
    void fastcloseWrongKey() {
        f.sends(with(Segment.ack(1, 1), o -> io.tributary.wire.option.MpFastcloseOption.encode(o, p.stackKey + 1)));
        p.andNothingElse();
        assertThat(p.app.closed).isNull();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-7 MPTCP-3.3.3-8 at the end a subflow that timed out, and that the peer still uses, is not reset: it may be the only one that says so")
    void staleButHeard() {
        Flow g = p.joined(80, 2, true);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.app.write("hi");
        p.app.end();
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 2", "dss ack=1 map=1/1/3 fin");
        p.advance(1500 * MS);
        assertThat(p.count(Counter.MP_SUBFLOW_STALE)).isPositive();
        assertThat(p.count(Counter.MP_RETRANS)).as("reinjected on the backup").isPositive();
        g.sends(p.dataAck(Segment.ack(1, 3), 4));
        f.sends(p.mapped(Segment.ack(1, 1).data("bye"), 1, 1, 1, 4, true));
        assertThat(p.app.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(p.count(Counter.TCP_OUT_RSTS)).isZero();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-10 data waits, and the only subflow left is one of which our direction has ended: given up after the close timeout")
    void nothingToSendBy() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        p.connection().paths().finish(0);
        p.advance(0);
        f.lastly("FIN,ACK seq 1 ack 1 len 0", "dss ack=1");
        f.sends(p.dataAck(Segment.ack(1, 2), 1));
        g.sends(Segment.rst(1));
        p.app.write("hello");
        p.advance(59_000 * MS);
        assertThat(p.app.closed).isNull();
        p.advance(2_000 * MS);
        assertThat(p.app.closed).isEqualTo(CloseReason.TIMED_OUT);
        f.lastly("RST,ACK seq 2 ack 1 len 0", "fastclose=0001020304050607 tcprst=0");
    }
}
