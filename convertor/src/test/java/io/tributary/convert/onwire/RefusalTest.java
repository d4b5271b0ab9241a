package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.ConvertorConfig;
import io.tributary.convert.main.demo.peer.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that cannot or may not be reached: the client learns why, in an Error TLV and not by a reset. */
@Timeout(60)
class RefusalTest {
    private static World world;

    @BeforeAll
    static void create() {
        world = World.create(0, new ConvertorConfig().deny("203.0.113.8/32", "2001:db8:5::8/128"));
        world.lab().box().reject("prohibit", "203.0.113.9/32");
        world.lab().box().reject("prohibit", "2001:db8:5::9/128");
        world.lab().box().reject("unreachable", "203.0.113.10/32");
        world.lab().box().reject("unreachable", "2001:db8:5::a/128");
    }

    @AfterAll
    static void close() {
        if (world != null) {
            world.close();
        }
    }

    @ParameterizedTest(name = "{0} client, {1}")
    @CsvSource({"MPTCP,203.0.113.2:7001", "TCP,203.0.113.2:7001", "MPTCP,[2001:db8:5::2]:7001", "TCP,[2001:db8:5::2]:7001"})
    @DisplayName("C1-E E1 a server that answers RST: Error 96, at once")
    void refused(String protocol, String destination) {
        Report client = ask(protocol, destination);
        assertThat(client.number("error")).isEqualTo(96);
        assertThat(client.number("errorValue")).isZero();
        assertThat(client.number("durationMs")).isLessThan(500);
    }

    @ParameterizedTest(name = "{0} client, {1}: code {2}")
    @CsvSource({"MPTCP,203.0.113.9:80,13", "TCP,203.0.113.9:80,13", "MPTCP,[2001:db8:5::9]:80,1", "TCP,[2001:db8:5::9]:80,1"})
    @DisplayName("C1-E E2 an administrative ICMP: Error 97 with its code, at once")
    void prohibited(String protocol, String destination, int code) {
        Report client = ask(protocol, destination);
        assertThat(client.number("error")).isEqualTo(97);
        assertThat(client.number("errorValue")).isEqualTo(code);
        assertThat(client.number("durationMs")).isLessThan(500);
    }

    @ParameterizedTest(name = "{0} client, {1}: code {2}")
    @CsvSource({"MPTCP,203.0.113.10:80,1", "TCP,203.0.113.10:80,1", "MPTCP,[2001:db8:5::a]:80,0"})
    @DisplayName("C1-E E2 CONV-DD-13 host unreachable is believed on the client's third SYN only: Error 97 with its code")
    void unreachable(String protocol, String destination, int code) {
        Report client = ask(protocol, destination);
        assertThat(client.number("error")).isEqualTo(97);
        assertThat(client.number("errorValue")).isEqualTo(code);
        assertThat(client.number("durationMs")).isBetween(1_500L, 3_000L);
    }

    @ParameterizedTest(name = "{0} client, {1}")
    @CsvSource({"MPTCP,203.0.113.8:80", "TCP,203.0.113.8:80", "MPTCP,[2001:db8:5::8]:80"})
    @DisplayName("C1-E CONV-6.2.8-7 a destination that policy denies: Error 32")
    void denied(String protocol, String destination) {
        Report client = ask(protocol, destination);
        assertThat(client.number("error")).isEqualTo(32);
        assertThat(client.number("durationMs")).isLessThan(500);
    }

    private static Report ask(String protocol, String destination) {
        int family = destination.startsWith("[") ? 6 : 4;
        Report client = world.startTo(family, destination, "protocol=" + protocol, "order=SERVER_FIRST").result();
        assertThat(client.text("failure")).as("an Error TLV, not a reset: %s", client).isEmpty();
        world.awaitEmptyTables();
        return client;
    }
}
