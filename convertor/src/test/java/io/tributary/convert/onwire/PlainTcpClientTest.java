package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.lab.ConvertorLab;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The box's own kernel has MPTCP switched off, as on a machine that never had it: all MPTCP is ours. */
@Timeout(60)
class PlainTcpClientTest {
    private static World world;

    @BeforeAll
    static void create() {
        Preconditions.requireLab();
        ConvertorLab lab = new ConvertorLab(2, 0);
        try {
            Preconditions.requireKernelMptcp(lab.client());
            lab.box().trySysctl("net.mptcp.enabled", "0");
            lab.useAllPaths(true);
            world = World.in(lab, new ConvertorConfig().upstream("require-syn-data = false"));
        } catch (RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest(name = "IPv{0} {1}, request in {2}")
    @CsvSource({"4,TCP,SYN", "6,TCP,SYN", "4,TCP,DATA", "4,MPTCP,SYN", "6,MPTCP,SYN", "4,MPTCP,DATA"})
    @DisplayName("C1-E D1 CONV-DD-2 TCP and MPTCP clients, request in the SYN or behind the handshake")
    void exchange(int family, String protocol, String request) {
        long octets = 4L * World.MIB;
        Report client = world.start(family, family, "protocol=" + protocol, "request=" + request, "up=" + octets, "down=" + octets)
                .expectIntact();
        assertThat(client.flag("multipath")).as("MPTCP upstream").isEqualTo(protocol.equals("MPTCP"));
        assertThat(client.text("reply")).as("A7").matches("01..226314.*");
    }
}
