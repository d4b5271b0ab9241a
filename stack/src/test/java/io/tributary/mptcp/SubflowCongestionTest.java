package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.LossModel;
import io.tributary.sim.QueueModel;
import io.tributary.sim.Simulation;
import io.tributary.tcp.TcpConfig;
import io.tributary.tcp.congestion.CongestionAlgorithms;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.EcnMode;
import io.tributary.testkit.Pump;
import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a connection asks of congestion control, and what each of its subflows' controllers hears. */
class SubflowCongestionTest {
    private static TwoPaths twoPaths(long seed, CongestionSettings settings) {
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        TwoPaths p = new TwoPaths(seed, 4_000_000, 300_000, config, MptcpConfig.DEFAULT);
        p.server.listen(new ListenSpec(0, IpAddress.ANY, 80, true, false, 10), p.serverApp);
        ConnectSpec spec = ConnectSpec.to(0, TwoPaths.SERVER_1, 80).tcp(TcpConfig.DEFAULT.with(settings));
        p.clientApp.attachTo(p.client.connect(spec, p.clientApp.out, p.clientApp.in, p.clientApp, 0));
        return p;
    }

    private static void complete(TwoPaths p, double seconds) {
        assertThat(p.sim.run(p::closed, Simulation.seconds(seconds))).isTrue();
        assertThat(p.intact()).isTrue();
        assertThat(p.count(Counter.INTERNAL_ERRORS)).isZero();
    }

    @Test
    @DisplayName("R3168-6.1-1 R3168-6.1-3 each subflow agrees on ECN for itself: the path that marks slows down without a loss")
    void ecn() {
        TwoPaths p = twoPaths(1, CongestionSettings.DEFAULT.withEcn(EcnMode.REQUEST));
        p.path1.queue(() -> QueueModel.coDel(true)).queuePackets(1000);
        p.path2.queue(() -> QueueModel.coDel(true)).queuePackets(1000);
        complete(p, 20);
        assertThat(p.path1.forward().counters().marked()).isPositive();
        assertThat(p.path2.forward().counters().marked()).isPositive();
        assertThat(p.client.counters().get(Counter.ECN_REDUCTIONS)).isGreaterThan(1);
        assertThat(p.client.counters().get(Counter.TCP_RETRANS_SEGS)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"newreno,0", "newreno,0.01", "cubic,0", "cubic,0.01"})
    @DisplayName("pacing on two subflows: the scheduler waits with them and is woken by them; both are used, nothing stalls")
    void pacing(String name, double loss) {
        TwoPaths p = twoPaths(2, CongestionSettings.DEFAULT.withAlgorithm(CongestionAlgorithms.named(name).orElseThrow()).withPacing(true));
        p.path1.loss(LossModel.random(loss));
        p.path2.loss(LossModel.random(loss));
        complete(p, loss == 0 ? 2 : 20);
        assertThat(p.path1.forward().counters().deliveredBytes()).isGreaterThan(800_000);
        assertThat(p.path2.forward().counters().deliveredBytes()).isGreaterThan(800_000);
    }

    @Test
    @DisplayName("MPTCP-3.3.7-2 a controller hears of each packet of its subflow that was lost, and when; not of another's")
    void losses() {
        LossLog log = new LossLog();
        TwoPaths p = twoPaths(3, CongestionSettings.DEFAULT.withAlgorithm(log));
        p.path1.queuePackets(5000).forward().loss(LossModel.numbers(400, 405, 900));
        p.path2.queuePackets(5000);
        complete(p, 20);
        assertThat(p.path1.forward().counters().lost()).isEqualTo(3);
        assertThat(p.client.counters().get(Counter.TCP_RETRANS_SEGS)).isEqualTo(3);
        assertThat(log.of(0)).hasSize(3);
        assertThat(log.of(1)).isEmpty();
        for (LossLog.Loss l : log.of(0)) {
            assertThat(l.to() - l.from()).as("a segment").isBetween(1L, 1448L);
            assertThat(l.foundNs() - l.sentNs()).as("found within some round trips").isBetween(Simulation.millis(20), Simulation.millis(300));
        }
        assertThat(log.of(0)).extracting(LossLog.Loss::from).isSorted().doesNotHaveDuplicates();
        assertThat(log.events(0)).as("what was lost in one flight is one event").isEqualTo(2);
        assertThat(log.events(1)).isZero();
        p.sim.run(() -> false, p.sim.nowNs() + Simulation.seconds(2));
        assertThat(log.isOver(0) && log.isOver(1)).as("each heard of the end").isTrue();
    }

    @Test
    @DisplayName("MPTCP-3.3.7-1 the subflows of one connection have controllers of one group, two connections have two groups")
    void groups() {
        LossLog log = new LossLog();
        TwoPaths p = twoPaths(4, CongestionSettings.DEFAULT.withAlgorithm(log));
        p.sim.run(() -> log.controllers() >= 2, Simulation.seconds(2));
        assertThat(log.groups()).isOne();
        ConnectSpec spec = ConnectSpec.to(0, TwoPaths.SERVER_1, 80).tcp(TcpConfig.DEFAULT.with(CongestionSettings.DEFAULT.withAlgorithm(log)));
        Pump other = new Pump(9, 1000, 0);
        other.attachTo(p.client.connect(spec, other.out, other.in, other, p.sim.nowNs()));
        assertThat(log.groups()).isEqualTo(2);
    }
}
