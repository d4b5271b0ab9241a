package io.tributary.sim.box;

import static io.tributary.sim.box.Bench.answer;
import static io.tributary.sim.box.Bench.segment;
import static io.tributary.wire.TcpFlags.ACK;
import static io.tributary.wire.TcpFlags.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.random.SeededRandomStream;
import io.tributary.sim.Ecn;
import io.tributary.sim.Simulation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("boxes that change options and headers")
class OptionBoxesTest {
    private static final int[] SYN_OPTIONS = {2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 9, 0, 0, 0, 0, 3, 3, 7};

    @Test
    @DisplayName("stripping overwrites the option with no-operations where the rule says so, over IPv4 and IPv6, and nothing else")
    void strip() {
        Bench bench = new Bench(Boxes.strip(Rule.syn(), 4, 8));
        bench.forward(segment(SYN, 7, 0, "", SYN_OPTIONS), segment(ACK, 8, 1, "", 8, 10, 0, 0, 0, 9, 0, 0, 0, 1));
        bench.forward(Bench.build(Bench.LEFT6, 1000, Bench.RIGHT6, 80, SYN, 7, 0, "", SYN_OPTIONS));
        for (int i : new int[] {0, 2}) {
            TcpPacket syn = bench.right.get(i);
            assertThat(syn.option(4)).isNegative();
            assertThat(syn.option(8)).isNegative();
            assertThat(syn.u16(syn.option(2) + 2)).isEqualTo(1460);
            assertThat(syn.option(3)).isPositive();
            assertThat(syn.headerLength()).isEqualTo(40);
        }
        assertThat(bench.right.get(1).option(8)).isPositive();
    }

    @Test
    @DisplayName("no timestamps, no SACK, no scaling: the transfer is slower and intact")
    void stripSurvives() {
        BoxedTransfer.tcp().through(Boxes.strip(Rule.all(), 3, 4, 8)).survives();
        BoxedTransfer.mptcp().through(Boxes.strip(Rule.all(), 3, 4, 8)).survives().staysMultipath();
    }

    @Test
    @DisplayName("MPTCP-6-1 MPTCP options stripped from SYNs, from all but SYNs, from all: plain TCP, intact")
    void stripMptcp() {
        BoxedTransfer.mptcp().through(Boxes.stripMptcp(Rule.syn())).survives().fellBack();
        BoxedTransfer.mptcp().through(Boxes.stripMptcp(Rule.syn().not())).survives().fellBack();
        BoxedTransfer.mptcp().through(Boxes.stripMptcp(Rule.all())).survives().fellBack();
    }

    @Test
    @DisplayName("the MSS is lowered to the clamp, never raised; segments then keep to it")
    void clampMss() {
        Bench bench = new Bench(Boxes.clampMss(1400));
        bench.forward(segment(SYN, 7, 0, "", SYN_OPTIONS), segment(SYN, 7, 0, "", 2, 4, 2, 0));
        assertThat(bench.right.stream().map(p -> p.u16(p.option(2) + 2))).containsExactly(1400, 512);
        int[] largest = {0};
        BoxedTransfer.tcp().through(Boxes.clampMss(1000)).through((packet, forward, hop) -> {
            TcpPacket p = TcpPacket.of(packet);
            largest[0] = Math.max(largest[0], p.payloadLength() + p.headerLength() - 20);
            hop.pass(packet);
        }).survives();
        assertThat(largest[0]).isEqualTo(1000);
    }

    @Test
    @DisplayName("a window scale lowered behind the announcer's back: its windows are taken for small ones, the transfer crawls but ends")
    void windowScale() {
        Bench bench = new Bench(Boxes.limitWindowScale(Rule.backward(), 0));
        bench.forward(segment(SYN, 7, 0, "", SYN_OPTIONS)).backward(answer(SYN | ACK, 1, 8, "", SYN_OPTIONS));
        assertThat(bench.right.get(0).buffer().getByte(bench.right.get(0).option(3) + 2)).isEqualTo((byte) 7);
        assertThat(bench.left.get(0).buffer().getByte(bench.left.get(0).option(3) + 2)).isEqualTo((byte) 0);
        BoxedTransfer.tcp().through(Boxes.limitWindowScale(Rule.backward(), 0)).survives();
    }

    @Test
    @DisplayName("timestamps: values shifted by one number a direction, echoes shifted back")
    void timestamps() {
        Bench bench = new Bench(new TimestampShift(new SeededRandomStream(1)));
        bench.forward(segment(SYN, 7, 0, "", SYN_OPTIONS));
        int seen = bench.right.get(0).i32(bench.right.get(0).option(8) + 2);
        assertThat(seen).isNotEqualTo(9);
        byte[] s = {(byte) (seen >> 24), (byte) (seen >> 16), (byte) (seen >> 8), (byte) seen};
        bench.backward(answer(SYN | ACK, 1, 8, "", 8, 10, 0, 0, 0, 77, s[0], s[1], s[2], s[3]));
        TcpPacket back = bench.left.get(0);
        assertThat(back.i32(back.option(8) + 2)).isNotEqualTo(77);
        assertThat(back.i32(back.option(8) + 6)).as("echo").isEqualTo(9);
        BoxedTransfer.tcp().through(new TimestampShift(new SeededRandomStream(1))).survives();
        BoxedTransfer.mptcp().through(new TimestampShift(new SeededRandomStream(1))).survives().staysMultipath();
    }

    @Test
    @DisplayName("ECN bits are cleared with a right header checksum; a transfer does not mind")
    void bleach() {
        Bench bench = new Bench(Boxes.bleachEcn());
        TcpPacket v4 = segment(ACK, 1, 1, "x");
        TcpPacket v6 = Bench.build(Bench.LEFT6, 1000, Bench.RIGHT6, 80, ACK, 7, 0, "x");
        Ecn.set(v4.packet(), Ecn.CE);
        Ecn.set(v6.packet(), Ecn.ECT_0);
        bench.forward(v4, v6);
        assertThat(bench.right.stream().map(p -> Ecn.of(p.packet()))).containsExactly(Ecn.NOT_ECT, Ecn.NOT_ECT);
        BoxedTransfer.tcp().through(Boxes.bleachEcn()).survives();
    }

    @Test
    @DisplayName("held segments are overtaken, duplicated ones come twice; transfers survive both")
    void holdAndDuplicate() {
        Bench bench = new Bench(Boxes.hold(Rule.once(Rule.data()), 50));
        bench.forward(segment(ACK, 1, 1, "first"), segment(ACK, 6, 1, "second"));
        bench.pass(49);
        assertThat(bench.rightTexts()).isEqualTo("second");
        bench.pass(1);
        assertThat(bench.rightTexts()).isEqualTo("second|first");
        Bench twice = new Bench(Boxes.duplicate(Rule.every(2, Rule.data()), 10));
        twice.forward(segment(ACK, 1, 1, "a"), segment(ACK, 2, 1, "b"), segment(ACK, 3, 1, "c"));
        twice.pass(10);
        assertThat(twice.rightTexts()).isEqualTo("a|b|c|b");
        BoxedTransfer.tcp().through(Boxes.hold(Rule.every(20, Rule.data()), Simulation.millis(30))).survives();
        BoxedTransfer.mptcp().through(Boxes.hold(Rule.every(20, Rule.data()), Simulation.millis(30))).survives().staysMultipath();
        BoxedTransfer.tcp().through(Boxes.duplicate(Rule.every(3, Rule.all()), Simulation.millis(5))).survives();
    }

    @Test
    @DisplayName("a bit flipped under a right TCP checksum: plain TCP delivers it, a DSS checksum notices and MPTCP falls back")
    void corrupt() {
        Bench bench = new Bench(Boxes.corrupt(Rule.once(Rule.data())));
        bench.forward(segment(ACK, 1, 1, "aaa"), segment(ACK, 4, 1, "aaa"));
        assertThat(bench.rightTexts()).isEqualTo("aaq|aaa");
        BoxedTransfer tcp = BoxedTransfer.tcp().through(Boxes.corrupt(Rule.once(Rule.forward().and(Rule.data())))).completes();
        assertThat(tcp.serverApp.intact()).isFalse();
        BoxedTransfer.mptcpWithChecksum().through(Boxes.corrupt(Rule.once(Rule.forward().and(Rule.data())))).completes().fellBack();
    }

    @Test
    @DisplayName("dropped pure ACKs, or every 50th segment: the rest carries the transfer")
    void drop() {
        Bench bench = new Bench(Boxes.drop(Rule.pureAck()));
        bench.forward(segment(ACK, 1, 1, ""), segment(ACK, 1, 1, "a"));
        assertThat(bench.rightTexts()).isEqualTo("a");
        BoxedTransfer.tcp().through(Boxes.drop(Rule.every(3, Rule.pureAck()))).survives();
        BoxedTransfer.tcp().through(Boxes.drop(Rule.every(50, Rule.all()))).survives();
    }
}
