package io.tributary.convert.main.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.toml.ConfigException;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("explanation of a configuration")
class ExplanationTest {
    private static final String TEXT = """
        [[interface]]
        name = "trib0"
        addresses = ["10.1.0.10", "fd00:1::10"]
        [[endpoint]]
        address = "10.1.0.10"
        flags = ["signal"]
        [[convertor]]
        name = "p"
        [convertor.upstream]
        listen = ["10.1.0.10:5124"]
        allow-clients = ["10.1.0.0/24"]
        """;

    @Test
    @DisplayName("names interfaces, routes, cases and who may do what")
    void explains() throws ConfigException {
        String text = Explanation.of(ConfigReader.parse("t", TEXT, List.of()));
        assertThat(text.lines()).contains(
            "interface trib0: TUN device, zone default, MTU 1500, with segmentation and checksum offload",
            "  owns 10.1.0.10, endpoint signal",
            "  route 10.1.0.10/32 dev trib0 (installed by run, removed when it ends)",
            "  route fd00:1::10/128 dev trib0 (installed by run, removed when it ends)",
            "  clients reach it at 10.1.0.10:5124 in zone default by the Convert protocol over MPTCP or TCP",
            "  clients allowed: 10.1.0.0/24");
        assertThat(text).contains("convertor p: cases 2-E, 3-E");
    }

    @Test
    @DisplayName("names what there is to know of paths: IDs and ports of endpoints, limits, the C flag, memory of black holes")
    void paths() throws ConfigException {
        String text = Explanation.of(ConfigReader.parse("t", TEXT, List.of("endpoint.0.id=7", "endpoint.0.port=4000",
            "limits.add-addr-accepted=3", "stack.allow-join-initial-addr-port=false", "stack.blackhole-timeout=10m")));
        assertThat(text.lines()).contains("  owns 10.1.0.10, endpoint id 7 port 4000 signal",
            "paths: up to 3 announced addresses are followed; joins to the first address refused (C flag);"
                + " a path that drops MPTCP SYNs is remembered for 600 s or longer");
        assertThat(Explanation.of(ConfigReader.parse("t", TEXT, List.of("stack.blackhole-timeout=0"))))
            .contains("joins to the first address allowed; paths that drop MPTCP SYNs are not remembered");
    }

    @Test
    @DisplayName("pairs of legs have the names of the seven cases")
    void cases() {
        assertThat(Explanation.cases(true, false)).contains("1-E").doesNotContain("2-E");
        assertThat(Explanation.cases(true, true)).contains("2-E").doesNotContain("1-E");
        assertThat(Explanation.cases(false, true)).containsExactly("3-E");
    }
}
