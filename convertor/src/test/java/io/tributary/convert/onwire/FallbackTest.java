package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.Stripper;
import io.tributary.convert.main.demo.lab.Stripper.Where;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Middleboxes that take MPTCP options away: the connection becomes TCP on that leg, the stream stays what it was. */
@Timeout(60)
class FallbackTest {
    private static final long OCTETS = 2L * World.MIB;
    private static World world;

    @BeforeAll
    static void create() {
        Preconditions.requireNftables();
        world = World.create(100_000, new ConvertorConfig().downstreamMptcp("try"), "protocol=MPTCP");
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest(name = "IPv{0}, {1}")
    @CsvSource({"4,SYN", "6,SYN", "4,SYN_ACK", "6,SYN_ACK", "4,EVERYWHERE", "6,EVERYWHERE", "4,BEHIND_THE_HANDSHAKE", "6,BEHIND_THE_HANDSHAKE"})
    @DisplayName("C1-E C2-E F1 F2 F3 options taken out on the client's leg: TCP there, D1 holds")
    void clientLeg(int family, Where where) {
        try (Stripper stripper = Stripper.onClientLeg(world.lab(), where)) {
            World.Transfer transfer = world.start(family, family, "up=" + OCTETS, "down=" + OCTETS);
            Report client = transfer.expectIntact();
            assertThat(client.flag("multipath")).as("MPTCP at the client: %s", client).isFalse();
            assertThat(transfer.atServer(0).flag("multipath")).as("the other leg keeps its MPTCP").isTrue();
            world.awaitEmptyTables();
        }
    }

    @ParameterizedTest
    @EnumSource(Where.class)
    @DisplayName("C2-E F5 options taken out on the server's leg: TCP there, D1 holds")
    void serverLeg(Where where) {
        try (Stripper stripper = Stripper.onServerLeg(world.lab(), where)) {
            World.Transfer transfer = world.start(4, 4, "up=" + OCTETS, "down=" + OCTETS);
            Report client = transfer.expectIntact();
            assertThat(client.flag("multipath")).as("the client's leg keeps its MPTCP: %s", client).isTrue();
            assertThat(transfer.atServer(0).flag("multipath")).as("MPTCP at the server").isFalse();
            world.awaitEmptyTables();
        }
    }
}
