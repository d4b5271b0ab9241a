package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths that swallow everything without a word, in the middle of a transfer. */
class SilentPathTest {
    private static TwoPaths twoPaths(long seed, int up, int down) {
        Endpoint second = Endpoint.subflow(0, TwoPaths.CLIENT_2, 1);
        return new TwoPaths(seed, up, down, MptcpConfig.DEFAULT.withEndpoints(second), MptcpConfig.DEFAULT);
    }

    @ParameterizedTest(name = "path {0} dies, {1} up, {2} down")
    @CsvSource({"1,6000000,1000", "2,6000000,1000", "1,1000,6000000", "2,1000,6000000"})
    @DisplayName("MPTCP-3.3.6-7 D6 a path that dies in mid-transfer costs no byte and less than a second")
    void dies(int number, int up, int down) {
        TwoPaths t = twoPaths(number, up, down).start(false);
        (number == 1 ? t.path1 : t.path2).at(Simulation.millis(500), l -> l.down());
        long[] gap = {0, 0, 0};
        boolean closed = t.sim.run(() -> {
            int got = t.clientApp.received() + t.serverApp.received();
            if (got != gap[0]) {
                gap[2] = Math.max(gap[2], gap[0] > 0 ? t.sim.nowNs() - gap[1] : 0);
                gap[0] = got;
                gap[1] = t.sim.nowNs();
            }
            return t.closed();
        }, Simulation.seconds(30));
        assertThat(closed).isTrue();
        assertThat(t.intact()).isTrue();
        assertThat(t.clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(gap[2]).as("longest silence, ns").isLessThan(Simulation.seconds(1));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    @DisplayName("MPTCP-3.3.6-1 MPTCP-3.3.6-4 D6 a path that comes back after two seconds repeats what it had and carries data again")
    void comesBack(int number) {
        TwoPaths t = twoPaths(number, 1000, 20_000_000).start(false);
        var path = number == 1 ? t.path1 : t.path2;
        path.at(Simulation.millis(500), l -> l.down());
        path.at(Simulation.millis(2500), l -> l.up());
        long[] before = {0};
        t.sim.at(Simulation.millis(2501), () -> before[0] = path.backward().counters().deliveredBytes());
        assertThat(t.sim.run(t::closed, Simulation.seconds(60))).isTrue();
        assertThat(t.intact()).isTrue();
        assertThat(path.backward().counters().deliveredBytes() - before[0]).isGreaterThan(1_000_000);
        assertThat(t.count(Counter.MP_SUBFLOW_RECOVER)).isPositive();
    }

    @Test
    @DisplayName("MPTCP-3.3.3-11 a DATA_FIN that was sent on a path that died while idle is repeated on the others")
    void dataFinOnDeadPath() {
        TwoPaths t = twoPaths(1, 500_000, 0).start(false);
        t.sim.run(() -> t.serverApp.received() == 500_000, Simulation.seconds(10));
        t.path1.down();
        assertThat(t.sim.run(t::closed, t.sim.nowNs() + Simulation.seconds(5))).isTrue();
        assertThat(t.clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(t.serverApp.closed).isEqualTo(CloseReason.NORMAL);
    }
}
