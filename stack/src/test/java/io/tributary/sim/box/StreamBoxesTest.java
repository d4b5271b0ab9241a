package io.tributary.sim.box;

import static io.tributary.sim.box.Bench.answer;
import static io.tributary.sim.box.Bench.segment;
import static io.tributary.wire.TcpFlags.ACK;
import static io.tributary.wire.TcpFlags.FIN;
import static io.tributary.wire.TcpFlags.PSH;
import static io.tributary.wire.TcpFlags.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.random.SeededRandomStream;
import io.tributary.sim.LossModel;
import io.tributary.sim.Simulation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("boxes that change the stream of segments")
class StreamBoxesTest {
    private static final int[] DSS = {30, 4, 0x20, 0};

    @Test
    @DisplayName("sequence numbers are shifted per direction, acknowledgments and SACK blocks with them, or not if the box is old")
    void sequenceShift() {
        for (boolean sack : new boolean[] {true, false}) {
            Bench bench = new Bench(new SequenceShift(new SeededRandomStream(5), sack));
            bench.forward(segment(SYN, 100, 0, ""));
            int shift = bench.right.get(0).seq() - 100;
            assertThat(shift).isNotZero();
            bench.backward(answer(SYN | ACK, 500, 101 + shift, "", 5, 10, 0, 0, 0, 50, 0, 0, 0, 60));
            TcpPacket back = bench.left.get(0);
            assertThat(back.ack()).isEqualTo(101);
            assertThat(back.seq() - 500).isNotIn(0, shift);
            assertThat(back.i32(back.option(5) + 2)).isEqualTo(sack ? 50 - shift : 50);
        }
    }

    @Test
    @DisplayName("transfers do not notice shifted numbers, lossy ones neither; MPTCP's relative numbers are made for it")
    void sequenceShiftSurvives() {
        BoxedTransfer lossy = BoxedTransfer.tcp().through(new SequenceShift(new SeededRandomStream(5), true));
        lossy.link.loss(LossModel.random(0.02));
        lossy.survives();
        BoxedTransfer.mptcp().through(new SequenceShift(new SeededRandomStream(5), true)).survives().staysMultipath();
        BoxedTransfer old = BoxedTransfer.tcp().through(new SequenceShift(new SeededRandomStream(5), false));
        old.link.loss(LossModel.random(0.01));
        old.survives();
    }

    @Test
    @DisplayName("a segment is cut into pieces with running numbers, FIN and PSH on the last, options on all or the first")
    void splitter() {
        for (boolean repeat : new boolean[] {true, false}) {
            Bench bench = new Bench(new Splitter(4, repeat));
            bench.forward(segment(ACK | PSH | FIN, 10, 1, "abcdefghij", DSS), segment(ACK, 21, 1, "klmn"));
            assertThat(bench.rightTexts()).isEqualTo("abcd|efgh|ij|klmn");
            assertThat(bench.right.stream().map(TcpPacket::seq)).containsExactly(10, 14, 18, 21);
            assertThat(bench.right.stream().map(p -> p.has(FIN))).containsExactly(false, false, true, false);
            assertThat(bench.right.stream().map(p -> p.option(30) > 0)).containsExactly(true, repeat, repeat, false);
        }
    }

    @Test
    @DisplayName("MPTCP-6-1 split segments: TCP and MPTCP go on, one mapping covers several pieces")
    void splitterSurvives() {
        BoxedTransfer.tcp().through(new Splitter(500, true)).survives();
        BoxedTransfer.mptcp().through(new Splitter(500, true)).survives().staysMultipath();
        BoxedTransfer.mptcp().through(new Splitter(500, false)).survives().staysMultipath();
    }

    @Test
    @DisplayName("segments in a row are joined until full, FIN, a gap, or time; the options of the first remain")
    void coalescer() {
        Bench bench = new Bench(new Coalescer(8, 100));
        bench.forward(segment(ACK, 10, 1, "abcd", DSS), segment(ACK | PSH, 14, 2, "efgh"));
        assertThat(bench.rightTexts()).isEqualTo("abcdefgh");
        assertThat(bench.right.get(0).option(30)).isPositive();
        assertThat(bench.right.get(0).ack()).isEqualTo(2);
        bench.forward(segment(ACK, 18, 1, "i"), segment(ACK, 20, 1, "k"));
        assertThat(bench.rightTexts()).as("gap").isEqualTo("abcdefgh|i");
        bench.pass(100);
        assertThat(bench.rightTexts()).as("time").isEqualTo("abcdefgh|i|k");
        bench.forward(segment(ACK, 21, 1, "l"), segment(ACK | FIN, 22, 1, "m"));
        assertThat(bench.rightTexts()).as("FIN").isEqualTo("abcdefgh|i|k|lm");
        assertThat(bench.right.get(3).has(FIN)).isTrue();
    }

    @Test
    @DisplayName("MPTCP-6-1 joined segments: plain TCP goes on; MPTCP loses mappings, and the data arrives all the same")
    void coalescerSurvives() {
        BoxedTransfer small = BoxedTransfer.tcp().through(Boxes.clampMss(500)).through(new Coalescer(1400, Simulation.millis(1)));
        small.survives();
        BoxedTransfer mptcp = BoxedTransfer.mptcp().through(Boxes.clampMss(500)).through(new Coalescer(1400, Simulation.millis(1)));
        mptcp.start();
        assertThat(mptcp.sim.run(mptcp::closed, Simulation.seconds(300))).isTrue();
        assertThat(!mptcp.serverApp.closed.isNormal() || mptcp.serverApp.intact()).as("never wrong data").isTrue();
    }

    @Test
    @DisplayName("text is replaced by longer text; numbers, acknowledgments and repetitions in other cuts stay consistent")
    void rewriter() {
        Bench bench = new Bench(new PayloadRewriter(Rule.forward(), "10.0.0.1", "203.0.113.77"));
        bench.forward(segment(SYN, 99, 0, ""), segment(ACK, 100, 1, "PORT 10.0.0.1;x"), segment(ACK, 115, 1, "next"));
        assertThat(bench.rightTexts()).isEqualTo("|PORT 203.0.113.|77;x|next");
        assertThat(bench.right.stream().map(TcpPacket::seq)).containsExactly(99, 100, 115, 119);
        bench.backward(answer(ACK, 1, 123, ""), answer(ACK, 1, 119, ""), answer(ACK, 1, 100, ""));
        assertThat(bench.left.stream().map(TcpPacket::ack)).containsExactly(119, 115, 100);
        bench.right.clear();
        bench.forward(segment(ACK, 100, 1, "PORT 10."), segment(ACK, 108, 1, "0.0.1;xnext"));
        byte[] whole = new byte[23];
        for (TcpPacket p : bench.right) {
            System.arraycopy(p.payload(), 0, whole, p.seq() - 100, p.payloadLength());
        }
        assertThat(new String(whole, StandardCharsets.ISO_8859_1)).isEqualTo("PORT 203.0.113.77;xnext");
    }

    @Test
    @DisplayName("replacing keeps any stream consistent, however it is cut and repeated: against the text replaced as a whole")
    void rewriterModel() {
        for (int seed = 0; seed < 200; seed++) {
            Random r = new Random(seed);
            StringBuilder text = new StringBuilder();
            while (text.length() < 200) {
                text.append(r.nextInt(4) == 0 ? "needle" : "x".repeat(1 + r.nextInt(9)));
            }
            String replacement = "y".repeat(r.nextInt(12));
            PayloadRewriter box = new PayloadRewriter(Rule.forward(), "needle", replacement);
            Bench bench = new Bench(box);
            int base = r.nextInt();
            bench.forward(segment(SYN, base - 1, 0, ""));
            // the first passing in one piece, as a box of this kind needs it; then any cuts
            bench.forward(segment(ACK, base, 1, text.toString()));
            for (int i = 0; i < 30; i++) {
                int from = r.nextInt(text.length());
                int to = from + 1 + r.nextInt(text.length() - from);
                bench.forward(segment(ACK, base + from, 1, text.substring(from, to)));
            }
            byte[] expected = text.toString().replace("needle", replacement).getBytes(StandardCharsets.ISO_8859_1);
            for (TcpPacket p : bench.right.subList(1, bench.right.size())) {
                int at = p.seq() - base;
                assertThat(p.payload()).as("seed " + seed).isEqualTo(Arrays.copyOfRange(expected, at, at + p.payloadLength()));
            }
            bench.backward(answer(ACK, 1, base + expected.length, ""));
            assertThat(bench.left.get(0).ack()).as("seed " + seed).isEqualTo(base + text.length());
        }
    }

    @Test
    @DisplayName("MPTCP-3.7-8 a gateway that changes payload, its length too: TCP delivers the new text; MPTCP with checksums falls back")
    void rewriterTransfers() {
        byte[] find = {17};
        byte[] longer = {1, 2, 3};
        PayloadRewriter box = new PayloadRewriter(Rule.once(Rule.forward().and(Rule.data())), find, longer);
        BoxedTransfer tcp = BoxedTransfer.tcp().through(box).start();
        assertThat(tcp.sim.run(() -> tcp.clientApp.intact() && tcp.serverApp.received() == 400_000, Simulation.seconds(60))).isTrue();
        assertThat(box.edits()).isPositive();
        assertThat(tcp.serverApp.intact()).isFalse();
        PayloadRewriter same = new PayloadRewriter(Rule.once(Rule.forward().and(Rule.data())), find, new byte[] {18});
        BoxedTransfer.mptcpWithChecksum().through(same).completes().fellBack();
        assertThat(same.edits()).isPositive();
    }

    @Test
    @DisplayName("data is acknowledged at once in the receiver's name, later acknowledgments are raised to it, the window shrinks accordingly")
    void earlyAck() {
        Bench bench = new Bench(new EarlyAck(true, 200));
        bench.forward(segment(SYN, 99, 0, "")).backward(answer(SYN | ACK, 499, 100, ""));
        bench.forward(segment(ACK, 100, 500, "abcd", 8, 10, 0, 0, 0, 9, 0, 0, 0, 1));
        assertThat(bench.right.get(1).payloadLength()).isEqualTo(4);
        TcpPacket ack = bench.left.get(1);
        assertThat(ack.ack()).isEqualTo(104);
        assertThat(ack.seq()).isEqualTo(500);
        assertThat(ack.source()).isEqualTo(Bench.RIGHT);
        assertThat(ack.window()).isEqualTo(0);
        assertThat(ack.i32(ack.option(8) + 6)).as("timestamp echo").isEqualTo(9);
        bench.backward(answer(ACK, 500, 100, ""));
        assertThat(bench.left.get(2).ack()).isEqualTo(104);
        assertThat(bench.left.get(2).window()).isEqualTo(4996);
    }

    @Test
    @DisplayName("with copies the proxy repeats what the receiver does not acknowledge, after a time or three duplicates; without, nothing")
    void earlyAckRepeats() {
        for (boolean copies : new boolean[] {true, false}) {
            Bench bench = new Bench(new EarlyAck(copies, 200));
            bench.forward(segment(SYN, 99, 0, "")).backward(answer(SYN | ACK, 499, 100, ""));
            bench.forward(segment(ACK, 100, 500, "abcd"), segment(ACK, 104, 500, "efgh"));
            bench.backward(answer(ACK, 500, 104, ""));
            bench.right.clear();
            bench.pass(200);
            assertThat(bench.rightTexts()).isEqualTo(copies ? "efgh" : "");
            bench.right.clear();
            bench.backward(answer(ACK, 500, 104, ""), answer(ACK, 500, 104, ""), answer(ACK, 500, 104, ""));
            assertThat(bench.rightTexts()).isEqualTo(copies ? "efgh" : "");
            bench.backward(answer(ACK, 500, 108, ""));
            bench.right.clear();
            bench.pass(1000);
            assertThat(bench.right).isEmpty();
        }
    }

    @Test
    @DisplayName("what passes in the wrong order is left to the receiver; from where it is acknowledged the proxy goes on")
    void earlyAckAfterAHole() {
        Bench bench = new Bench(new EarlyAck(true, 200));
        bench.forward(segment(SYN, 99, 0, "")).backward(answer(SYN | ACK, 499, 100, ""));
        bench.forward(segment(ACK, 104, 500, "efgh"));
        assertThat(bench.left).as("no acknowledgment beyond a hole").hasSize(1);
        bench.forward(segment(ACK, 100, 500, "abcd"));
        assertThat(bench.left.get(1).ack()).isEqualTo(104);
        bench.backward(answer(ACK, 500, 108, "")).forward(segment(ACK, 108, 500, "ijkl"));
        assertThat(bench.left.get(3).ack()).isEqualTo(112);
    }

    @Test
    @DisplayName("MPTCP-6-1 early acknowledgments with loss behind them: the proxy's copies save the transfer; without copies its data is gone")
    void earlyAckTransfers() {
        BoxedTransfer tcp = BoxedTransfer.tcp().through(new EarlyAck(true, Simulation.millis(100)));
        tcp.link.loss(LossModel.random(0.01));
        tcp.survives();
        BoxedTransfer lost = BoxedTransfer.tcp().through(new EarlyAck(false, 1))
            .through(Boxes.drop(Rule.once(Rule.from(20, Rule.forward().and(Rule.data()))))).start();
        assertThat(lost.sim.run(lost::closed, Simulation.seconds(60)) && lost.serverApp.intact()).isFalse();
        assertThat(lost.clientApp.out.acknowledgedUpTo()).as("the sender believes otherwise").isGreaterThan(lost.serverApp.received());
    }

    @Test
    @DisplayName("MPTCP-6-1 MPTCP-3.7-4 early acknowledgments carry no MPTCP: a connection on that path alone is plain TCP from the first one on, and fares like it")
    void earlyAckAlone() {
        BoxedTransfer copies = BoxedTransfer.mptcp().through(new EarlyAck(true, Simulation.millis(100)));
        copies.link.loss(LossModel.random(0.01));
        copies.survives().fellBack();
        BoxedTransfer none = BoxedTransfer.mptcp().through(new EarlyAck(false, 1))
            .through(Boxes.drop(Rule.once(Rule.from(20, Rule.forward().and(Rule.data()))))).start();
        assertThat(none.sim.run(none::closed, Simulation.seconds(60)) && none.serverApp.intact()).isFalse();
        none.fellBack();
    }
}
