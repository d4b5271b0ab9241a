package io.tributary.convert.main.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tributary.convert.main.toml.ConfigException;
import io.tributary.convert.main.toml.Problem;
import io.tributary.convert.policy.Prefix;
import io.tributary.wire.IpAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("configuration file")
class ConfigReaderTest {
    private static final String SMALL = """
        [[interface]]
        name = "trib-in"
        zone = "inside"
        addresses = ["10.1.0.10", "fd00:1::10"]
        [[interface]]
        name = "trib-out"
        zone = "outside"
        addresses = ["10.8.0.10", "10.9.0.10"]
        [[convertor]]
        name = "p1"
        [convertor.upstream]
        zone = "inside"
        listen = ["10.1.0.10:5124", "[fd00:1::10]:5124"]
        [convertor.downstream]
        zone = "outside"
        """;

    private static Configuration read(String text, String... options) throws ConfigException {
        return ConfigReader.parse("t.toml", text, List.of(options));
    }

    private static List<String> problems(String text, String... options) {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> read(text, options));
        assertThat(e).as("must be refused").isNotNull();
        return e.problems().stream().map(p -> p.at() + ": " + p.cause()).toList();
    }

    @Test
    @DisplayName("standard values are those of the interface description")
    void standardValues() throws ConfigException {
        Configuration c = read(SMALL);
        StackSettings s = c.stack();
        assertThat(s.workers()).isEqualTo(1);
        assertThat(s.scheduler()).isEqualTo("min-rtt");
        assertThat(s.congestion()).isEqualTo("lia");
        assertThat(s.checksum()).isFalse();
        assertThat(s.allowJoinInitialAddrPort()).isTrue();
        assertThat(s.addAddrTimeoutNs()).isEqualTo(120_000_000_000L);
        assertThat(s.closeTimeoutNs()).isEqualTo(60_000_000_000L);
        assertThat(s.synRetransBeforeTcpFallback()).isEqualTo(2);
        assertThat(s.drainTimeoutNs()).isEqualTo(5_000_000_000L);
        assertThat(s.blackholeTimeoutNs()).isEqualTo(3600_000_000_000L);
        assertThat(s.control()).isEqualTo(Path.of("/run/tributary/control.sock"));
        assertThat(c.limits()).isEqualTo(new LimitSettings(2, 2, 100_000));
        assertThat(c.interfaces().get(0)).isEqualTo(new InterfaceSettings("trib-in", "tun", "inside",
            List.of(IpAddress.parse("10.1.0.10"), IpAddress.parse("fd00:1::10")), 1500, true));
        ConvertorBlock.Upstream u = c.convertors().get(0).upstream();
        assertThat(u.mptcp()).isTrue();
        assertThat(u.cookie()).isFalse();
        assertThat(u.requireSynData()).isTrue();
        assertThat(u.checksum()).isFalse();
        assertThat(u.hairpin()).isTrue();
        assertThat(u.denyDestinations()).extracting(Prefix::toString).containsExactly("127.0.0.0/8", "169.254.0.0/16", "::1/128");
        assertThat(c.convertors().get(0).downstream().tryMptcp()).isTrue();
    }

    @Test
    @DisplayName("zones are numbered in the order of their first interface")
    void zones() throws ConfigException {
        Configuration c = read(SMALL);
        assertThat(c.zones()).containsExactly("inside", "outside");
        assertThat(c.zone("outside")).isEqualTo(1);
        assertThat(c.zone("elsewhere")).isEqualTo(-1);
        assertThat(c.addresses("outside")).extracting(IpAddress::toString).containsExactly("10.8.0.10", "10.9.0.10");
    }

    @Test
    @DisplayName("an unknown key is named with file, line, column and the nearest known key")
    void unknownKey() {
        assertThat(problems("[stack]\n  chekcsum-enabled = true\n" + SMALL))
            .containsExactly("t.toml:2:3: unknown key chekcsum-enabled in [stack] (nearest known key: checksum-enabled)");
        assertThat(problems(SMALL + "mptpc = \"try\"\n"))
            .containsExactly("t.toml:16:1: unknown key mptpc in [convertor.downstream] (nearest known key: mptcp)");
        assertThat(problems("[stak]\n" + SMALL)).containsExactly("t.toml:1:1: unknown key stak (nearest known key: stack)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        [stack]\\nworkers = "one"                 | t.toml:2:1: workers cannot be the string "one"
        [stack]\\nworkers = 0                     | t.toml:2:1: workers cannot be the integer 0
        [stack]\\nclose-timeout = 60              | t.toml:2:1: close-timeout cannot be the integer 60
        [stack]\\nclose-timeout = "60"            | t.toml:2:1: close-timeout = "60": needs a unit: ms, s, m or h
        [stack]\\nclose-timeout = "25h"           | t.toml:2:1: close-timeout = "25h": out of range
        [stack]\\nscheduler = "blets"             | t.toml:2:1: scheduler = "blets": unknown value (nearest known value: blest)
        [stack]\\nchecksum-enabled = "yes"        | t.toml:2:1: checksum-enabled cannot be the string "yes"
        [stack]\\ncontrol = "relative.sock"       | t.toml:2:1: control = "relative.sock": not allowed here
        [stack]\\npath-manager = "mine"            | t.toml:2:1: path-manager = "mine": no path manager has this name
        [limits]\\nsubflows = 9                   | t.toml:2:1: subflows cannot be the integer 9
        [[endpoint]]\\naddress = "10.9.0.300"     | t.toml:2:1: address = "10.9.0.300": not an IP address: 10.9.0.300
        [[endpoint]]\\nflags = []                 | t.toml:1:1: [[endpoint]] lacks address
        [endpoint]\\naddress = "10.9.0.10"        | t.toml:1:1: endpoint is a table
        stack = 1                                 | t.toml:1:1: stack is the integer 1
        """)
    @DisplayName("a wrong type or value is named with its place")
    void wrongValues(String head, String expected) {
        assertThat(problems(head.replace("\\n", "\n") + "\n" + SMALL)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        stack.workers=2                           | workers = 2
        convertor.p1.upstream.early-reply=true    | early-reply = true
        interface.0.driver=packet                 | driver = "packet"
        convertor.p1.upstream.mode=implicit       | mode = "implicit"
        convertor.p1.upstream.steer=true          | steer = true
        convertor.p1.downstream.mode=convertor    | mode = "convertor"
        convertor.p1.downstream.source=preserve   | source = "preserve"
        convertor.p1.downstream.source-v6=preserve| source-v6 = "preserve"
        metrics.listen=127.0.0.1:9464             | [metrics]
        """)
    @DisplayName("what this version cannot do is refused, never silently accepted")
    void notBuilt(String option, String what) {
        assertThat(problems(SMALL, option)).containsExactly("-o " + option + ": " + what + " is not built in this version");
    }

    @Test
    @DisplayName("naming the standard value of something not built is allowed")
    void standardValueOfNotBuilt() throws ConfigException {
        assertThat(read(SMALL, "stack.workers=1", "convertor.0.upstream.steer=false",
            "interface.trib-in.driver=tun").convertors()).hasSize(1);
    }

    @Test
    @DisplayName("-o replaces and adds values, list elements by index or name")
    void options() throws ConfigException {
        Configuration c = read(SMALL, "stack.checksum-enabled=true", "interface.0.mtu=1400", "interface.trib-out.mtu=9000",
            "limits.subflows=4", "convertor.p1.upstream.checksum=false", "stack.close-timeout=2m",
            "convertor.p1.upstream.allow-clients=[\"10.1.0.0/24\"]");
        assertThat(c.stack().checksum()).isTrue();
        assertThat(c.stack().closeTimeoutNs()).isEqualTo(120_000_000_000L);
        for (String name : new String[] {"newreno", "cubic", "lia", "olia", "balia", "wvegas"}) {
            assertThat(read(SMALL, "stack.congestion=" + name).stack().congestion()).isEqualTo(name);
        }
        assertThat(c.interfaces()).extracting(InterfaceSettings::mtu).containsExactly(1400, 9000);
        assertThat(c.limits().subflows()).isEqualTo(4);
        assertThat(c.convertors().get(0).upstream().checksum()).isFalse();
        assertThat(c.convertors().get(0).downstream().checksum()).as("takes over that of [stack]").isTrue();
        assertThat(c.convertors().get(0).upstream().allowClients()).containsExactly(Prefix.parse("10.1.0.0/24"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        mtu                  | -o mtu: not of the form KEY=VALUE with a dotted key
        =1                   | -o =1: not of the form KEY=VALUE with a dotted key
        interface.7.mtu=1400 | -o interface.7.mtu=1400: there is no interface.7 in the configuration
        interface.mtu=1400   | -o interface.mtu=1400: interface is a list
        stack.mtu=1400       | -o stack.mtu=1400: unknown key mtu in [stack]
        stack.workers=x      | -o stack.workers=x: workers cannot be the string "x"
        """)
    @DisplayName("a broken -o is named as typed")
    void brokenOptions(String option, String expected) {
        assertThat(problems(SMALL, option)).containsExactly(expected);
    }

    @Test
    @DisplayName("syntax errors have their place too")
    void syntax() {
        assertThat(problems("[stack]\nworkers = \n")).containsExactly("t.toml:2:11: Unexpected end of line, expected a value");
    }

    @Test
    @DisplayName("every problem is reported, not the first only")
    void allAtOnce() {
        assertThat(problems("[stack]\nworkers = 0\nscheduler = 1\n" + SMALL)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        name = "trib-out"                           | name = "trib-in"                | 6:1: there is an interface trib-in already
        addresses = ["10.8.0.10", "10.9.0.10"]      | addresses = ["10.1.0.10"]       | 8:1: 10.1.0.10 belongs to trib-in already
        addresses = ["10.8.0.10", "10.9.0.10"]      | addresses = []                  | 8:1: trib-out has no addresses
        addresses = ["10.8.0.10", "10.9.0.10"]      | addresses = ["224.0.0.1"]       | 8:1: 224.0.0.1 cannot be an address of ours
        addresses = ["10.8.0.10", "10.9.0.10"]      | addresses = ["10.8.0.10", "10.8.0.10"] | 8:27: addresses has 10.8.0.10 twice
        zone = "outside"                            | zone = "outsied"                | 15:1: no interface is in zone outside (nearest known zone: outsied)
        "10.1.0.10:5124",                           | "10.8.0.10:5124",               | 13:1: 10.8.0.10 is no address of zone inside
        "10.1.0.10:5124",                           | "10.1.0.10",                    | 13:11: listen = "10.1.0.10": not an address with a port: 10.1.0.10
        listen =                                    | allow-clients = [] #            | 11:1: convertor p1 listens nowhere
        """)
    @DisplayName("values are checked against each other")
    void crossChecks(String old, String changed, String expected) {
        assertThat(problems(replaceFirst(old, changed))).containsExactly("t.toml:" + expected);
    }

    private static String replaceFirst(String old, String changed) {
        assertThat(SMALL).contains(old);
        int at = SMALL.indexOf(old);
        return SMALL.substring(0, at) + changed + SMALL.substring(at + old.length());
    }

    @Test
    @DisplayName("an endpoint must be an address of ours, once")
    void endpoints() throws ConfigException {
        assertThat(read(SMALL + "[[endpoint]]\naddress = \"10.9.0.10\"\nflags = [\"subflow\", \"backup\"]\n").endpoints())
            .containsExactly(new EndpointSettings(IpAddress.parse("10.9.0.10"), List.of("subflow", "backup"), 0, 0));
        assertThat(problems(SMALL + "[[endpoint]]\naddress = \"10.9.0.11\"\n"))
            .containsExactly("t.toml:17:1: 10.9.0.11 is no address of an interface");
        assertThat(problems(SMALL + "[[endpoint]]\naddress = \"10.9.0.10\"\n[[endpoint]]\naddress = \"10.9.0.10\"\n"))
            .containsExactly("t.toml:19:1: there is an endpoint 10.9.0.10 already");
        String known = SMALL + "[[endpoint]]\naddress = \"10.9.0.10\"\n";
        assertThat(read(known + "flags = [\"signal\"]\nid = 7\nport = 8443\n").endpoints())
            .containsExactly(new EndpointSettings(IpAddress.parse("10.9.0.10"), List.of("signal"), 7, 8443));
        assertThat(problems(known + "flags = [\"signal\", \"fullmesh\"]\n"))
            .containsExactly("t.toml:18:1: the flags signal and fullmesh exclude each other");
        assertThat(problems(known + "flags = [\"subflow\"]\nport = 33\n"))
            .containsExactly("t.toml:19:1: the flags must have signal when there is a port");
        assertThat(problems(known + "id = 3\n[[endpoint]]\naddress = \"10.8.0.10\"\nid = 3\n"))
            .containsExactly("t.toml:21:1: there is an endpoint with the ID 3 already");
    }

    @Test
    @DisplayName("a missing file is a configuration error")
    void noFile() {
        ConfigException e = catchThrowableOfType(ConfigException.class, () -> ConfigReader.read(Path.of("no-such.toml"), List.of()));
        assertThat(e.problems()).extracting(Problem::cause).containsExactly("no such file");
    }

    @Test
    @DisplayName("keys of modes that are not chosen are told, not swallowed")
    void idleKeys() throws ConfigException {
        assertThat(read(SMALL).idle()).isEmpty();
        assertThat(read(SMALL, "convertor.p1.upstream.refused=drop", "convertor.p1.downstream.bypass=never").idle()).containsExactly(
            "-o convertor.p1.upstream.refused=drop: refused means nothing in mode explicit",
            "-o convertor.p1.downstream.bypass=never: bypass means nothing in mode direct");
    }

    @Test
    @DisplayName("hairpin = false needs to know who the clients are")
    void hairpin() throws ConfigException {
        assertThat(problems(SMALL, "convertor.p1.upstream.hairpin=false")).singleElement().asString().contains("hairpin = false refuses them all");
        assertThat(read(SMALL, "convertor.p1.upstream.hairpin=false", "convertor.p1.upstream.allow-clients=[\"10.1.0.0/24\"]")
            .convertors().get(0).upstream().hairpin()).isFalse();
    }
}
