package io.tributary.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("files that are no good scripts")
class GarbageScriptTest {
    private static Verdict run(String text) {
        Verdict v = Scripts.run(text, RunSettings.DEFAULT);
        assertThat(v.reason()).doesNotContain("\n", "Exception", "stack broke");
        assertThat(v.line("f").lines()).hasSize(1);
        return v;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\0\1\2", "0", "+", "*", "0 <", "0 >", "0 < S", "0 < S 0:0", "0 < S 0:0(0", "0 < S 0:0(-1)", "0 < S 0:9(0)",
        "0 < Q 0:0(0)", "0 < S 0:0(0) win 99999", "0 < S 0:0(0) <", "0 < S 0:0(0) <mss", "0 < S 0:0(0) <mss 99999>", "0 < S 0:0(0) <FO abc>",
        "0 < S 0:0(0) <sack 1:2 1:2 1:2 1:2 1:2>", "0 %{", "0 `", "0 f(", "0 f(\"", "0 f({a=", "0 f([[[[[[[[[[[[[[[[[[[[[[[[[[1", "/*", "--x", "--",
        "99999999999999999999 f()", "0.0000000000001 f()", "0 read(99999999999999999999999, ..., 1) = 1", "0~ > . 1:1(0)", ".1~.05 > . 1:1(0)",
        "0...1 < S 0:0(0)", "* < S 0:0(0)", "0 socket() = 3", "0 read(3, ..., 1) = 1", "0 close([]) = 0", "0 poll(1, 2, 3) = 0",
        "0 %{ assert 1 // 0 }%", "0 %{ assert 99999999999999999999 }%", "0 %{ x = = }%", "0 %{ ((((((((( }%", "0 < S 0:0(70000)",
        "--mtu=1\n0 < S 0:0(0)", "--local_ip=x\n0 < S 0:0(0)", "--ip_version=7\n0 < S 0:0(0)", "--bind_port=0\n0 < S 0:0(0)",
        "--options=maybe\n0 < S 0:0(0)", "0 < addr[nobody] > addr[saddr0] S 0:0(0)", "0 < addr[x=inet_addr(\"y\")] > addr[saddr0] S 0:0(0)",
        "0 < S 0:0(0) <dss", "0 < S 0:0(0) <mp_join_ack sender_hmac=auto>", "0 < S 0:0(0) <add_address>", "0 < S 0:0(0) <mpcapable key[a]>",
        "0 < S 0:0(0) <nop,nop,nop,nop,nop,nop,nop,nop,nop,nop,TS val 1 ecr 0,TS val 1 ecr 0,TS val 1 ecr 0,TS val 1 ecr 0>",
        "0 < . 1:1(0) ack 1 <mp_fastclose 1 2 3>", "0 < icmp unreachable nothing [1:1(0)]", "0 setsockopt(3, 1, 2, 3, 4) = 0"})
    @DisplayName("one clear line, no exception")
    void oneLine(String text) {
        Verdict v = run(text);
        assertThat(v.passed()).isFalse();
        assertThat(v.line()).isPositive();
        assertThat(v.reason()).isNotBlank();
    }

    @Test
    @DisplayName("the line of a problem is the file's, and what stands there is shown")
    void position() {
        assertThat(run("// one\n/* two\nthree */ 0 < S 0:0(0) win 1\n+0 oops").line("f")).isEqualTo("FAIL f:4: expected '(' at the end of the script");
        assertThat(run("0 < S 0:0(0) win 1 <mss 1460,,>").line("f")).isEqualTo("FAIL f:1: expected a name at ',>'");
    }

    @Test
    @DisplayName("deep brackets and long files end in a verdict, too")
    void large() {
        assertThat(run("0 f(" + "{a=".repeat(50_000)).passed()).isFalse();
        assertThat(run("0 %{ assert " + "(".repeat(50_000) + " }%").passed()).isFalse();
        assertThat(run("0 %{ assert " + "not ".repeat(50_000) + "1 }%").passed()).isTrue();
        assertThat(run("0 %{ assert 1 }%\n".repeat(20_000)).passed()).isTrue();
        assertThat(run("x".repeat(2 << 20)).reason()).startsWith("the script is longer than");
    }

    @Test
    @DisplayName("good scripts with random damage never break the interpreter")
    void damaged() throws IOException, URISyntaxException {
        Random random = new Random(11);
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of(GarbageScriptTest.class.getResource("/scripts").toURI()))) {
            files = all.filter(f -> f.toString().endsWith(".pkt")).sorted().toList();
        }
        String pieces = "0123456789+-*.~<>()[]{}=,|\"%`\n SRPF";
        for (int i = 0; i < 400; i++) {
            StringBuilder s = new StringBuilder(Files.readString(files.get(random.nextInt(files.size()))));
            for (int k = 1 + random.nextInt(4); k > 0; k--) {
                int at = random.nextInt(s.length());
                switch (random.nextInt(3)) {
                    case 0 -> s.deleteCharAt(at);
                    case 1 -> s.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    default -> s.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                }
            }
            run(s.toString());
        }
    }
}
