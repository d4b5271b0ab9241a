package io.tributary.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

@DisplayName("packetdrill scripts")
class ScriptsTest {
    /** Every script of our own has to pass as it stands, and to name every packet. */
    @TestFactory
    Stream<DynamicTest> scripts() throws IOException, URISyntaxException {
        Path root = Path.of(ScriptsTest.class.getResource("/scripts").toURI());
        List<Path> files;
        try (Stream<Path> all = Files.walk(root)) {
            files = all.filter(f -> f.toString().endsWith(".pkt")).sorted(Comparator.comparing(Path::toString)).toList();
        }
        assertThat(files).isNotEmpty();
        return files.stream().map(f -> DynamicTest.dynamicTest(root.relativize(f) + " " + about(f), () -> run(root, f)));
    }

    /** The first comment of a script says what it shows, with the requirement ids. */
    private static String about(Path f) {
        try (Stream<String> lines = Files.lines(f)) {
            return lines.findFirst().filter(l -> l.startsWith("//")).map(l -> l.substring(2).strip()).orElse("");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void run(Path root, Path f) throws IOException {
        Verdict v = Scripts.run(Files.readString(f), RunSettings.DEFAULT);
        String name = root.relativize(f).toString();
        assertThat(v.line(name)).as(() -> String.join("\n", v.details()) + v.notes()).isEqualTo("PASS " + name);
        assertThat(v.warnings()).as(name).isEmpty();
    }
}
