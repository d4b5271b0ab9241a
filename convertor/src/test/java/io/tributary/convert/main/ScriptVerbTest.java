package io.tributary.convert.main;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("tributary script")
class ScriptVerbTest {
    private static final String GOOD = "0 < S 0:0(0) win 1000\n+0 > R. 0:0(0) ack 1 win 0\n";
    private static final String BAD = "0 < S 0:0(0) win 1000\n+.5 > R. 0:0(0) ack 2 win 0\n";
    private static final String STRANGE = "`sysctl -q net.ipv4.tcp_fancy=1`\n0 epoll_create(1) = 5\n";

    @TempDir
    Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("good.pkt"), GOOD);
        Files.writeString(folder.resolve("bad.pkt"), BAD);
        Files.writeString(folder.resolve("strange.pkt"), STRANGE);
    }

    private int script(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "script";
        System.arraycopy(args, 0, all, 1, args.length);
        return Tributary.execute(all, new PrintWriter(out), new PrintWriter(err));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    @DisplayName("a line for each script, what differs below it, the four counts; 1 unless all pass")
    void lines() {
        assertThat(script(file("good.pkt"), file("bad.pkt"), file("strange.pkt"), file("none.pkt"))).isEqualTo(1);
        assertThat(out.toString().lines()).containsExactly(
            "PASS " + file("good.pkt"),
            "FAIL " + file("bad.pkt") + ":2: ack: expected 2, got 1",
            "    expected  0.500000 > R. 0:0(0) ack 2 win 0",
            "    actual    0.000000 > R. 0:0(0) ack 1 win 0",
            "    time      -0.500000",
            "UNSUPPORTED " + file("strange.pkt") + ":2: call epoll_create",
            "FAIL " + file("none.pkt") + ":1: no such file",
            "1 passed, 2 failed, 1 unsupported, 0 not applicable");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    @DisplayName("0 if all pass")
    void allGood() {
        assertThat(script(file("good.pkt"), file("good.pkt"))).isZero();
        assertThat(out.toString()).endsWith("2 passed, 0 failed, 0 unsupported, 0 not applicable" + System.lineSeparator());
    }

    @Test
    @DisplayName("a folder stands for its scripts; those listed with a reason are not run")
    void notApplicable() throws IOException {
        Path list = Files.writeString(folder.resolve("list"), "# reviewed\nbad.pkt   counts buffers as another system does\n\n");
        assertThat(script("--not-applicable", list.toString(), folder.toString())).isEqualTo(1);
        assertThat(out.toString().lines()).containsExactly(
            "NOT-APPLICABLE " + file("bad.pkt") + ":1: counts buffers as another system does",
            "PASS " + file("good.pkt"),
            "UNSUPPORTED " + file("strange.pkt") + ":2: call epoll_create",
            "1 passed, 0 failed, 1 unsupported, 1 not applicable");
    }

    @Test
    @DisplayName("what was ignored is told on request, on standard error")
    void notes() {
        script("--notes", file("strange.pkt"));
        assertThat(err.toString()).contains("ignored command: sysctl -q net.ipv4.tcp_fancy=1");
    }

    @Test
    @DisplayName("JSON carries the same")
    void json() {
        assertThat(script("--json", file("good.pkt"), file("bad.pkt"))).isEqualTo(1);
        assertThat(out.toString()).contains("\"verdict\":\"PASS\"", "\"verdict\":\"FAIL\",\"line\":2,\"reason\":\"ack: expected 2, got 1\"",
            "\"pass\":1", "\"fail\":1", "\"unsupported\":0", "\"not-applicable\":0");
    }

    @Test
    @DisplayName("an unknown profile, or no file at all, is a usage error")
    void usage() {
        assertThat(script("--profile", "minix", file("good.pkt"))).isEqualTo(2);
        assertThat(err.toString()).contains("no profile is called minix");
        assertThat(script()).isEqualTo(2);
    }
}
