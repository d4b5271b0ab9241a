package io.tributary.convert.main.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.driver.pcap.CaptureFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("tributary sim")
class SimCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Exception failure;

    private int sim(String... args) {
        out.getBuffer().setLength(0);
        return new CommandLine(new SimCommand()).setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).setExecutionExceptionHandler((e, c, p) -> {
            failure = e;
            return e instanceof FailureException f ? f.exitCode() : ExitCode.BAD_CONFIG;
        }).execute(args);
    }

    @Test
    @DisplayName("--list names every scenario with a title, --show prints its file, which runs as a file too")
    void ready(@TempDir Path folder) throws IOException {
        assertThat(sim("--list")).isZero();
        assertThat(out.toString().lines()).hasSize(ReadyMade.NAMES.size()).allMatch(l -> l.length() > 25);
        assertThat(sim("--show", "mtu-drop")).isZero();
        Path file = Files.writeString(folder.resolve("mtu-drop.toml"), out.toString());
        assertThat(sim(file.toString())).isZero();
        String byFile = out.toString();
        assertThat(sim("mtu-drop")).isZero();
        assertThat(out.toString()).isEqualTo(byFile).contains("complete").contains("tunnel: MTU 1280").contains("Congestion window, KB");
    }

    @Test
    @DisplayName("--json is one line of JSON with flows, links and series as long as the times; --seed changes it")
    void json() {
        assertThat(sim("bursty-loss", "--json")).isZero();
        String first = out.toString();
        assertThat(first.lines()).hasSize(1);
        assertThat(first.chars().filter(c -> c == '{' || c == '[').count()).isEqualTo(first.chars().filter(c -> c == '}' || c == ']').count());
        assertThat(first).contains("\"goodput\":").contains("\"kind\":\"cwnd\"").contains("\"seed\":1,");
        assertThat(sim("bursty-loss", "--json", "--seed", "2")).isZero();
        assertThat(out.toString()).contains("\"seed\":2,").isNotEqualTo(first);
    }

    @Test
    @DisplayName("--pcap writes what the hosts saw, each device an interface, readable and the same each time")
    void pcap(@TempDir Path folder) throws IOException {
        List<byte[]> files = new ArrayList<>();
        for (String name : List.of("one.pcapng", "two.pcapng")) {
            Path file = folder.resolve(name);
            assertThat(sim("mtu-drop", "--pcap", file.toString())).isZero();
            files.add(Files.readAllBytes(file));
            int[] packets = {0};
            try (CaptureFile capture = CaptureFile.open(file)) {
                assertThat(capture.forEach((timeNs, linkType, buffer, at, length, originalLength) -> packets[0]++)).isNull();
            }
            assertThat(packets[0]).isGreaterThan(10_000);
        }
        assertThat(files.get(0)).isEqualTo(files.get(1));
    }

    @Test
    @DisplayName("--plot writes PNG charts that are not empty")
    void plot(@TempDir Path folder) throws IOException {
        assertThat(sim("path-death", "--plot", folder.resolve("new/dir").toString())).as(String.valueOf(failure)).isZero();
        try (Stream<Path> files = Files.list(folder.resolve("new/dir"))) {
            List<Path> all = files.sorted().toList();
            assertThat(all).hasSizeGreaterThan(4);
            for (Path file : all) {
                BufferedImage image = ImageIO.read(file.toFile());
                assertThat(image.getWidth()).isEqualTo(1200);
                assertThat(colours(image)).as(file.toString()).isGreaterThan(20);
            }
        }
    }

    @Test
    @DisplayName("--plot draws what flows and their subflows get where TCP and MPTCP share a network")
    void plotOfBoth(@TempDir Path folder) {
        assertThat(sim("shared-bottleneck", "--plot", folder.toString())).as(String.valueOf(failure)).isZero();
        assertThat(folder.resolve("shared-bottleneck-goodput.png")).isNotEmptyFile();
        assertThat(folder.resolve("shared-bottleneck-subflows.png")).isNotEmptyFile();
    }

    private static long colours(BufferedImage image) {
        return IntStream.range(0, image.getHeight()).boxed()
            .flatMap(y -> IntStream.range(0, image.getWidth()).mapToObj(x -> image.getRGB(x, y))).distinct().count();
    }

    @Test
    @DisplayName("a wrong name, a missing file, a directory that cannot be: one cause, one remedy, the right exit code")
    void failures(@TempDir Path folder) throws IOException {
        assertThat(sim("wifi-lta")).isEqualTo(ExitCode.USAGE);
        assertThat(failure).hasMessageContaining("nearest known scenario: wifi-lte");
        assertThat(sim("nowhere/x.toml")).isEqualTo(ExitCode.FAILED);
        assertThat(failure).hasMessageContaining("no such file: nowhere/x.toml");
        assertThat(sim("mtu-drop", "--pcap", folder.resolve("no/x.pcapng").toString())).isEqualTo(ExitCode.FAILED);
        assertThat(failure).hasMessageContaining("no such directory");
        Path plain = Files.writeString(folder.resolve("plain"), "");
        assertThat(sim("mtu-drop", "--plot", plain.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(failure).hasMessageContaining("cannot be written");
        Path wrong = Files.writeString(folder.resolve("wrong.toml"), "[[hots]]\n");
        assertThat(sim(wrong.toString())).isEqualTo(ExitCode.BAD_CONFIG);
        assertThat(failure).hasMessageContaining("nearest known key: host");
        assertThat(sim()).isEqualTo(ExitCode.USAGE);
    }
}
