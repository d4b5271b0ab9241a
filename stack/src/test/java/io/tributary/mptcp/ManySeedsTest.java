package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.LossModel;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.tcp.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** 4 MiB over two bad paths of which one dies, for many seeds; each in a fraction of a second of real time. */
class ManySeedsTest {
    private static final int SEEDS = Integer.getInteger("tributary.seeds", 200);
    private static final int MIB_4 = 4 << 20;

    private static TwoPaths run(long seed) {
        MptcpConfig config = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        boolean up = seed % 2 == 0;
        TwoPaths t = new TwoPaths(seed, up ? MIB_4 : 10_000, up ? 10_000 : MIB_4, config, MptcpConfig.DEFAULT);
        for (SimLink l : List.of(t.path1, t.path2)) {
            l.loss(LossModel.random(0.02)).reorder(0.05, Simulation.millis(4));
        }
        SimLink dying = seed % 4 < 2 ? t.path1 : t.path2;
        t.start(seed % 3 == 0);
        // A path that dies before there is another is another story: nobody could go on then.
        t.sim.run(() -> t.count(Counter.MP_JOIN_ACK_RX) == 1 && t.clientApp.established == 1, Simulation.seconds(60));
        t.sim.after(Simulation.millis(seed * 37 % 1500), dying::down);
        t.sim.run(t::closed, Simulation.seconds(120));
        return t;
    }

    @Test
    @DisplayName("MPTCP-3.3.6-7 MPTCP-6-1 every seed: 4 MiB over two paths with 2 % loss, 5 % reordering and one path dying arrive intact")
    void everySeed() {
        List<String> failures = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            long started = System.nanoTime();
            TwoPaths t = run(seed);
            String state = "seed " + seed + ": " + t.clientApp.closed + "/" + t.serverApp.closed + " after " + t.sim.nowNs() / 1_000_000
                + " ms, intact " + t.intact() + ", bugs " + t.count(Counter.INTERNAL_ERRORS);
            if (t.clientApp.closed != CloseReason.NORMAL || t.serverApp.closed != CloseReason.NORMAL || !t.intact()
                || t.count(Counter.INTERNAL_ERRORS) != 0) {
                failures.add(state + " (" + (System.nanoTime() - started) / 1_000_000 + " ms real)");
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    @DisplayName("the same seed gives the same packets at the same times, another seed gives others")
    void deterministic() {
        assertThat(run(5).sim.traceHash()).isEqualTo(run(5).sim.traceHash());
        assertThat(run(5).sim.traceHash()).isNotEqualTo(run(6).sim.traceHash());
    }
}
