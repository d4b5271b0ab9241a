package io.tributary.convert.main.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.convert.main.toml.ConfigException;
import io.tributary.sim.scenario.Scenario;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("scenario files")
class ScenarioReaderTest {
    private static final String SMALL = """
        [[host]]
        name = "a"
        [[host]]
        name = "b"
        [[link]]
        name = "wire"
        between = ["a", "b"]
        rate = "20Mbit"
        [[flow]]
        name = "bulk"
        from = "a"
        to = "b"
        size = "1MB"
        """;

    private static Scenario read(String text) throws ConfigException {
        return ScenarioReader.parse("t", "t.toml", text);
    }

    /** First lines of what is wrong. */
    private static List<String> problems(String text) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(text));
        return e == null ? List.of() : e.problems().stream().map(p -> p.at() + ": " + p.cause()).toList();
    }

    @Test
    @DisplayName("what a file leaves out has a standard value; addresses come by themselves")
    void standards() throws ConfigException {
        Scenario s = read(SMALL);
        assertThat(s.seed()).isEqualTo(1);
        assertThat(s.durationNs()).isEqualTo(600_000_000_000L);
        assertThat(s.links().get(0).firstAddresses()).containsExactly("10.1.0.1");
        assertThat(s.links().get(0).secondAddresses()).containsExactly("10.1.0.2");
        assertThat(s.links().get(0).mtu()).isEqualTo(1500);
        assertThat(s.transfers().get(0).up()).isEqualTo(1_000_000);
        assertThat(s.transfers().get(0).down()).isZero();
        assertThat(s.transfers().get(0).multipath()).isFalse();
    }

    @Test
    @DisplayName("a flow without a size has no end, a count of them makes several that start apart")
    void flows() throws ConfigException {
        Scenario s = read(SMALL.replace("size = \"1MB\"", "start = \"1.5s\"\ncount = 3\napart = \"20ms\"\ndirection = \"both\""));
        assertThat(s.transfers().stream().map(Scenario.Transfer::name)).containsExactly("bulk-1", "bulk-2", "bulk-3");
        assertThat(s.transfers().stream().map(Scenario.Transfer::startNs)).containsExactly(1_500_000_000L, 1_520_000_000L, 1_540_000_000L);
        assertThat(s.transfers()).allMatch(t -> t.up() == Scenario.Transfer.ENDLESS && t.down() == Scenario.Transfer.ENDLESS);
    }

    @Test
    @DisplayName("unknown keys and names are reported with file, line, column and the nearest known one")
    void nearest() {
        assertThat(problems(SMALL.replace("rate", "rte"))).containsExactly("t.toml:8:1: unknown key rte in [[link]] (nearest known key: rate)");
        assertThat(problems("tittle = \"x\"\n" + SMALL)).containsExactly("t.toml:1:1: unknown key tittle in the scenario (nearest known key: title)");
        assertThat(problems(SMALL + "[[chnge]]\nat = \"1s\"\n"))
            .containsExactly("t.toml:14:1: unknown key chnge in the scenario (nearest known key: change)");
        assertThat(problems(SMALL + "[[change]]\nat = \"1s\"\nlink = \"wirr\"\ndown = true\n"))
            .containsExactly("t.toml:16:1: link names wirr, and there is no such link (nearest known link: wire)");
        assertThat(problems(SMALL + "[[middlebox]]\nlink = \"wire\"\ntype = \"natt\"\n")).singleElement().asString()
            .contains("t.toml:16:1: type = \"natt\"").contains("nearest known value: nat");
        assertThat(problems(SMALL + "[[middlebox]]\nlink = \"wire\"\ntype = \"nat\"\noutsid = \"10.0.0.1\"\n"))
            .contains("t.toml:17:1: unknown key outsid in [[middlebox]] of type nat (nearest known key: outside)");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', value = {
        "rate = \"20Mbit\"           | rate = \"20\"                       | t.toml:8:1: rate = \"20\": needs a number and a unit: bit, kbit, Mbit or Gbit",
        "rate = \"20Mbit\"           | rate = 20                           | t.toml:8:1: rate cannot be the integer 20",
        "rate = \"20Mbit\"           | delay = \"2 parsec\"                | t.toml:8:1: delay = \"2 parsec\": needs a number and a unit: ns, us, ms, s, m or h",
        "rate = \"20Mbit\"           | delay = \"2h\"                      | t.toml:8:1: delay = \"2h\": out of range",
        "rate = \"20Mbit\"           | loss = 1.5                          | t.toml:8:1: loss cannot be the number 1.5",
        "rate = \"20Mbit\"           | loss = \"101%\"                     | t.toml:8:1: loss = \"101%\": above 100%",
        "rate = \"20Mbit\"           | queue-limit = \"5 apples\"          | t.toml:8:1: queue-limit = \"5 apples\": needs a number and a unit: packets, B, KB, MB, KiB or MiB",
        "rate = \"20Mbit\"           | mtu = 500                           | t.toml:8:1: mtu cannot be the integer 500",
        "rate = \"20Mbit\"           | addresses = [\"10.0.0.1\"]          | t.toml:8:1: addresses has 1 entries",
        "rate = \"20Mbit\"           | addresses = [\"10.0.0.1\", \"1.2.3.4 10.0.0.1\"] | t.toml:8:1: somebody has 10.0.0.1 already",
        "between = [\"a\", \"b\"]    | between = [\"a\"]                   | t.toml:7:1: a link has two ends, this one 1",
        "between = [\"a\", \"b\"]    | between = [\"a\", \"c\"]            | t.toml:7:1: between names c, and there is no such host or router (nearest known host or router: a)",
        "to = \"b\"                  | to = \"a\"                          | t.toml:12:1: a flow from a to itself",
        "to = \"b\"                  | to = \"b\"\\nvia = \"x\"            | t.toml:13:1: via names x, and there is no such link",
        "to = \"b\"                  | to = \"b\"\\nchecksum = true        | t.toml:13:1: checksum means nothing to plain TCP",
        "to = \"b\"                  | to = \"b\"\\ncongestion = \"vegas\" | t.toml:13:1: congestion = \"vegas\": there is no such algorithm",
        "name = \"wire\"             | name = \"a\"                        | t.toml:6:1: there is a a already",
        "size = \"1MB\"              | size = \"0B\"                       | t.toml:13:1: size = \"0B\": out of range",
        "size = \"1MB\"              | siez = \"1MB\"                      | t.toml:13:1: unknown key siez in [[flow]] (nearest known key: size)"})
    @DisplayName("wrong values are reported where they stand")
    void wrong(String before, String after, String problem) {
        assertThat(SMALL).contains(before);
        assertThat(problems(SMALL.replace(before, after.replace("\\n", "\n")))).contains(problem);
    }

    @Test
    @DisplayName("changes need something to change and know up from down; a scenario needs hosts, links and flows")
    void incomplete() {
        assertThat(problems(SMALL + "[[change]]\nat = \"1s\"\nlink = \"wire\"\n")).containsExactly("t.toml:15:1: nothing changes");
        assertThat(problems(SMALL + "[[change]]\nat = \"1s\"\nlink = \"wire\"\nup = true\ndown = true\n"))
            .containsExactly("t.toml:17:1: the link cannot go up and down at the same time");
        assertThat(problems("title = \"empty\"\n")).containsExactly("t.toml:1:1: the scenario has no host", "t.toml:1:1: the scenario has no link",
            "t.toml:1:1: the scenario has no flow");
        assertThat(problems("[host]\nname = \"a\"\n")).contains("t.toml:1:1: host is a table");
        assertThat(problems("title = \n")).isNotEmpty();
    }

    @Test
    @DisplayName("MPTCP flows of one host start on one link, and via names a link of that host")
    void multipathStarts() {
        String two = SMALL + "[[link]]\nname = \"w2\"\nbetween = [\"a\", \"b\"]\n[[host]]\nname = \"c\"\n[[link]]\nname = \"w3\"\nbetween = [\"b\", \"c\"]\n";
        String flow = "[[flow]]\nname = \"%s\"\nfrom = \"a\"\nto = \"b\"\nprotocol = \"mptcp\"\nvia = \"%s\"\n";
        assertThat(problems(two + String.format(flow, "m1", "wire") + String.format(flow, "m2", "w2"))).singleElement().asString()
            .endsWith("MPTCP flows of a start on wire and on w2");
        assertThat(problems(two + String.format(flow, "m1", "w3"))).singleElement().asString().contains("w3 is no link of a");
    }
}
