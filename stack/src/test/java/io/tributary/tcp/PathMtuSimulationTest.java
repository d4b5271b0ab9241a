package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.metrics.Counter;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.sim.SimHost;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.tcp.PathSettings.MtuProbing;
import io.tributary.testkit.NarrowRouter;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that carry less than the interface, or less than before, with and without routers that say so. */
class PathMtuSimulationTest {
    private static final class Run {
        final Simulation sim;
        final Shard client;
        final Shard server;
        final SimLink link;
        final NarrowRouter router = new NarrowRouter();
        final Pump clientApp;
        final Pump serverApp;

        /** The client sends {@code bytes}, and hears 1,000 back. */
        Run(long seed, boolean v6, boolean multipath, boolean gso, PathSettings path, int bytes) {
            sim = new Simulation(seed);
            ShardConfig config = new ShardConfig(TcpConfig.DEFAULT.with(path), 100, 100);
            SimHost c = new SimHost(sim, "client", config);
            SimHost s = new SimHost(sim, "server", config);
            client = c.shard();
            server = s.shard();
            DeviceCapabilities device = gso ? new DeviceCapabilities(1500, true, true, true, 65_535) : DeviceCapabilities.plain(1500);
            String net = v6 ? "2001:db8::" : "10.0.0.";
            link = sim.link("link", c.addInterface("a", 0, device, UnaryOperator.identity(), net + 1),
                s.addInterface("b", 0, device, UnaryOperator.identity(), net + 2));
            link.middlebox(router).bitsPerSecond(20_000_000).delayNs(Simulation.millis(10)).queuePackets(200);
            clientApp = new Pump(seed, bytes, 1_000);
            serverApp = new Pump(seed, 1_000, bytes);
            server.listen(new ListenSpec(0, IpAddress.ANY, 80, multipath, false, 10), serverApp);
            ConnectSpec spec = ConnectSpec.to(0, IpAddress.parse(net + 2), 80).multipath(multipath);
            clientApp.attachTo(client.connect(spec, clientApp.out, clientApp.in, clientApp, 0));
        }

        void completesWithin(double seconds) {
            assertThat(sim.run(() -> clientApp.closed != null && serverApp.closed != null, Simulation.seconds(seconds)))
                .as("completes, %d of it by now, %s", serverApp.received(), link).isTrue();
            assertThat(clientApp.intact() && serverApp.intact()).as("intact").isTrue();
            assertThat(clientApp.closed).isEqualTo(CloseReason.NORMAL);
            assertThat(client.counters().get(Counter.INTERNAL_ERRORS) + server.counters().get(Counter.INTERNAL_ERRORS)).isZero();
        }

        long count(Counter c) {
            return client.counters().get(c);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,false,false", "true,false,false", "false,true,false", "true,true,false", "false,false,true", "true,true,true"})
    @DisplayName("R1191-3-1 R8201-4-1 R1191-6-1 a path narrow from the start: found by ICMP, no timeout, no window reduced")
    void narrowFromTheStart(boolean v6, boolean multipath, boolean gso) {
        Run r = new Run(1, v6, multipath, gso, PathSettings.DEFAULT, 3_000_000);
        r.router.mtu = 1_300;
        r.completesWithin(3);
        assertThat(r.count(Counter.TCP_TIMEOUTS)).isZero();
        assertThat(r.count(Counter.TCP_SACK_RECOVERY)).as("recoveries").isZero();
        assertThat(r.count(Counter.PATH_MTU_LOWERED)).isEqualTo(1);
        assertThat(r.router.largestPassed).isEqualTo(1_300);
    }

    @ParameterizedTest
    @CsvSource({"false,false,false", "true,false,false", "false,true,false", "true,true,false", "false,false,true", "true,true,true"})
    @DisplayName("R5927-7-1 R1191-6-1 the path narrows in mid-transfer and says so: believed after one timeout")
    void narrowsWithIcmp(boolean v6, boolean multipath, boolean gso) {
        Run r = new Run(2, v6, multipath, gso, PathSettings.DEFAULT, 5_000_000);
        r.sim.at(Simulation.seconds(1), () -> r.router.mtu = 1_300);
        r.completesWithin(5);
        assertThat(r.count(Counter.PATH_MTU_LOWERED)).isEqualTo(1);
        assertThat(r.count(Counter.TCP_BLACK_HOLES)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"false,false,false", "true,false,false", "false,true,false", "true,true,false", "false,false,true", "true,true,true"})
    @DisplayName("R4821-7-1 the path narrows in mid-transfer and nobody says so: a black hole is found after three timeouts")
    void blackHole(boolean v6, boolean multipath, boolean gso) {
        Run r = new Run(3, v6, multipath, gso, PathSettings.DEFAULT, 5_000_000);
        r.router.tells = false;
        r.sim.at(Simulation.seconds(1), () -> r.router.mtu = 1_300);
        r.completesWithin(9);
        assertThat(r.count(Counter.TCP_BLACK_HOLES)).isBetween(1L, 2L);
        assertThat(r.count(Counter.PATH_MTU_LOWERED)).isZero();
        assertThat(r.router.dropped).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"false,false,false", "true,false,false", "false,true,false", "false,false,true", "false,true,true"})
    @DisplayName("R4821-7-1 behind a black hole larger segments are tried until the size of the path is found to a few bytes")
    void searched(boolean v6, boolean multipath, boolean gso) {
        Run r = new Run(4, v6, multipath, gso, PathSettings.DEFAULT, 8_000_000);
        r.router.tells = false;
        r.router.mtu = 1_400;
        r.completesWithin(14);
        assertThat(r.router.largestPassed).isBetween(1_392, 1_400);
        assertThat(r.count(Counter.TCP_MTUP_SUCCESS)).isPositive();
        assertThat(r.count(Counter.TCP_MTUP_FAIL)).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"false,false", "true,false", "false,true"})
    @DisplayName("R4821-7-1 always probing: a black hole is never met, probes are lost without a timeout or a smaller window")
    void always(boolean v6, boolean multipath) {
        Run r = new Run(5, v6, multipath, false, PathSettings.DEFAULT.withProbing(MtuProbing.ALWAYS), 5_000_000);
        r.router.tells = false;
        r.router.mtu = 1_350;
        r.completesWithin(3.5);
        assertThat(r.router.largestPassed).isBetween(1_342, 1_350);
        assertThat(r.count(Counter.TCP_TIMEOUTS)).isZero();
        assertThat(r.count(Counter.TCP_MTUP_FAIL)).isPositive();
        assertThat(r.router.dropped).as("only probes").isEqualTo((int) r.count(Counter.TCP_MTUP_FAIL));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("R4821-7-1 one message, smaller than the base size and yet too large for a path that says nothing: it gets through in pieces")
    void smallMessageBlackHole(boolean multipath) {
        Run r = new Run(11, false, multipath, false, PathSettings.DEFAULT, 775);
        r.link.mtu(760);
        r.completesWithin(60);
        assertThat(r.count(Counter.TCP_BLACK_HOLES)).isEqualTo(1);
    }

    @Test
    @DisplayName("R4821-7-1 always probing on a path without limits: the first probe finds it")
    void alwaysWide() {
        Run r = new Run(6, false, false, false, PathSettings.DEFAULT.withProbing(MtuProbing.ALWAYS), 2_000_000);
        r.completesWithin(1.5);
        assertThat(r.count(Counter.TCP_MTUP_SUCCESS)).isEqualTo(1);
        assertThat(r.count(Counter.TCP_MTUP_FAIL)).isZero();
        assertThat(r.router.largestPassed).isEqualTo(1_500);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("R1191-3-1 R4821-7-1 the path is widened again: found when the estimate ages, or by the next search")
    void widens(boolean tells) {
        Run r = new Run(7, false, false, false, PathSettings.DEFAULT, 5_000_000);
        r.link.bitsPerSecond(50_000);
        r.router.tells = tells;
        r.router.mtu = 1_300;
        r.sim.at(Simulation.seconds(30), () -> r.router.mtu = 1_500);
        r.sim.at(Simulation.seconds(300), () -> r.router.largestPassed = 0);
        r.sim.at(Simulation.seconds(580), () -> {
            assertThat(r.router.largestPassed).as("not earlier").isBetween(1_292, 1_300);
            r.router.largestPassed = 0;
        });
        r.completesWithin(900);
        assertThat(r.sim.nowNs()).isGreaterThan(Simulation.seconds(700));
        assertThat(r.router.largestPassed).isEqualTo(1_500);
    }

    @ParameterizedTest
    @ValueSource(ints = {508, 296, 68})
    @DisplayName("R1191-3-1 R6864-4-1 a path below 552: packets are fragmented by the router and arrive intact")
    void fragmentedByRouters(int mtu) {
        Run r = new Run(8, false, false, false, PathSettings.DEFAULT, 200_000);
        r.router.mtu = mtu;
        r.completesWithin(5);
        assertThat(r.router.fragmented).isPositive();
        assertThat(r.server.counters().get(Counter.IP_REASM_OKS)).isPositive();
    }

    @Test
    @DisplayName("R1191-3-1 routers that name no MTU: the plateaus lead down to what passes")
    void plateaus() {
        Run r = new Run(9, false, false, false, PathSettings.DEFAULT, 1_000_000);
        r.router.mtu = 1_200;
        r.router.namesMtu = false;
        r.completesWithin(3);
        assertThat(r.count(Counter.PATH_MTU_LOWERED)).isEqualTo(2);
    }

    @Test
    @DisplayName("R4821-7-1 an outage is no black hole for long: after it the full size is found again")
    void outage() {
        Run r = new Run(10, false, false, false, PathSettings.DEFAULT, 5_000_000);
        r.link.at(Simulation.seconds(1), SimLink::down).at(Simulation.seconds(4), SimLink::up);
        r.completesWithin(12);
        assertThat(r.router.largestPassed).isEqualTo(1_500);
        assertThat(r.count(Counter.TCP_MTUP_SUCCESS)).isPositive();
    }
}
