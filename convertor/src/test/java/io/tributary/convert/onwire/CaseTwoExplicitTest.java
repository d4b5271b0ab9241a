package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The convertor tries MPTCP towards the server. */
@Timeout(60)
class CaseTwoExplicitTest {
    @ParameterizedTest(name = "{0} client, {1} server")
    @CsvSource({"MPTCP,MPTCP", "MPTCP,TCP", "TCP,MPTCP", "TCP,TCP"})
    @DisplayName("C2-E C3-E F6 G1 every combination of capable and incapable peers; the reply shows what the server can")
    void combinations(String client, String server) {
        try (World world = World.create(0, new ConvertorConfig().downstreamMptcp("try"), "protocol=" + server)) {
            for (int family : new int[] {4, 6}) {
                long octets = 2L * World.MIB;
                World.Transfer transfer = world.start(family, family, "protocol=" + client, "ask-multipath=1", "up=" + octets, "down=" + octets);
                Report atClient = transfer.expectIntact();
                assertThat(atClient.flag("multipath")).as("MPTCP upstream").isEqualTo(client.equals("MPTCP"));
                assertThat(transfer.atServer(0).flag("multipath")).as("MPTCP downstream").isEqualTo(server.equals("MPTCP"));
                assertThat(atClient.flag("serverMultipath")).as("kind 30 in the reply: %s", atClient).isEqualTo(server.equals("MPTCP"));
            }
            world.awaitEmptyTables();
        }
    }
}
