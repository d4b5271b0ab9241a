package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that answers when the client's kernel has already given up on MPTCP. */
@Timeout(60)
class LateServerTest {
    @Test
    @DisplayName("C1-E F10 CONV-DD-8 a server that is silent for three SYNs costs the client its MPTCP, not its connection")
    void late() {
        try (World world = World.create(0, new ConvertorConfig())) {
            world.lab().silenceServer(true);
            World.Transfer transfer = world.start(4, 4, "up=" + World.MIB, "down=" + World.MIB);
            long synsBefore = world.lab().client().counter("TcpExtTCPSynRetrans");
            long deadlineNs = System.nanoTime() + 20_000_000_000L;
            while (world.lab().client().counter("TcpExtTCPSynRetrans") - synsBefore < 2) {
                assertThat(System.nanoTime()).as("the client repeats its SYN").isLessThan(deadlineNs);
            }
            world.lab().silenceServer(false);
            Report client = transfer.expectIntact();
            assertThat(client.number("connectMs")).isGreaterThan(2_500);
            assertThat(client.flag("multipath")).isFalse();
            world.awaitEmptyTables();
        }
    }
}
