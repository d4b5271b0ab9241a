package io.tributary.mptcp;

import static io.tributary.mptcp.MptcpPeer.H;
import static io.tributary.mptcp.MptcpPeer.MS;
import static io.tributary.mptcp.MptcpPeer.PEER_2;
import static io.tributary.mptcp.MptcpPeer.STACK_1;
import static io.tributary.mptcp.MptcpPeer.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.MptcpPeer.Flow;
import io.tributary.testkit.Segment;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpPrioOption;
import java.nio.ByteOrder;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two levels of sequence numbers, windows and acknowledgments, and what each of them may conclude. */
class DataLevelDialogueTest {
    private final MptcpPeer p = new MptcpPeer(MptcpConfig.DEFAULT);
    private final Flow f = p.accepted(H);

    private Flow second() {
        Flow g = p.joined(80, 2, false);
        g.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        return g;
    }

    private void drain() {
        p.advance(0);
        while (p.device.poll() != null) {
            // read away
        }
    }

    // ---- numbers

    @Test
    @DisplayName("MPTCP-3.3.1-1 a mapping: data position of the whole stream, position in the subflow counted from its SYN, bytes")
    void mappingNumbers() {
        Flow g = second();
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.sends(p.dataAck(Segment.ack(1, 6), 6));
        f.sends(Segment.rst(1));
        p.app.write("world!");
        p.advance(0);
        g.expects("ACK seq 1 ack 1 len 6", "dss ack=1 map=6/1/6");
        p.app.write("more");
        p.advance(0);
        g.expects("ACK seq 7 ack 1 len 4", "dss ack=1 map=12/7/4");
    }

    @Test
    @DisplayName("MPTCP-4-1 MPTCP-3.3.2-1 each subflow acknowledges its own numbers; the Data ACK is one for all, cumulative over both")
    void twoLevels() {
        Flow g = second();
        g.sends(p.mapped(Segment.ack(1, 1).data("fghij"), 1, 6, 1, 5, false));
        p.advance(40 * MS);
        g.lastly("ACK seq 1 ack 6 len 0", "dss ack=1");
        assertThat(p.app.read()).isEmpty();
        f.sends(p.mapped(Segment.ack(1, 1).data("abcde"), 1, 1, 1, 5, false));
        p.advance(40 * MS);
        f.lastly("ACK seq 1 ack 6 len 0", "dss ack=11");
        g.sends(p.mapped(Segment.ack(6, 1).data("k"), 1, 11, 6, 1, false));
        p.advance(40 * MS);
        g.lastly("ACK seq 1 ack 7 len 0", "dss ack=12");
        assertThat(p.app.read()).isEqualTo("abcdefghijk");
    }

    @Test
    @DisplayName("MPTCP-3.3.1-13 MPTCP-3.3.2-2 our data sequence numbers and Data ACKs have 64 bits, whatever the peer's have")
    void wideNumbers() {
        f.sends(with(Segment.ack(1, 1).data("x"), o -> DssOption.encode(o, DssOption.ACK | DssOption.MAPPING, p.stackIdsn + 1, p.peerIdsn + 1, 1, 1,
            DssOption.NO_CHECKSUM)));
        p.app.write("y");
        p.advance(0);
        Segment s = f.lastly("ACK seq 1 ack 2 len 1", "dss ack=2 map=1/1/1");
        DssOption d = new DssOption().wrap(s.view.options.buffer(), s.view.options.mptcpAt(0), s.view.options.mptcpLength(0));
        assertThat(d.isDataAck64() && d.isDsn64()).isTrue();
        assertThat(d.length()).isEqualTo(26);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-7 urgent data is mapped and delivered like any other; we send none, the urgent pointer interrupts no mapping")
    void urgent() {
        Segment s = p.mapped(Segment.of(TcpFlags.ACK | TcpFlags.URG, 1, 1).data("abc"), 1, 1, 1, 3, false);
        s.urgentPointer = 2;
        f.sends(s);
        assertThat(p.app.read()).isEqualTo("abc");
        assertThat(p.app.connection.urgent()).as("an MPTCP connection has none to send").isFalse();
        p.app.write("def");
        p.advance(0);
        Segment ours = f.lastly("ACK seq 1 ack 4 len 3", "dss ack=4 map=1/1/3");
        assertThat(ours.has(TcpFlags.URG)).isFalse();
    }

    // ---- acknowledgments

    @Test
    @DisplayName("MPTCP-4-2 MPTCP-3.3.2-4 what a subflow has acknowledged is not delivered: it is kept, and sent again when the peer dropped it")
    void subflowAckIsNoDataAck() {
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        f.sends(p.dataAck(Segment.ack(1, 6), 1));
        assertThat(p.app.out.acknowledgedUpTo()).isZero();
        p.advance(300 * MS);
        f.expects("ACK seq 6 ack 1 len 5", "dss ack=1 map=1/6/5");
        f.sends(p.dataAck(Segment.ack(1, 11), 6));
        assertThat(p.app.out.acknowledgedUpTo()).isEqualTo(5);
    }

    private int fastRetransmits(UnaryOperator<Segment> on) {
        p.app.write(new byte[2032]);
        p.advance(0);
        assertThat(p.device.size()).isEqualTo(4);
        drain();
        for (int i = 0; i < 5; i++) {
            f.sends(on.apply(Segment.ack(1, 1)));
        }
        drain();
        return (int) p.count(Counter.TCP_FAST_RETRANS);
    }

    @Test
    @DisplayName("MPTCP-3-2 MPTCP-4-3 duplicate ACKs that carry an MPTCP signal say nothing about losses")
    void signalsAreNoDuplicates() {
        assertThat(fastRetransmits(s -> with(s, o -> MpPrioOption.encode(o, false)))).isZero();
    }

    @Test
    @DisplayName("MPTCP-3-2 MPTCP-4-3 nor do those with ADD_ADDR beside a Data ACK")
    void announcementsAreNoDuplicates() {
        assertThat(fastRetransmits(s -> p.announce(s, 3, PEER_2, 0))).isZero();
    }

    @Test
    @DisplayName("MPTCP-4-3 duplicate ACKs with a DSS that brings no news do")
    void dssCounts() {
        assertThat(fastRetransmits(s -> p.dataAck(s, 1))).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-4-3 not if the Data ACK moved, or with a DATA_FIN")
    void newsAtDataLevel() {
        int[] at = {1};
        assertThat(fastRetransmits(s -> p.dataAck(s, at[0] += 100))).isZero();
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow g = q.accepted(H);
        q.app.write(new byte[2032]);
        q.advance(0);
        for (int i = 0; i < 5; i++) {
            g.sends(q.mapped(Segment.ack(1, 1), 1, 100, 0, 1, true));
        }
        q.advance(0);
        assertThat(q.count(Counter.TCP_FAST_RETRANS)).isZero();
    }

    // ---- windows

    @Test
    @DisplayName("MPTCP-3.3.4-1 the window is one, counted from the Data ACK, and the same on every subflow, whatever each has received")
    void sharedReceiveWindow() {
        Flow g = second();
        f.sends(p.mapped(Segment.ack(1, 1).data("x".repeat(500)), 1, 1, 1, 500, false));
        p.advance(40 * MS);
        int onF = f.lastly("ACK seq 1 ack 501 len 0", "dss ack=501").window;
        g.sends(p.mapped(Segment.ack(1, 1).data("y"), 1, 501, 1, 1, false));
        p.advance(40 * MS);
        int onG = g.lastly("ACK seq 1 ack 2 len 0", "dss ack=502").window;
        assertThat(onF - onG).as("one byte more unread").isEqualTo(1);
        p.app.read();
    }

    @Test
    @DisplayName("MPTCP-3.3.4-3 MPTCP-3.3.4-7 the connection's window alone decides what is taken: a field that shrank on one subflow, since another brought data, does not")
    void windowOfTheConnection() {
        Flow g = second();
        g.sends(p.mapped(Segment.ack(1, 1).data("x".repeat(30_000)), 1, 1, 1, 30_000, false));
        g.sends(p.mapped(Segment.ack(30_001, 1).data("y".repeat(30_000)), 1, 30_001, 30_001, 30_000, false));
        drain();
        f.sends(Segment.ack(0, 1));
        int told = f.lastly("ACK seq 1 ack 1 len 0", "dss ack=60001").window;
        assertThat(told).as("what is left for all").isLessThan(6000);
        f.sends(p.mapped(Segment.ack(10_000, 1).data("late"), 1, 60_001, 10_000, 4, false));
        assertThat(p.app.read()).hasSize(60_004).endsWith("late");
        g.sends(p.mapped(Segment.ack(60_001, 1).data("far"), 1, 190_000, 60_001, 3, false));
        assertThat(p.count(Counter.MP_NO_DSS_IN_WINDOW)).as("within g's window, beyond the connection's").isEqualTo(1);
        p.advance(40 * MS);
        g.lastly("ACK seq 1 ack 60004 len 0", "dss ack=60005");
    }

    @Test
    @DisplayName("MPTCP-3.3.5-2 MPTCP-4-4 subflows that tell different windows: the largest counts for the connection, each its own for itself")
    void largestWindow() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow a = q.listen(false);
        a.sends(MptcpPeer.capable(Segment.syn().window(1000), H));
        q.learnStackKey(a.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        a.sends(q.keys(Segment.ack(1, 1).window(1000), H));
        Flow b = join(q, Segment.syn().window(3000), 3000);
        q.app.write(new byte[20_000]);
        q.advance(0);
        long[] bytes = payloads(q);
        assertThat(bytes[0]).as("on the first").isLessThanOrEqualTo(1000);
        assertThat(bytes[0] + bytes[1]).as("of the connection: what the larger one says").isBetween(2500L, 3000L);
        b.sends(q.dataAck(Segment.ack(1, 1).window(2000), 1));
        assertThat(payloads(q)[1]).as("a smaller one takes nothing back").isZero();
    }

    @Test
    @DisplayName("MPTCP-3.3.5-5 each window field is scaled as its own subflow agreed on")
    void scaledPerSubflow() {
        MptcpPeer q = new MptcpPeer(MptcpConfig.DEFAULT);
        Flow a = q.listen(false);
        a.sends(MptcpPeer.capable(Segment.syn().window(1000), H));
        q.learnStackKey(a.expects("SYN,ACK seq 0 ack 1 len 0", "mpc12 v1 01"));
        a.sends(q.keys(Segment.ack(1, 1).window(1000), H));
        join(q, Segment.syn().scale(4).window(1000), 250);
        q.app.write(new byte[20_000]);
        q.advance(0);
        long[] bytes = payloads(q);
        assertThat(bytes[0] + bytes[1]).as("250 << 4, not 1000 and not 1000 << 4").isBetween(3400L, 4000L);
    }

    private static Flow join(MptcpPeer q, Segment syn, int window) {
        Flow g = q.new Flow(PEER_2, 41_000, STACK_1, 80);
        g.sends(q.join(syn, 2, 77, false));
        Segment synAck = g.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        g.stackNonce = synAck.view.options.buffer().getInt(synAck.view.options.mptcpAt(0) + 12, ByteOrder.BIG_ENDIAN);
        g.sends(q.joinAck(Segment.ack(1, 1).window(window), g, 77));
        g.sends(q.dataAck(Segment.ack(1, 1).window(window), 1));
        return g;
    }

    private static long[] payloads(MptcpPeer q) {
        long[] bytes = new long[2];
        q.advance(0);
        for (byte[] packet = q.device.poll(); packet != null; packet = q.device.poll()) {
            bytes[packet[19] == 1 ? 0 : 1] += packet.length - 20 - (packet[32] >>> 4 & 0xf) * 4;
        }
        return bytes;
    }

    // ---- subflows that fail

    @Test
    @DisplayName("MPTCP-3.3.6-5 a subflow repeats what it has until an upper bound; only then it is gone, with its part")
    void failed() {
        Flow g = second();
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        p.advance(250 * MS);
        g.sends(p.dataAck(Segment.ack(1, 6), 6));
        assertThat(p.app.out.acknowledgedUpTo()).as("f may still have to repeat it; nothing else waits, so a copy is kept aside").isEqualTo(5);
        int repeated = 0;
        while (p.connection().subflows().count() == 2 && repeated < 50) {
            drain();
            p.advance(p.shard.nextDeadlineNs() - p.nowNs);
            for (byte[] packet = p.device.poll(); packet != null; packet = p.device.poll()) {
                repeated += packet[19] == 1 && packet.length > 60 ? 1 : 0;
            }
        }
        assertThat(repeated).as("repetitions on f, after the one at first").isBetween(5, 9);
        assertThat(p.connection().subflows().count()).isEqualTo(1);
        assertThat(p.app.closed).isNull();
        p.app.write("on");
        p.advance(0);
        g.lastly("ACK seq 6 ack 1 len 2", "dss ack=1 map=6/6/2");
    }

    @Test
    @DisplayName("MPTCP-3.3.2-7 a subflow that repeats for ever keeps no acknowledged data in the buffer, and is reset with reason 4 at the end")
    void repeatsForEver() {
        Flow g = second();
        p.app.write("hello");
        p.advance(0);
        f.expects("ACK seq 1 ack 1 len 5", "dss ack=1 map=1/1/5");
        p.advance(250 * MS);
        g.sends(p.dataAck(Segment.ack(1, 6), 6));
        assertThat(p.app.out.acknowledgedUpTo()).isEqualTo(5);
        p.app.end();
        p.advance(0);
        g.sends(p.dataAck(Segment.ack(1, 6), 7));
        drain();
        g.sends(p.mapped(Segment.ack(1, 6), 7, 1, 0, 1, true));
        p.advance(0);
        f.expects("RST,ACK seq 6 ack 1 len 0", "tcprst=4");
        g.expects("FIN,ACK seq 6 ack 1 len 0", "dss ack=2");
    }
}
