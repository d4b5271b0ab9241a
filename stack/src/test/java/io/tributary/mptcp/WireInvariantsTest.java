package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.data.DataSettings;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.mptcp.schedule.Schedulers;
import io.tributary.sim.LossModel;
import io.tributary.sim.Simulation;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rough transfers over two paths, every packet looked at where it leaves: see {@link WireInvariants}. */
class WireInvariantsTest {
    private static TwoPaths rough(long seed, String scheduler) {
        DataSettings d = DataSettings.DEFAULT.withScheduler(Schedulers.named(scheduler).orElseThrow());
        MptcpConfig client = MptcpConfig.DEFAULT.with(d).withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        TwoPaths t = new TwoPaths(seed, 1_500_000, 1_200_000, client, MptcpConfig.DEFAULT.with(d));
        t.path2.delayNs(Simulation.millis(40)).bitsPerSecond(8_000_000);
        return t;
    }

    private static WireInvariants watch(TwoPaths t) {
        WireInvariants w = new WireInvariants();
        t.path1.middlebox(w);
        t.path2.middlebox(w);
        return w;
    }

    @ParameterizedTest(name = "{0}, checksum {1}, loss {2}")
    @CsvSource({"min-rtt,false,0", "min-rtt,true,0.02", "round-robin,false,0.02", "weighted,false,0.03", "redundant,false,0.01",
        "blest,true,0.01", "ecf,false,0.02"})
    @DisplayName("MPTCP-6-2 MPTCP-3.3.1-1 MPTCP-3.3.1-2 MPTCP-3.3.1-15 MPTCP-3.3.4-2 MPTCP-3.3.5-3 SCH-1 same numbers, same bytes; mappings cover and never change; windows are kept and never taken back")
    void everyPacket(String scheduler, boolean checksum, double loss) {
        TwoPaths t = rough(3, scheduler);
        WireInvariants w = watch(t);
        t.path1.loss(LossModel.random(loss));
        t.path2.loss(LossModel.random(loss));
        t.start(checksum);
        assertThat(t.sim.run(t::closed, Simulation.seconds(60))).isTrue();
        assertThat(t.intact()).isTrue();
        assertThat(w.faults).isEmpty();
        assertThat(w.mappings).isGreaterThan(1500);
        assertThat(loss == 0 || w.repeated > 10).isTrue();
    }

    @Test
    @DisplayName("MPTCP-6-2 MPTCP-3.3.6-1 a path dies and returns: what it repeats is what it sent, though the stream has moved on and its memory is used again")
    void afterDeath() {
        TwoPaths t = rough(4, "min-rtt");
        WireInvariants w = watch(t);
        t.path2.at(Simulation.millis(300), l -> l.down());
        t.path2.at(Simulation.millis(1500), l -> l.up());
        t.start(false);
        t.path1.bitsPerSecond(4_000_000);
        assertThat(t.sim.run(t::closed, Simulation.seconds(60))).isTrue();
        assertThat(t.intact()).isTrue();
        assertThat(w.faults).isEmpty();
        assertThat(t.count(Counter.MP_SUBFLOW_RECOVER)).isPositive();
        assertThat(t.count(Counter.MP_RETRANS)).isPositive();
        assertThat(w.repeated).isPositive();
    }
}
