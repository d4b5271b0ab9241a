package io.tributary.convert.main.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.toml.ConfigException;
import io.tributary.sim.scenario.Scenario;
import io.tributary.sim.scenario.ScenarioRun;
import io.tributary.sim.scenario.SimReport;
import io.tributary.sim.scenario.SimReport.Direction;
import io.tributary.sim.scenario.SimReport.Stream;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("ready-made scenarios")
class ReadyMadeTest {
    private static List<String> names() {
        return ReadyMade.NAMES;
    }

    private static SimReport run(String name) throws ConfigException {
        return ScenarioRun.run(ReadyMade.scenario(name), null);
    }

    private static Stream stream(SimReport r, String name) {
        return r.streams().stream().filter(s -> s.name().equals(name)).findFirst().orElseThrow();
    }

    private static Direction direction(SimReport r, String link, String from) {
        return r.directions().stream().filter(d -> d.link().equals(link) && d.from().equals(from)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("every limited transfer is complete and undamaged, and the same seed gives the same output byte for byte, another one another")
    void completeAndRepeatable(String name) throws ConfigException {
        Scenario s = ReadyMade.scenario(name);
        SimReport first = ScenarioRun.run(s, null);
        for (Stream t : first.streams()) {
            assertThat(t.completeNs() >= 0 || t.size() == Scenario.Transfer.ENDLESS).as(name + " " + t).isTrue();
            assertThat(t.damaged()).as(name + " " + t).isZero();
            assertThat(t.received()).isPositive();
        }
        SimReport again = ScenarioRun.run(s, null);
        assertThat(ReportJson.of(again)).isEqualTo(ReportJson.of(first));
        assertThat(ReportText.of(again)).isEqualTo(ReportText.of(first));
        assertThat(ScenarioRun.run(s.withSeed(99), null).traceHash()).isNotEqualTo(first.traceHash());
    }

    @Test
    @DisplayName("bulk fills its link")
    void bulk() throws ConfigException {
        assertThat(stream(run("bulk"), "bulk").goodput(0)).isGreaterThan(42_000_000);
    }

    @Test
    @DisplayName("RFC 8289: CoDel keeps the wait of the small requests a fraction of what it is behind a long drop-tail queue")
    void bufferbloat() throws ConfigException {
        SimReport tail = run("bufferbloat");
        long bloated = direction(tail, "uplink", "modem").counters().maxQueuedNs();
        assertThat(stream(tail, "upload").received()).as("a thousand holes are filled again").isGreaterThan(20_000_000);
        SimReport codel = run("codel");
        assertThat(direction(codel, "uplink", "modem").counters().maxQueuedNs()).isLessThan(bloated / 4);
        assertThat(codel.streams().stream().filter(s -> s.name().startsWith("click"))).allMatch(s -> s.tookNs(0) < 300_000_000L);
    }

    @Test
    @DisplayName("two paths together carry more than either could, behind NATs too, and MPTCP stays")
    void aggregate() throws ConfigException {
        SimReport two = run("two-paths");
        assertThat(stream(two, "bulk").multipath()).isTrue();
        assertThat(stream(two, "bulk").paths()).hasSize(2);
        assertThat(stream(two, "bulk").goodput(two.endNs())).isGreaterThan(30_000_000);
        SimReport nat = run("nat");
        assertThat(stream(nat, "bulk").multipath()).isTrue();
        assertThat(stream(nat, "bulk").paths()).hasSize(2);
    }

    @Test
    @DisplayName("a path dies and returns: the transfer goes on over the other, and uses the first again")
    void pathDeath() throws ConfigException {
        SimReport r = run("path-death");
        Stream s = stream(r, "bulk");
        assertThat(s.multipath()).isTrue();
        assertThat(direction(r, "path1", "client").counters().cut()).isPositive();
        assertThat(s.paths()).allMatch(p -> p.acked() > 1_000_000);
    }

    @Test
    @DisplayName("options stripped after the handshake: that flow falls back and completes, the other keeps MPTCP")
    void stripping() throws ConfigException {
        SimReport r = run("option-stripping");
        assertThat(stream(r, "office").multipath()).isFalse();
        assertThat(stream(r, "home").multipath()).isTrue();
    }

    @Test
    @DisplayName("two flows share the bottleneck: after the second joined neither has less than a quarter of it")
    void fairness() throws ConfigException {
        SimReport r = run("two-flows");
        long shared = stream(r, "bob").received() * 8 / 50;
        assertThat(shared).isBetween(5_000_000L, 15_000_000L);
    }

    @Test
    @DisplayName("the MTU drops: the router's word is enough, nothing above the new MTU is lost silently")
    void mtuDrop() throws ConfigException {
        SimReport r = run("mtu-drop");
        assertThat(direction(r, "tunnel", "r1").counters().tooBig()).isZero();
        assertThat(r.happened()).singleElement().asString().contains("MTU 1280");
    }

    @Test
    @DisplayName("MPTCP-3.3.7-1 two coupled subflows and a TCP connection have about half of their bottleneck each")
    void sharedBottleneck() throws ConfigException {
        SimReport r = run("shared-bottleneck");
        assertThat(stream(r, "mptcp").paths()).hasSize(2);
        double share = (double) stream(r, "mptcp").received() / (stream(r, "mptcp").received() + stream(r, "tcp").received());
        assertThat(share).isBetween(0.43, 0.58);
    }

    @Test
    @DisplayName("scenarios A and C: users of two ways send over both, and leave most of the shared access to those who have no other")
    void balancing() throws ConfigException {
        for (String name : List.of("scenario-a", "scenario-c")) {
            SimReport r = run(name);
            assertThat(r.streams()).hasSize(6);
            assertThat(r.streams().stream().filter(s -> s.from().startsWith("m"))).allMatch(s -> s.paths().size() == 2);
            double left = r.streams().stream().filter(s -> s.from().startsWith("t")).mapToLong(Stream::received).sum() * 8 / (40 * 6e6);
            assertThat(left).as(name).isBetween(0.6, 0.9);
        }
    }
}
