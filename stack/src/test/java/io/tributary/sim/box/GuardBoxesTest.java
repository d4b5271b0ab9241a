package io.tributary.sim.box;

import static io.tributary.sim.box.Bench.LEFT;
import static io.tributary.sim.box.Bench.RIGHT;
import static io.tributary.sim.box.Bench.answer;
import static io.tributary.sim.box.Bench.segment;
import static io.tributary.wire.TcpFlags.ACK;
import static io.tributary.wire.TcpFlags.FIN;
import static io.tributary.wire.TcpFlags.RST;
import static io.tributary.wire.TcpFlags.SYN;
import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.Offload;
import io.tributary.ip.IcmpOutput;
import io.tributary.ip.IpInput;
import io.tributary.sim.SimPacket;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("boxes that remember connections")
class GuardBoxesTest {
    private static final IpAddress OUTSIDE = IpAddress.parse("203.0.113.1");
    private static final IpAddress OUTSIDE6 = IpAddress.parse("2001:db8:f::1");

    private static Bench open(StatefulFirewall box) {
        return new Bench(box).forward(segment(SYN, 1, 0, "")).backward(answer(SYN | ACK, 9, 2, "")).forward(segment(ACK, 2, 10, ""));
    }

    @Test
    @DisplayName("the firewall lets connections open from the left only, and nothing pass that belongs to none")
    void firewall() {
        StatefulFirewall box = new StatefulFirewall(100, 1000);
        Bench bench = new Bench(box);
        bench.backward(answer(SYN, 1, 0, ""), answer(SYN | ACK, 1, 2, ""), answer(ACK, 1, 2, "x")).forward(segment(ACK, 1, 1, "x"));
        assertThat(bench.left.size() + bench.right.size()).isZero();
        assertThat(box.dropped()).isEqualTo(4);
        bench.forward(segment(SYN, 1, 0, "")).backward(answer(ACK, 1, 2, "too early"), answer(SYN | ACK, 9, 2, ""));
        bench.forward(segment(ACK, 2, 10, "up")).backward(answer(ACK, 10, 4, "down"));
        assertThat(bench.rightTexts()).isEqualTo("|up");
        assertThat(Bench.texts(bench.left)).isEqualTo("|down");
    }

    @Test
    @DisplayName("it forgets silent connections after the idle time, closed and half-open ones sooner, and those that are reset at once")
    void firewallForgets() {
        StatefulFirewall box = new StatefulFirewall(100, 1000);
        Bench idle = open(box);
        idle.pass(1000);
        idle.forward(segment(ACK, 2, 10, "in time"));
        idle.pass(1001);
        idle.forward(segment(ACK, 2, 10, "late"));
        assertThat(idle.rightTexts()).isEqualTo("||in time");

        Bench closed = open(new StatefulFirewall(100, 1000));
        closed.forward(segment(ACK | FIN, 2, 10, "")).backward(answer(ACK | FIN, 10, 3, ""));
        closed.pass(100);
        closed.forward(segment(ACK, 3, 11, "in time"));
        closed.pass(101);
        closed.forward(segment(ACK, 3, 11, "late"));
        assertThat(closed.rightTexts()).isEqualTo("|||in time");

        Bench reset = open(new StatefulFirewall(100, 1000));
        reset.backward(answer(RST, 10, 0, "")).forward(segment(ACK, 2, 10, "late"));
        assertThat(reset.right).hasSize(2);
        assertThat(reset.left).hasSize(2);
    }

    @Test
    @DisplayName("transfers of both kinds pass a firewall that remembers long enough, MPTCP as MPTCP")
    void firewallTransfers() {
        BoxedTransfer.tcp().through(new StatefulFirewall(Simulation.seconds(60), Simulation.seconds(60))).survives();
        BoxedTransfer.mptcp().through(new StatefulFirewall(Simulation.seconds(60), Simulation.seconds(60))).survives().staysMultipath();
    }

    @Test
    @DisplayName("the NAT hides the inside address behind a port of its own and brings answers back")
    void nat() {
        Nat box = new Nat(OUTSIDE, 40_000, 100, 1000);
        Bench bench = new Bench(box);
        bench.forward(segment(SYN, 1, 0, ""), Bench.build(LEFT, 1001, RIGHT, 80, SYN, 5, 0, ""));
        assertThat(bench.right.stream().map(TcpPacket::source)).containsOnly(OUTSIDE);
        assertThat(bench.right.stream().map(TcpPacket::sourcePort)).containsExactly(40_000, 40_001);
        bench.backward(Bench.build(RIGHT, 80, OUTSIDE, 40_001, SYN | ACK, 9, 6, ""), Bench.build(RIGHT, 80, OUTSIDE, 40_000, SYN | ACK, 9, 2, ""));
        assertThat(bench.left.stream().map(TcpPacket::destination)).containsOnly(LEFT);
        assertThat(bench.left.stream().map(TcpPacket::destinationPort)).containsExactly(1001, 1000);
        assertThat(box.mappings()).isEqualTo(2);
    }

    @Test
    @DisplayName("strangers, unknown ports and packets of no connection are dropped")
    void natFilters() {
        Nat box = new Nat(OUTSIDE, 40_000, 100, 1000);
        Bench bench = new Bench(box).forward(segment(ACK, 1, 1, "no SYN"), segment(SYN, 1, 0, ""));
        bench.backward(Bench.build(RIGHT, 81, OUTSIDE, 40_000, SYN | ACK, 9, 2, ""), Bench.build(RIGHT, 80, OUTSIDE, 40_001, SYN | ACK, 9, 2, ""),
            Bench.build(RIGHT, 80, LEFT, 1000, SYN | ACK, 9, 2, ""));
        assertThat(bench.left).isEmpty();
        assertThat(bench.right).hasSize(1);
        assertThat(box.dropped()).isEqualTo(4);
    }

    @Test
    @DisplayName("a mapping ends after its time, half-open sooner; a new connection gets another port")
    void natTimes() {
        Bench bench = new Bench(new Nat(OUTSIDE, 40_000, 100, 1000)).forward(segment(SYN, 1, 0, ""));
        bench.backward(Bench.build(RIGHT, 80, OUTSIDE, 40_000, SYN | ACK, 9, 2, "")).forward(segment(ACK, 2, 10, ""));
        bench.pass(1000);
        bench.forward(segment(ACK, 2, 10, "in time"));
        bench.pass(1001);
        bench.forward(segment(ACK, 9, 10, "late"));
        assertThat(bench.rightTexts()).isEqualTo("||in time");
        bench.forward(segment(SYN, 77, 0, ""));
        assertThat(bench.right.get(3).sourcePort()).isEqualTo(40_001);
        bench.pass(101);
        bench.backward(Bench.build(RIGHT, 80, OUTSIDE, 40_001, SYN | ACK, 9, 2, ""));
        assertThat(bench.left).hasSize(1);
    }

    @Test
    @DisplayName("RFC 5508 section 4: an ICMP error about a mapped flow reaches the inside host with the packet it sent, over IPv4 and IPv6")
    void natIcmp() {
        for (boolean v4 : new boolean[] {true, false}) {
            IpAddress left = v4 ? LEFT : Bench.LEFT6;
            IpAddress right = v4 ? RIGHT : Bench.RIGHT6;
            Bench bench = new Bench(new Nat(v4 ? OUTSIDE : OUTSIDE6, 40_000, 100, 1000))
                .forward(Bench.build(left, 1000, right, 80, SYN, 1, 0, ""));
            SimPacket sent = bench.right.get(0).packet();
            PacketView about = new PacketView();
            new IpInput().parse(sent.buffer(), 0, sent.length(), new Offload(), about);
            UnsafeBuffer b = new UnsafeBuffer(new byte[1280]);
            int length = IcmpOutput.packetTooBig(b, 0, about, right.hi(), right.lo(), 1300);
            bench.packet(new SimPacket(b, 0, length, new Offload()), false);
            SimPacket error = bench.other.get(0);
            PacketView view = new PacketView();
            assertThat(new IpInput().parse(error.buffer(), 0, error.length(), new Offload(), view)).isNull();
            assertThat(new IpAddress(view.dstHi, view.dstLo)).isEqualTo(left);
            int quoted = view.payloadAt + 8;
            assertThat(error.buffer().getShort(quoted + (v4 ? 20 : 40), ByteOrder.BIG_ENDIAN)).isEqualTo((short) 1000);
            bench.packet(new SimPacket(b, 0, length, new Offload()), true);
            assertThat(bench.other).as("from inside").hasSize(1);
        }
    }

    @Test
    @DisplayName("transfers pass a NAT, MPTCP too; one that forgets the mapping in a pause ends plain TCP")
    void natTransfers() {
        Nat longLived = new Nat(OUTSIDE, 40_000, Simulation.seconds(240), Simulation.seconds(7440));
        BoxedTransfer tcp = BoxedTransfer.tcp().through(longLived).survives();
        assertThat(tcp.serverApp.connection.remoteAddress()).isEqualTo(OUTSIDE);
        BoxedTransfer.mptcp().through(new Nat(OUTSIDE, 40_000, Simulation.seconds(240), Simulation.seconds(7440))).survives().staysMultipath();
        Nat forgetful = new Nat(OUTSIDE, 40_000, Simulation.seconds(1), Simulation.seconds(1));
        BoxedTransfer cut = BoxedTransfer.tcp().through(forgetful).start();
        cut.sim.at(Simulation.millis(100), cut.link::down);
        cut.sim.at(Simulation.seconds(4), cut.link::up);
        cut.sim.run(cut::closed, Simulation.seconds(2000));
        assertThat(cut.clientApp.closed).isNotEqualTo(CloseReason.NORMAL);
        assertThat(forgetful.dropped()).isPositive();
    }
}
