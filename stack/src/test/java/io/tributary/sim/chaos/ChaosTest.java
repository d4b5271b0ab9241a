package io.tributary.sim.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.buffer.ReceiveRing;
import io.tributary.buffer.SendRing;
import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.PcapNgWriter;
import io.tributary.sim.LossModel;
import io.tributary.sim.Simulation;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Rule;
import io.tributary.sim.chaos.Setup.PathSetup;
import io.tributary.sim.chaos.Setup.TalkSetup;
import io.tributary.sim.chaos.Setup.TalkerSetup;
import io.tributary.testkit.Endpoint;
import io.tributary.wire.IpAddress;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("simulations of chance")
class ChaosTest {
    private static final int SEEDS = Integer.getInteger("tributary.chaos.seeds", 1000);
    private static final long FIRST = Long.getLong("tributary.chaos.first", 0);

    /** What a person types to see it again, and where the packets are. */
    private static String reproduction(ChaosReport r) throws IOException {
        Path file = Path.of("target", "chaos", r.plan().seed() + ".pcapng");
        Files.createDirectories(file.getParent());
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
             PcapNgWriter writer = new PcapNgWriter(channel, r.plan().arguments())) {
            ChaosRun.run(r.plan(), writer);
        }
        return "./tributary " + r.plan().arguments() + " --pcap " + file.getFileName() + "   # " + r.violations().get(0);
    }

    @Test
    @DisplayName("MPTCP-3-6 MPTCP-3-7 MPTCP-3.3-5 MPTCP-6-1 every seed: whatever the paths, boxes, settings, outages and calls, streams arrive "
        + "intact or the connection ends with the right error, in time, and nothing is left")
    void everySeed() throws IOException {
        List<String> failures = new ArrayList<>();
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            ChaosReport r = ChaosRun.run(ChaosPlan.of(seed), null);
            if (!r.isGood()) {
                failures.add(reproduction(r));
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    @DisplayName("the same seed gives the same packets, another one others; numbers stay when something is left out")
    void deterministic() {
        ChaosPlan plan = ChaosPlan.of(5);
        ChaosReport first = ChaosRun.run(plan, null);
        assertThat(ChaosRun.run(ChaosPlan.of(5), null).trace()).isEqualTo(first.trace());
        assertThat(ChaosRun.run(ChaosPlan.of(6), null).trace()).isNotEqualTo(first.trace());
        ChaosPlan less = plan.without(Set.of(0, 2)).without(Set.of(2, 3));
        assertThat(less.left()).containsExactly(0, 2, 3);
        assertThat(less.arguments()).isEqualTo("sim chaos --seed 5 --without 0,2,3");
        assertThat(less.toString()).contains("[1] ").doesNotContain("[0] ", "[2] ", "[3] ");
    }

    // ---- the rules themselves

    private static ChaosPlan plan(Ingredient... ingredients) {
        TalkerSetup side = new TalkerSetup(60_000, 60_000, 0, 65_536, 0, false, 65_536, 16_384);
        return new ChaosPlan(1, List.of(new PathSetup(true, 1500, 10_000_000, Simulation.millis(10), 100)),
            List.of(new TalkSetup(0, 0, side, side)), List.of(ingredients));
    }

    private static List<String> violations(Ingredient... ingredients) {
        return ChaosRun.run(plan(ingredients), null).violations();
    }

    @Test
    @DisplayName("a plan in which nothing happens has nothing wrong with it, and both sides end in order")
    void quiet() {
        ChaosReport r = ChaosRun.run(plan(), null);
        assertThat(r.violations()).isEmpty();
        assertThat(r.outcome()).singleElement().asString().contains("client NORMAL", "server NORMAL", "got 60000 and the end");
    }

    @Test
    @DisplayName("payload that changes on the way without excuse is seen")
    void damage() {
        assertThat(violations(Ingredient.live(w -> w.path(0).link().middlebox(Boxes.corrupt(Rule.from(5, Rule.data()))), "")))
            .singleElement().asString().contains("read wrong bytes");
    }

    @Test
    @DisplayName("a connection that fails without excuse is seen; with it, it may")
    void failure() {
        Ingredient cut = Ingredient.at(Simulation.millis(40), w -> w.path(0).link().down(), "cut");
        assertThat(violations(cut)).anyMatch(v -> v.contains("TIMED_OUT though nothing stood in its way"));
        assertThat(violations(cut.and(w -> w.path(0).doom()))).isEmpty();
    }

    @Test
    @DisplayName("connections that never end, and their tokens and flows, are seen")
    void leftOver() {
        Ingredient asleep = Ingredient.at(Simulation.millis(1), w -> w.talk(0).side(Setup.SERVER).pause(Simulation.seconds(1e6)), "asleep");
        assertThat(violations(asleep)).anyMatch(v -> v.contains("never ends"));
        Ingredient another = Ingredient.live(w -> {
            w.shard(Setup.SERVER).listen(new ListenSpec(0, IpAddress.ANY, 2000, true, false, 1), new Endpoint());
            w.shard(Setup.CLIENT).connect(ConnectSpec.to(0, w.address(0, Setup.SERVER), 2000), new SendRing(16, 16),
                new ReceiveRing(16, 4096), new Endpoint(), 0);
        }, "another");
        assertThat(violations(another)).anyMatch(v -> v.contains("has connections left")).anyMatch(v -> v.contains("has tokens left"));
    }

    @Test
    @DisplayName("packets that go round for nothing are seen")
    void storm() {
        Ingredient asleep = Ingredient.at(Simulation.millis(1), w -> w.talk(0).side(Setup.SERVER).pause(Simulation.seconds(10)), "asleep");
        Ingredient noise = Ingredient.live(w -> w.path(0).link().middlebox((packet, forward, hop) -> {
            hop.pass(packet);
            for (int i = 0; i < 10_000 && w.sim().nowNs() > Simulation.seconds(5); i++) {
                hop.pass(packet.copy());
            }
        }), "noise");
        assertThat(violations(asleep, noise)).singleElement().asString().contains("packets in").contains("that brought nothing");
    }

    @Test
    @DisplayName("a failing plan shrinks to what the failure needs, and fails in the same way")
    void shrinks() {
        Ingredient loss = Ingredient.live(w -> w.path(0).link().loss(LossModel.random(0.01)), "loss");
        Ingredient damage = Ingredient.live(w -> w.path(0).link().middlebox(Boxes.corrupt(Rule.from(5, Rule.data()))), "damage");
        Ingredient slow = Ingredient.live(w -> w.path(0).link().delayNs(Simulation.millis(20)), "slow");
        ChaosReport all = ChaosRun.run(plan(loss, slow, damage, loss), null);
        ChaosReport shrunk = Shrinker.shrink(all);
        assertThat(shrunk.plan().left()).containsExactly(0, 1, 3);
        assertThat(shrunk.kind()).isEqualTo(all.kind()).contains("read wrong bytes");
        assertThat(shrunk.toString()).contains("WRONG", "damage").doesNotContain("slow");
    }
}
