package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import io.tributary.mptcp.path.Endpoint;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.sim.Simulation;
import io.tributary.sim.box.Boxes;
import io.tributary.sim.box.Coalescer;
import io.tributary.sim.box.Rule;
import io.tributary.sim.box.Splitter;
import io.tributary.sim.box.TcpPacket;
import io.tributary.tcp.CloseReason;
import io.tributary.wire.option.MptcpSubtype;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Boxes that cut segments, join them, and copy or lose their options: nothing arrives as it was sent. */
class RestlessBoxesTest {
    private static final int UP = 400_000;
    private static final int DOWN = 300_000;

    private static Arguments box(String name, boolean staysMptcp, Supplier<Middlebox> box) {
        return Arguments.of(name, staysMptcp, box);
    }

    static Stream<Arguments> boxes() {
        return Stream.of(
            box("splits, options on every piece", true, () -> new Splitter(500, true)),
            box("joins, options of the first", false, () -> new Coalescer(1400, Simulation.millis(1))),
            box("joins what was split", true, () -> chain(new Splitter(400, true), new Coalescer(1300, Simulation.millis(1)))),
            box("repeats segments", true, () -> Boxes.duplicate(Rule.every(3, Rule.all()), Simulation.millis(3))),
            box("repeats SYNs", true, () -> Boxes.duplicate(Rule.syn(), Simulation.millis(30))),
            box("repeats pure ACKs at once", true, () -> Boxes.duplicate(Rule.every(5, Rule.pureAck()), 0)),
            box("strips every other announcement and priority", true, () -> Boxes.change(Rule.every(2, Rule.all()), RestlessBoxesTest::strip)));
    }

    private static Middlebox chain(Middlebox first, Middlebox second) {
        return (packet, forward, hop) -> first.onPacket(packet, forward, new Middlebox.Hop() {
            @Override
            public long nowNs() {
                return hop.nowNs();
            }

            @Override
            public void pass(SimPacket p) {
                second.onPacket(p, forward, hop);
            }

            @Override
            public void back(SimPacket p) {
                hop.back(p);
            }

            @Override
            public void after(long delayNs, Runnable action) {
                hop.after(delayNs, action);
            }
        });
    }

    private static void strip(TcpPacket p) {
        for (int subtype : new int[] {MptcpSubtype.ADD_ADDR, MptcpSubtype.MP_PRIO}) {
            int at = p.mptcpOption(subtype);
            if (at >= 0) {
                p.erase(at);
            }
        }
    }

    @ParameterizedTest(name = "{0}, one path")
    @MethodSource("boxes")
    @DisplayName("MPTCP-3-6 MPTCP-6-1 segments split, joined, doubled, options copied or lost on the only path: both directions arrive intact")
    void onePath(String name, boolean staysMptcp, Supplier<Middlebox> box) {
        TwoPaths t = new TwoPaths(11, UP, DOWN, MptcpConfig.DEFAULT, MptcpConfig.DEFAULT);
        t.path1.middlebox(box.get());
        complete(t.start(false), staysMptcp);
    }

    @ParameterizedTest(name = "{0}, two paths")
    @MethodSource("boxes")
    @DisplayName("MPTCP-3-6 MPTCP-6-1 the same on the first of two paths: MPTCP goes on")
    void twoPaths(String name, boolean staysMptcp, Supplier<Middlebox> box) {
        MptcpConfig client = MptcpConfig.DEFAULT.withEndpoints(Endpoint.subflow(0, TwoPaths.CLIENT_2, 1));
        TwoPaths t = new TwoPaths(12, UP, DOWN, client, MptcpConfig.DEFAULT);
        t.path1.middlebox(box.get());
        complete(t.start(true), staysMptcp);
    }

    private static void complete(TwoPaths t, boolean staysMptcp) {
        assertThat(t.sim.run(t::closed, Simulation.seconds(200))).as("got %d and %d, %s", t.serverApp.received(), t.clientApp.received(),
            t.sim).isTrue();
        assertThat(t.intact()).isTrue();
        assertThat(t.clientApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(t.serverApp.closed).isEqualTo(CloseReason.NORMAL);
        assertThat(t.count(Counter.MP_DSS_NOT_MATCHING) + t.count(Counter.INTERNAL_ERRORS)).isZero();
        if (staysMptcp) {
            assertThat(t.clientConnection().isMultipath() && t.serverConnection().isMultipath()).as("MPTCP to the end").isTrue();
        }
    }
}
