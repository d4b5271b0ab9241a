package io.tributary.convert.main.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.driver.pcap.CaptureFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("tributary sim chaos")
class ChaosCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int sim(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return new CommandLine(new SimCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).setExecutionExceptionHandler((e, c, p) -> {
            err.append(e.getMessage());
            return e instanceof FailureException f ? f.exitCode() : ExitCode.BAD_CONFIG;
        }).execute(args);
    }

    @Test
    @DisplayName("a seed prints its paths, connections, what happens to them by number, and how they end; the same each time")
    void one(@TempDir Path folder) throws Exception {
        assertThat(sim("chaos", "--seed", "3", "--counters")).isZero();
        String first = out.toString();
        assertThat(first).startsWith("seed 3\n").contains("  path 0: ", "  connection 0: at ", "  [0] ", "client NORMAL after", "TcpInSegs");
        Path file = folder.resolve("3.pcapng");
        assertThat(sim("chaos", "--seed", "3", "--counters", "--pcap", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo(first);
        try (CaptureFile capture = CaptureFile.open(file)) {
            assertThat(capture.next()).isTrue();
        }
        assertThat(sim("chaos", "--seed", "3", "--without", "0,1")).isZero();
        assertThat(out.toString()).doesNotContain("  [0] ", "  [1] ").contains("  [2] ");
    }

    @Test
    @DisplayName("--seeds runs many and tells how many failed")
    void several() {
        assertThat(sim("chaos", "--seed", "0", "--seeds", "20")).isZero();
        assertThat(out.toString()).isEqualTo("20 seeds, 0 failed\n");
    }

    @Test
    @DisplayName("what makes no sense together is refused, a file that cannot be written is told")
    void mistakes(@TempDir Path folder) {
        assertThat(sim("chaos")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(sim("chaos", "--seed", "1", "--seeds", "2", "--without", "3")).isEqualTo(CommandLine.ExitCode.USAGE);
        Path nowhere = folder.resolve("none").resolve("1.pcapng");
        assertThat(sim("chaos", "--seed", "1", "--pcap", nowhere.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains(nowhere + " cannot be written: no such directory");
        assertThat(Files.exists(nowhere)).isFalse();
    }
}
