package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.LossModel;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimLink;
import io.tributary.sim.Simulation;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Rule;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections over networks drawn at random: whatever happens on the way, data arrives intact or the connection says that it failed. */
class RandomNetworkTest {
    private static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static TwoPaths network(Random r, long seed) {
        MptcpConfig client = MptcpConfig.DEFAULT;
        MptcpConfig server = MptcpConfig.DEFAULT;
        if (r.nextBoolean()) {
            client = client.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1).withBackup(r.nextInt(4) == 0));
        }
        if (r.nextInt(3) == 0) {
            server = server.withEndpoints(Endpoint.signal(0, TwoPaths.SERVER_2, 5));
        }
        int up = r.nextInt(4) == 0 ? r.nextInt(3) : r.nextInt(600_000);
        int down = r.nextInt(4) == 0 ? 3 + r.nextInt(3) : 600_000 + r.nextInt(200_000);
        return new TwoPaths(seed, up, down, client, server);
    }

    private static void draw(SimLink link, Random r) {
        link.bitsPerSecond(1_000_000L * (2 + r.nextInt(50))).delayNs(Simulation.millis(1 + r.nextInt(60))).queuePackets(5 + r.nextInt(200));
        if (r.nextBoolean()) {
            link.loss(LossModel.random(r.nextDouble() * 0.06));
        }
        if (r.nextInt(3) == 0) {
            link.reorder(0.05, Simulation.millis(r.nextInt(20)));
        }
        if (r.nextInt(3) == 0) {
            link.duplicate(0.05);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("MPTCP-3-7 MPTCP-6-1 loss, reordering, duplication, a path that dies: both directions intact, nothing left over")
    void roughPaths(long seed) {
        Random r = new Random(seed);
        TwoPaths p = network(r, seed);
        draw(p.path1, r);
        draw(p.path2, r);
        if (r.nextInt(3) == 0) {
            SimLink dying = r.nextBoolean() ? p.path1 : p.path2;
            cutOnceJoined(p, dying);
        }
        p.start(r.nextBoolean());
        assertThat(p.sim.run(p::closed, Simulation.seconds(300))).as("completes: %d and %d received; %s", p.clientApp.received(),
            p.serverApp.received(), p.sim).isTrue();
        assertThat(p.intact()).as("intact; closed %s, %s", p.clientApp.closed, p.serverApp.closed).isTrue();
        assertThat(p.count(Counter.MP_DSS_NOT_MATCHING) + p.count(Counter.MP_DATA_ACK_INVALID) + p.count(Counter.MP_DATA_CSUM_ERR)
            + p.count(Counter.MP_DSS_CORRUPTION_RESET) + p.count(Counter.INTERNAL_ERRORS)).isZero();
        p.sim.run(p.sim.nowNs() + Simulation.seconds(400));
        assertThat(p.client.isEmpty() && p.server.isEmpty()).as("nothing left").isTrue();
    }

    private static void cutOnceJoined(TwoPaths p, SimLink link) {
        if (p.serverApp.connection instanceof MptcpConnection c && c.subflows().usable() > 1) {
            link.down();
        } else if (p.sim.nowNs() < Simulation.seconds(5)) {
            p.sim.after(Simulation.millis(5), () -> cutOnceJoined(p, link));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("MPTCP-6-1 MPTCP-3.7-5 options stripped or payload changed from any packet on: never wrong data, never a hang")
    void boxes(long seed) {
        Random r = new Random(seed);
        TwoPaths p = network(r, seed);
        for (SimLink link : new SimLink[] {p.path1, p.path2}) {
            link.bitsPerSecond(1_000_000L * (5 + r.nextInt(50))).delayNs(Simulation.millis(1 + r.nextInt(40))).loss(LossModel.random(r.nextInt(3) * 0.01));
        }
        boolean checksum = r.nextBoolean();
        int kind = r.nextInt(4);
        (r.nextBoolean() ? p.path1 : p.path2).middlebox(box(r, kind));
        p.start(checksum);
        assertThat(p.sim.run(p::closed, Simulation.seconds(300))).as("completes: %d and %d received; %s", p.clientApp.received(),
            p.serverApp.received(), p.sim).isTrue();
        boolean normal = p.clientApp.closed.isNormal() && p.serverApp.closed.isNormal();
        boolean mayDiffer = kind == 1 && !(checksum && p.clientConnection().isMultipath());
        assertThat(!normal || mayDiffer || p.intact()).as("intact; closed %s, %s", p.clientApp.closed, p.serverApp.closed).isTrue();
        assertThat(p.count(Counter.INTERNAL_ERRORS)).isZero();
    }

    private static Middlebox box(Random r, int kind) {
        boolean forward = r.nextBoolean();
        boolean backward = !forward || r.nextBoolean();
        Rule direction = (q, f) -> f ? forward : backward;
        Rule later = Rule.from(1 + r.nextInt(100), direction);
        return switch (kind) {
            case 0 -> Boxes.stripMptcp((q, f) -> !q.isSyn() && direction.applies(q, f));
            case 1 -> Boxes.corrupt(Rule.once((q, f) -> q.payloadLength() > 0 && later.applies(q, f)));
            case 2 -> Boxes.stripMptcp(Rule.once(later));
            default -> Boxes.stripMptcp(later);
        };
    }
}
