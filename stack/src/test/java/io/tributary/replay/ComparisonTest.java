package io.tributary.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.tributary.wire.option.MptcpSubtype;
import io.tributary.wire.option.TcpOptionKind;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A difference planted in a recorded packet must be reported as that field of that packet; what the RFCs leave open must not. */
@DisplayName("comparison of packets")
class ComparisonTest {
    private static final int FLAGS = 13;
    private static final int WINDOW = 14;
    private static final int MPTCP = TcpOptionKind.MPTCP;

    /** Our stack's run of the recording as it is, against the recording as {@code change} leaves it. */
    private static Tally compare(String capture, Side side, Consumer<Frames> change) {
        ReplayRun run = new ReplayRun(new Frames(capture).conversation(side)).run();
        Frames f = new Frames(capture);
        change.accept(f);
        RecordedConversation changed = f.conversation(side);
        return new ConversationComparison(changed, run, CapturePoint.of(changed) != side, 0).compare();
    }

    private static DynamicTest reported(String field, int packet, String capture, Side side, Consumer<Frames> change) {
        return dynamicTest(field + " of packet " + packet + " of " + capture, () -> {
            assertThat(compare(capture, side, f -> { }).differences()).as("before")
                .noneMatch(d -> d.field().equals(field) && d.packet() == packet);
            Tally t = compare(capture, side, change);
            assertThat(t.differences()).extracting(Difference::field).as(t.differences().toString()).contains(field);
            assertThat(t.differences()).filteredOn(d -> d.field().equals(field)).extracting(Difference::packet).contains(packet);
            assertThat(t.equal() + t.equivalent()).isLessThanOrEqualTo(t.packets());
        });
    }

    private static DynamicTest allowed(String what, String capture, Side side, Consumer<Frames> change) {
        return dynamicTest(what + " in " + capture, () -> {
            Tally before = compare(capture, side, f -> { });
            Tally t = compare(capture, side, change);
            assertThat(t.differences()).extracting(Difference::field).isEqualTo(before.differences().stream().map(Difference::field).toList());
            assertThat(t.packets() - t.equal() - t.equivalent()).isEqualTo(before.packets() - before.equal() - before.equivalent());
        });
    }

    @TestFactory
    @DisplayName("TCP: every field")
    Stream<DynamicTest> tcp() {
        return Stream.of(
            reported("initial sequence number", 1, "tcp_sack_loss", Side.CLIENT, f -> f.add(1, f.tcp(1) + 4, 1)),
            reported("seq", 3, "tcp_sack_loss", Side.CLIENT, f -> f.add(3, f.tcp(3) + 4, 7)),
            reported("ack", 3, "tcp_sack_loss", Side.CLIENT, f -> f.add(3, f.tcp(3) + 8, 100_000)),
            reported("ack", 4, "tcp_sack_loss", Side.CLIENT, f -> f.add(4, f.tcp(4) + 8, 100_000)),
            reported("ack", 2, "fallback_tcp_server", Side.SERVER, f -> f.add(2, f.tcp(2) + 8, 1)),
            reported("flags", 4, "tcp_sack_loss", Side.CLIENT, f -> f.xor(4, f.tcp(4) + FLAGS, 0x20)),
            reported("flags", 1, "tcp_sack_loss", Side.CLIENT, f -> f.xor(1, f.tcp(1) + FLAGS, 0xc0)),
            reported("packet", 3, "tcp_sack_loss", Side.CLIENT, f -> f.xor(3, f.tcp(3) + FLAGS, 0x04)),
            reported("window", 3, "tcp_sack_loss", Side.CLIENT, f -> f.xor(3, f.tcp(3) + WINDOW + 1, f.frame(3)[f.tcp(3) + WINDOW + 1])),
            reported("ecn", 4, "tcp_sack_loss", Side.CLIENT, f -> f.xor(4, 15, 0x02)),
            reported("mss", 1, "tcp_sack_loss", Side.CLIENT, f -> f.xor(1, f.option(1, TcpOptionKind.MSS, 0) + 3, 0x04)),
            reported("mss", 1, "tcp_sack_loss", Side.CLIENT, f -> f.without(1, TcpOptionKind.MSS, 0)),
            reported("window-scale", 1, "tcp_sack_loss", Side.CLIENT, f -> f.without(1, TcpOptionKind.WINDOW_SCALE, 0)),
            reported("sack-permitted", 1, "tcp_sack_loss", Side.CLIENT, f -> f.without(1, TcpOptionKind.SACK_PERMITTED, 0)),
            reported("timestamps", 3, "tcp_sack_loss", Side.CLIENT, f -> f.without(3, TcpOptionKind.TIMESTAMPS, 0)),
            reported("tsecr", 3, "tcp_sack_loss", Side.CLIENT, f -> f.add(3, f.option(3, TcpOptionKind.TIMESTAMPS, 0) + 6, -9)),
            reported("tsval", 3, "tcp_sack_loss", Side.CLIENT, f -> f.add(3, f.option(3, TcpOptionKind.TIMESTAMPS, 0) + 2, 5000)),
            reported("sack", 50, "tcp_sack_loss", Side.SERVER, f -> f.add(50, f.option(50, TcpOptionKind.SACK, 0) + 2, -1448)),
            reported("payload", 4, "tcp_sack_loss", Side.CLIENT, f -> f.xor(4, f.payload(4) + 5, 1)),
            reported("fin", 4, "fallback_tcp_client", Side.CLIENT, f -> f.xor(4, f.tcp(4) + FLAGS, 1)),
            reported("packet", 15, "fallback_tcp_client", Side.CLIENT, f -> f.xor(20, f.tcp(20) + FLAGS, 1)));
    }

    @TestFactory
    @DisplayName("TCP: packets that are missing or too many")
    Stream<DynamicTest> packets() {
        return Stream.of(
            reported("retransmission", 50, "tcp_sack_loss", Side.CLIENT, f -> f.remove(51)),
            reported("retransmission", 16, "tcp_sack_loss", Side.CLIENT, f -> f.copy(13, 15)),
            reported("packet", 2, "tcp_sack_loss", Side.CLIENT, f -> f.repeat(1, 1_000_000)));
    }

    @Test
    @DisplayName("an ACK that was owed at once, for text out of order, is missed")
    void duplicateAck() {
        // the client's first text again, and the ACK that this asks for, which our stack was given no occasion to send
        Tally t = compare("fallback_strip_all_fwd", Side.SERVER, f -> f.copy(4, 5).copy(5, 6));
        assertThat(t.differences()).extracting(Difference::field).contains("duplicate ack");
    }

    @TestFactory
    @DisplayName("MPTCP: every option")
    Stream<DynamicTest> mptcp() {
        return Stream.of(
            reported("mp-capable-syn", 1, "mpc_v4_small", Side.CLIENT, f -> f.xor(1, f.option(1, MPTCP, 0) + 3, 0x20)),
            reported("mp-capable-synack", 2, "mpc_v4_small", Side.SERVER, f -> f.xor(2, f.option(2, MPTCP, 0) + 3, 0x20)),
            reported("mp-capable-ack", 3, "mpc_v4_small", Side.CLIENT, f -> f.xor(3, f.option(3, MPTCP, 0) + 15, 1)),
            reported("mp-capable-data", 4, "mpc_v4_small", Side.CLIENT, f -> f.xor(4, f.option(4, MPTCP, 0) + 7, 1)),
            reported("data-ack", 7, "mpc_v4_small", Side.CLIENT, f -> f.add(7, f.option(7, MPTCP, 2) + 8, 500)),
            reported("data-fin", 8, "mpc_v4_small", Side.CLIENT, f -> f.xor(8, f.option(8, MPTCP, 2) + 19, 1)),
            reported("dss-mapping", 6, "mpc_v4_small", Side.SERVER, f -> f.add(6, f.option(6, MPTCP, 2) + 16, 3)),
            reported("dss-checksum", 4, "mpc_v4_csum", Side.CLIENT, f -> f.xor(4, f.option(4, MPTCP, 0) + 23, 1)),
            reported("mp-fail", 15, "mpfail_single", Side.SERVER, f -> f.xor(15, f.option(15, MPTCP, 6) + 11, 1)),
            reported("mp-fastclose", 16, "fastclose_linger", Side.CLIENT, f -> f.xor(16, f.option(16, MPTCP, 7) + 11, 1)),
            reported("mp-tcprst", 16, "fastclose_linger", Side.CLIENT, f -> f.xor(16, f.option(16, MPTCP, 8) + 3, 2)));
    }

    @TestFactory
    @DisplayName("MPTCP with several subflows: what is said of addresses and paths, and which text lies where")
    Stream<DynamicTest> subflows() {
        return Stream.of(
            reported("add-addr", 4, "addaddr_v4", Side.SERVER, f -> f.xor(4, f.option(4, MPTCP, 3) + 15, 1)),
            reported("add-addr-echo", 5, "addaddr_v4", Side.CLIENT, f -> f.xor(5, f.option(5, MPTCP, 3) + 3, 2)),
            reported("mp-join-syn", 6, "addaddr_v4", Side.CLIENT, f -> f.xor(6, f.option(6, MPTCP, 1) + 8, 1)),
            reported("mp-join-synack", 7, "addaddr_v4", Side.SERVER, f -> f.xor(7, f.option(7, MPTCP, 1) + 4, 1)),
            reported("mp-join-ack", 8, "addaddr_v4", Side.CLIENT, f -> f.xor(8, f.option(8, MPTCP, 1) + 4, 1)),
            reported("remove-addr", 116, "removeaddr", Side.CLIENT, f -> f.xor(116, f.option(116, MPTCP, 4) + 3, 1)),
            reported("mp-tcprst", 120, "rst_subflow_del", Side.CLIENT, f -> f.xor(120, f.option(120, MPTCP, 8) + 3, 4)),
            reported("mp-tcprst", 116, "rst_subflow_del", Side.CLIENT, f -> f.remove(120)),
            reported("dss-mapping", 10, "addaddr_v4", Side.CLIENT, f -> f.add(10, f.option(10, MPTCP, 2) + 12, 8)),
            reported("data-ack", 13, "addaddr_v4", Side.SERVER, f -> f.add(13, f.option(13, MPTCP, 2) + 8, 90_000)));
    }

    @TestFactory
    @DisplayName("what the RFCs leave open")
    Stream<DynamicTest> leftOpen() {
        return Stream.of(
            allowed("PSH", "tcp_sack_loss", Side.CLIENT, f -> f.xor(4, f.tcp(4) + FLAGS, 0x08)),
            allowed("IP id, TTL, DF", "tcp_sack_loss", Side.CLIENT, f -> f.xor(4, 19, 0x55).xor(4, 22, 0x11).xor(4, 20, 0x40)),
            allowed("a tick of the timestamps", "tcp_sack_loss", Side.CLIENT, f -> f.add(4, f.option(4, TcpOptionKind.TIMESTAMPS, 0) + 2, 1)),
            allowed("the window's size", "tcp_sack_loss", Side.CLIENT, f -> f.xor(3, f.tcp(3) + WINDOW + 1, 0x02)),
            allowed("the window scale's value", "tcp_sack_loss", Side.CLIENT, f -> f.xor(1, f.option(1, TcpOptionKind.WINDOW_SCALE, 0) + 2, 1)),
            allowed("padding", "tcp_sack_loss", Side.CLIENT, f -> timestampsFirst(f, 4)),
            allowed("an ACK less", "mpc_v4_bulk", Side.SERVER, f -> f.remove(11)),
            allowed("an ACK more", "mpc_v4_bulk", Side.SERVER, f -> f.repeat(11, 0)),
            allowed("a tail loss probe", "tcp_sack_loss", Side.CLIENT, f -> f.repeat(13, 1_000_000)),
            allowed("a segment in two", "tcp_nosack_loss", Side.CLIENT, f -> f.split(4, 700)),
            allowed("a Data ACK of four bytes", "mpc_v4_small", Side.CLIENT, ComparisonTest::shortDataAck));
    }

    /** NOP NOP TS becomes TS NOP NOP. */
    private static void timestampsFirst(Frames f, int number) {
        int at = f.option(number, TcpOptionKind.TIMESTAMPS, 0);
        System.arraycopy(f.frame(number), at, f.frame(number), at - 2, 10);
        f.frame(number)[at + 8] = 1;
        f.frame(number)[at + 9] = 1;
        f.unsummed(number);
    }

    private static void shortDataAck(Frames f) {
        int at = f.option(7, MPTCP, 2);
        byte[] b = f.frame(7);
        b[at + 1] = 8;
        b[at + 3] &= ~0x02;
        System.arraycopy(b, at + 8, b, at + 4, 4);
        List.of(8, 9, 10, 11).forEach(i -> b[at + i] = 1);
        f.unsummed(7);
    }
}
