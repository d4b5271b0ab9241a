package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
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

    @Test
    @DisplayName("C1-E D3 by hand: another scheduler for the MPTCP leg of a running transfer, then its end; the client sees a reset, nothing stays")
    void byHand() {
        World.Transfer transfer = world.start(4, 4, "protocol=MPTCP", "up=" + 16 * OCTETS, "down=" + 16 * OCTETS);
        String shown = "[]";
        for (long endNs = System.nanoTime() + 15_000_000_000L; !shown.contains("\"relaying\"") && System.nanoTime() < endNs; ) {
            shown = world.convertor().ask("conn", "show", "--json").strip();
        }
        assertThat(shown).contains("\"scheduler\":\"min-rtt\"");
        String id = shown.replaceFirst(".*?\"id\":(\\d+).*", "$1");
        assertThat(world.convertor().ask("conn", "set", id, "scheduler", "round-robin").strip()).startsWith("upstream round-robin, downstream ");
        assertThat(world.convertor().ask("conn", "show", "--json")).contains("\"scheduler\":\"round-robin\"");
        assertThatThrownBy(() -> world.convertor().ask("conn", "set", id, "scheduler", "fastest")).hasMessageContaining("unknown scheduler fastest");
        assertThatThrownBy(() -> world.convertor().ask("conn", "close", "99999")).hasMessageContaining("there is no connection 99999");
        world.convertor().ask("conn", "abort", id);
        assertThat(transfer.result().text("failure")).isIn("ECONNRESET", "EPIPE");
        world.awaitEmptyTables();
    }
}
