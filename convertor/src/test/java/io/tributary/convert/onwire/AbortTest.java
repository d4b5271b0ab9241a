package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody breaks off in mid-transfer. */
@Timeout(60)
class AbortTest {
    private static final long OCTETS = 32L * World.MIB;
    private static World world;

    @BeforeAll
    static void create() {
        world = World.create(60_000, new ConvertorConfig());
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest(name = "{0} client")
    @ValueSource(strings = {"MPTCP", "TCP"})
    @DisplayName("C1-E D3 the client aborts: the server sees a reset, nothing stays")
    void client(String protocol) {
        World.Transfer transfer = world.start(4, 4, "protocol=" + protocol, "abort-after=" + World.MIB, "up=" + OCTETS, "down=" + OCTETS);
        assertThat(transfer.result().flag("aborted")).isTrue();
        assertThat(transfer.atServer(0).text("failure")).isIn("ECONNRESET", "EPIPE");
        world.awaitEmptyTables();
    }

    @ParameterizedTest(name = "{0} client")
    @ValueSource(strings = {"MPTCP", "TCP"})
    @DisplayName("C1-E D3 the server aborts: the client sees a reset, on MPTCP by a fast close, nothing stays")
    void server(String protocol) {
        long before = world.lab().client().counter("MPTcpExtMPFastcloseRx");
        World.Transfer transfer = world.start(4, 4, "protocol=" + protocol, "server-abort-after=" + World.MIB, "up=" + OCTETS, "down=" + OCTETS);
        Report client = transfer.result();
        assertThat(client.text("failure")).as("%s", client).isIn("ECONNRESET", "EPIPE");
        assertThat(transfer.atServer(0).flag("aborted")).isTrue();
        assertThat(world.lab().client().counter("MPTcpExtMPFastcloseRx") - before).as("MP_FASTCLOSE received")
                .isGreaterThanOrEqualTo(protocol.equals("MPTCP") ? 1 : 0);
        world.awaitEmptyTables();
    }
}
