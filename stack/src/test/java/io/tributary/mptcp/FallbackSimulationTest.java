package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.LossModel;
import io.tributary.sim.Simulation;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Rule;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.option.MptcpSubtype;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FallbackSimulationTest {
    private static TwoPaths onePath(long seed, int up, int down) {
        return new TwoPaths(seed, up, down, MptcpConfig.DEFAULT, MptcpConfig.DEFAULT);
    }

    private static void complete(TwoPaths p) {
        assertThat(p.sim.run(p::closed, Simulation.seconds(120))).as("completes: got %d and %d; %s / %s", p.clientApp.received(),
            p.serverApp.received(), p.clientConnection().info(0), p.serverApp.connection.info(0)).isTrue();
        assertThat(p.clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(p.serverApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(p.clientApp.connection.isMultipath()).as("client is TCP").isFalse();
        assertThat(p.serverApp.connection.isMultipath()).as("server is TCP").isFalse();
        p.sim.run(p.sim.nowNs() + Simulation.seconds(100));
        assertThat(p.client.isEmpty() && p.server.isEmpty()).as("nothing left").isTrue();
    }

    @ParameterizedTest(name = "up {0}, down {1}")
    @CsvSource({"500000,300000", "0,300000", "300000,0"})
    @DisplayName("MPTCP-3.7-1 MPTCP-3.1-31 option stripped from the SYN: plain TCP on both sides")
    void strippedSyn(int up, int down) {
        TwoPaths p = onePath(1, up, down);
        p.path1.middlebox(Boxes.stripMptcp((q, forward) -> forward && q.isSyn()));
        p.start(false);
        complete(p);
        assertThat(p.intact()).isTrue();
    }

    @ParameterizedTest(name = "up {0}, down {1}")
    @CsvSource({"500000,300000", "0,300000", "300000,0"})
    @DisplayName("MPTCP-3.7-1 MPTCP-3.1-30 MPTCP-3.1-32 option stripped from the SYN/ACK: plain TCP on both sides")
    void strippedSynAck(int up, int down) {
        TwoPaths p = onePath(2, up, down);
        p.path1.middlebox(Boxes.stripMptcp((q, forward) -> !forward && q.isSyn()));
        p.start(false);
        complete(p);
        assertThat(p.intact()).isTrue();
        assertThat(p.client.counters().get(Counter.MP_CAPABLE_FALLBACK_SYN_ACK)).isEqualTo(1);
        assertThat(p.server.counters().get(Counter.MP_CAPABLE_FALLBACK_ACK)).isEqualTo(1);
    }

    @ParameterizedTest(name = "up {0}, down {1}, client side {2}, server side {3}, loss {4}")
    @CsvSource({"500000,300000,true,true,0", "500000,300000,true,false,0", "500000,300000,false,true,0", "300000,0,true,false,0",
        "300000,0,false,true,0", "0,300000,true,false,0", "0,300000,false,true,0", "500000,300000,true,true,0.02",
        "500000,300000,true,false,0.02", "500000,300000,false,true,0.02"})
    @DisplayName("MPTCP-3.7-4 MPTCP-3.7-17 MPTCP-6-1 options pass on SYNs only, in one or both directions: plain TCP, data intact")
    void strippedAfterSyn(int up, int down, boolean toServer, boolean toClient, double loss) {
        TwoPaths p = onePath(3, up, down);
        p.path1.middlebox(Boxes.stripMptcp((q, forward) -> !q.isSyn() && (forward ? toServer : toClient)));
        p.path1.loss(LossModel.random(loss));
        p.start(false);
        complete(p);
        assertThat(p.intact()).isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.1-16 MPTCP-3.1-14 the third ACK is lost: the keys on the first data, or repeated, save MPTCP")
    void lostThirdAck() {
        for (int up : new int[] {300_000, 0}) {
            TwoPaths p = onePath(4, up, 200_000);
            p.path1.middlebox(Boxes.drop(Rule.once((q, forward) -> forward && !q.isSyn())));
            p.start(false);
            assertThat(p.sim.run(p::closed, Simulation.seconds(60))).isTrue();
            assertThat(p.intact()).isTrue();
            assertThat(p.serverConnection().isMultipath()).isTrue();
            assertThat(p.clientConnection().isMultipath()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 60})
    @DisplayName("MPTCP-3.7-8 MPTCP-3.7-9 payload changed on the only subflow: MP_FAIL both ways, then plain TCP; nobody hangs")
    void corruptedOnOnlySubflow(int packet) {
        TwoPaths p = onePath(5, 400_000, 300_000);
        p.path1.middlebox(Boxes.corrupt(Rule.once(Rule.from(packet, (q, forward) -> forward && q.payloadLength() > 0))));
        p.start(true);
        complete(p);
        assertThat(p.serverApp.received()).isEqualTo(400_000);
        assertThat(p.clientApp.intact()).as("the other direction").isTrue();
        assertThat(p.serverApp.intact()).as("the corrupted byte is delivered").isFalse();
        assertThat(p.client.counters().get(Counter.MP_FAIL_RX)).isPositive();
        assertThat(p.server.counters().get(Counter.MP_FAIL_RX)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.7-6 MPTCP-3.7-7 payload changed on one of two subflows: it is reset with MP_FAIL, the data comes by the other, intact")
    void corruptedOnOneOfTwo() {
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        TwoPaths p = new TwoPaths(6, 2_000_000, 300_000, config, MptcpConfig.DEFAULT);
        p.path2.middlebox(Boxes.corrupt(Rule.once(Rule.from(20, (q, forward) -> forward && q.payloadLength() > 0))));
        p.start(true);
        assertThat(p.sim.run(p::closed, Simulation.seconds(60))).isTrue();
        assertThat(p.intact()).isTrue();
        assertThat(p.clientConnection().isMultipath()).isTrue();
        assertThat(p.server.counters().get(Counter.MP_DATA_CSUM_ERR)).isEqualTo(1);
        assertThat(p.client.counters().get(Counter.MP_FAIL_RX)).isEqualTo(1);
        assertThat(p.client.counters().get(Counter.MP_RST_RX)).isEqualTo(1);
    }

    @Test
    @DisplayName("MPTCP-3.7-3 a path that strips options after the join: the subflow is reset, the data comes by the other")
    void strippedOnJoinedPath() {
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        TwoPaths p = new TwoPaths(7, 2_000_000, 300_000, config, MptcpConfig.DEFAULT);
        p.path2.middlebox(Boxes.stripMptcp((q, forward) -> q.mptcpOption(MptcpSubtype.MP_JOIN) < 0));
        p.start(false);
        assertThat(p.sim.run(p::closed, Simulation.seconds(60))).isTrue();
        assertThat(p.intact()).isTrue();
        assertThat(p.clientConnection().isMultipath()).isTrue();
    }

    /** Of one direction, from a segment on or that one alone; SYNs keep theirs. */
    private static Rule options(int n, boolean forward, boolean once) {
        Rule r = Rule.from(n, (q, f) -> f == forward && !q.isSyn());
        return once ? Rule.once(r) : r;
    }

    @ParameterizedTest(name = "packet {0}, towards the server {1}, up {2}, down {3}")
    @CsvSource({"1,true,500000,300000", "1,false,500000,300000", "2,true,500000,300000", "2,false,500000,300000", "3,true,500000,300000",
        "3,false,500000,300000", "5,true,500000,300000", "5,false,500000,300000", "40,true,500000,300000", "40,false,500000,300000",
        "1,true,0,300000", "1,false,0,300000", "2,true,0,300000", "2,false,0,300000", "10,true,0,300000", "10,false,0,300000",
        "1,true,300000,0", "1,false,300000,0", "2,true,300000,0", "2,false,300000,0", "10,true,300000,0", "10,false,300000,0"})
    @DisplayName("MPTCP-3.7-4 MPTCP-3.7-17 MPTCP-3.1-32 MPTCP-6-1 options pass up to a packet, and not from there on: plain TCP, the stream is intact")
    void strippedFrom(int packet, boolean toServer, int up, int down) {
        stripped(up, down, options(packet, toServer, false));
    }

    @ParameterizedTest(name = "packet {0}, towards the server {1}, up {2}, down {3}")
    @CsvSource({"1,true,500000,300000", "1,false,500000,300000", "2,true,500000,300000", "2,false,500000,300000", "3,true,500000,300000",
        "7,true,500000,300000", "7,false,500000,300000", "1,true,0,300000", "2,true,0,300000", "2,false,0,300000", "1,true,300000,0",
        "2,true,300000,0", "1,false,300000,0", "2,false,300000,0"})
    @DisplayName("MPTCP-3.7-17 MPTCP-6-1 one packet of the handshake, or later, loses its options: the stream is intact")
    void strippedOnce(int packet, boolean toServer, int up, int down) {
        stripped(up, down, options(packet, toServer, true));
    }

    @Test
    @DisplayName("MPTCP-6-3 a path that drops MP_JOIN is just not used")
    void droppedJoin() {
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        TwoPaths p = new TwoPaths(9, 1_000_000, 300_000, config, MptcpConfig.DEFAULT);
        p.path2.middlebox(Boxes.drop((q, forward) -> q.mptcpOption(MptcpSubtype.MP_JOIN) >= 0));
        p.start(false);
        assertThat(p.sim.run(p::closed, Simulation.seconds(60))).isTrue();
        assertThat(p.intact()).isTrue();
        assertThat(p.client.counters().get(Counter.MP_JOIN_SYN_TX)).isPositive();
        assertThat(p.server.counters().get(Counter.MP_JOIN_SYN_RX)).isZero();
        assertThat(p.clientConnection().isMultipath()).isTrue();
    }

    private static void stripped(int up, int down, Rule rule) {
        TwoPaths p = onePath(8, up, down);
        p.path1.middlebox(Boxes.stripMptcp(rule));
        p.start(false);
        boolean over = p.sim.run(p::closed, Simulation.seconds(200));
        String what = p.clientApp.closed + " and " + p.serverApp.closed + ", " + p.clientConnection().fallback().reason() + " and "
            + p.serverConnection().fallback().reason();
        assertThat(over).as("ends: %s", what).isTrue();
        assertThat(p.clientApp.closed).as(what).isEqualTo(CloseReason.NORMAL);
        assertThat(p.serverApp.closed).as(what).isEqualTo(CloseReason.NORMAL);
        assertThat(p.intact()).as(what).isTrue();
    }
}
