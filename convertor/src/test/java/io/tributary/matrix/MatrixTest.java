package io.tributary.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("requirement matrix")
class MatrixTest {
    private static final Pattern SCRIPT = Pattern.compile("stack:script/([a-z0-9-]+/[a-z0-9-]+\\.pkt)");
    private static final Pattern BINDING = Pattern.compile("MUST|SHOULD|RECOMMENDED|spec");
    private static final Pattern TEST = Pattern.compile("([a-z-]+):([A-Za-z0-9]+)#([A-Za-z0-9_]+)");

    @Test
    @DisplayName("ids are unique over all files")
    void uniqueIds() {
        Map<String, String> seen = new HashMap<>();
        List<String> twice = new ArrayList<>();
        for (Matrix.Row row : Matrix.rows()) {
            String before = seen.put(row.id(), row.place());
            if (before != null) {
                twice.add(row.id() + " at " + before + " and " + row.place());
            }
        }
        assertThat(twice).isEmpty();
        assertThat(seen).hasSizeGreaterThan(500);
    }

    @Test
    @DisplayName("every row has an id, a section, a level, a requirement and a place for tests")
    void fiveCells() {
        assertThat(Matrix.rows()).allSatisfy(row -> {
            assertThat(row.cells()).as(row.place()).hasSize(5);
            assertThat(row.cells().subList(0, 4)).as(row.place()).doesNotContain("");
        });
    }

    @Test
    @DisplayName("the 119 numbered requirements of RFC 9293 are all there")
    void rfc9293() {
        List<String> expected = Stream.of(numbered("TCP-MUST-", 69), numbered("TCP-SHLD-", 31), numbered("TCP-MAY-", 18),
            numbered("TCP-REC-", 1)).flatMap(s -> s).toList();
        List<String> found = Matrix.rows().stream().map(Matrix.Row::id).filter(id -> id.matches("TCP-(MUST|SHLD|MAY|REC)-\\d+")).toList();
        assertThat(expected).hasSize(119);
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Stream<String> numbered(String prefix, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> prefix + i);
    }

    @Test
    @DisplayName("the index counts its rows right")
    void index() {
        Path index = Matrix.project().resolve("convertor/src/matrix/requirements.md");
        Pattern line = Pattern.compile("\\| `([a-z-]+\\.md)` \\|.*\\| (\\d+) \\|");
        Map<String, Integer> counts = new HashMap<>();
        for (String l : Matrix.lines(index)) {
            Matcher m = line.matcher(l);
            if (m.matches()) {
                counts.put(m.group(1), Integer.valueOf(m.group(2)));
            }
        }
        assertThat(counts).containsOnlyKeys("tcp.md", "mptcp.md", "convert.md", "congestion.md", "linux.md");
        counts.forEach((file, count) -> assertThat(Matrix.rows(index.resolveSibling(file))).as(file).hasSize(count));
    }

    @Test
    @DisplayName("every test that a row names exists")
    void namedTestsExist() throws IOException {
        TestSources sources = TestSources.of(Matrix.project());
        assertThat(sources.has("convertor", "MatrixTest", "namedTestsExist")).isTrue();
        assertThat(sources.has("convertor", "MatrixTest", "noSuchTest")).isFalse();
        assertThat(sources.has("stack", "MatrixTest", "namedTestsExist")).isFalse();
        TreeSet<String> wrong = new TreeSet<>();
        for (Matrix.Row row : Matrix.rows()) {
            String cell = row.test();
            if (cell.isEmpty() || cell.matches("(n/a|deviation): \\S.*")) {
                continue;
            }
            for (String name : cell.split("\\s+")) {
                Matcher m = TEST.matcher(name);
                if (SCRIPT.matcher(name).matches() ? !isScriptOf(name, row.id()) : !m.matches() || !sources.has(m.group(1), m.group(2), m.group(3))) {
                    wrong.add(row.place() + " " + row.id() + ": " + name);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"tcp.md, 180", "mptcp.md, 170", "congestion.md, 10"})
    @DisplayName("no MUST, SHOULD or spec row of TCP, MPTCP or congestion control is without a test, or a reason why not")
    void bindingRowsAreProven(String file, int atLeast) {
        List<Matrix.Row> binding = Matrix.rows(Matrix.project().resolve("convertor/src/matrix").resolve(file)).stream()
            .filter(r -> BINDING.matcher(r.cells().get(2)).find()).toList();
        assertThat(binding.stream().filter(r -> r.test().isEmpty()).map(r -> r.place() + " " + r.id())).isEmpty();
        assertThat(binding).as("rows looked at").hasSizeGreaterThan(atLeast);
    }

    @Test
    @DisplayName("every statement about Linux has a test")
    void linuxIsProven() {
        List<Matrix.Row> rows = Matrix.rows(Matrix.project().resolve("convertor/src/matrix/linux.md"));
        assertThat(rows).hasSizeGreaterThan(50).allSatisfy(r -> {
            assertThat(r.id()).as(r.place()).matches("LNX-[a-z]+-\\d+");
            assertThat(r.test()).as(r.place()).isNotEmpty();
        });
    }

    @Test
    @DisplayName("ids in the first lines of scripts are ids of rows")
    void idsInScripts() throws IOException {
        Set<String> known = Matrix.firstCells();
        Pattern id = Pattern.compile("(TCP-(MUST|SHLD|MAY|REC|P)|MPTCP|LIA|CC|SCH|LNX)-[A-Za-z0-9.-]+|R\\d{3,5}-[A-Za-z0-9.]+-\\d+");
        TreeSet<String> unknown = new TreeSet<>();
        List<Path> scripts;
        try (Stream<Path> all = Files.walk(Matrix.project().resolve("stack/src/test/resources/scripts"))) {
            scripts = all.filter(f -> f.toString().endsWith(".pkt")).toList();
        }
        for (Path f : scripts) {
            for (String word : Matrix.lines(f).get(0).split("[ :,]+")) {
                if (id.matcher(word).matches() && !known.contains(word)) {
                    unknown.add(word + " in " + f.getFileName());
                }
            }
        }
        assertThat(scripts).hasSizeGreaterThan(200);
        assertThat(unknown).isEmpty();
    }

    /** A script says in its first line what it shows. */
    private static boolean isScriptOf(String name, String id) {
        Matcher m = SCRIPT.matcher(name);
        Path file = m.matches() ? Matrix.project().resolve("stack/src/test/resources/scripts/" + m.group(1)) : Path.of("");
        return Files.isRegularFile(file) && List.of(Matrix.lines(file).get(0).split("[ :,]+")).contains(id);
    }

    @Test
    @DisplayName("references between the files lead somewhere")
    void references() {
        Pattern name = Pattern.compile("`([^` ]*\\.md)`");
        for (Path file : Matrix.files()) {
            for (String line : Matrix.lines(file)) {
                name.matcher(line).results().map(r -> r.group(1))
                    .forEach(target -> assertThat(Files.exists(file.resolveSibling(target))).as(file.getFileName() + " names " + target).isTrue());
            }
        }
    }

    @Test
    @DisplayName("ids in the display names of tests are ids of rows")
    void idsInDisplayNames() throws IOException {
        Set<String> known = Matrix.firstCells();
        Pattern id = Pattern.compile("\\b((TCP-(MUST|SHLD|MAY|REC|P)|MPTCP|CONV|LIA|CC|SCH|IP-DD|LNX)(-[A-Za-z0-9.]+)+|R\\d{3,5}-[A-Za-z0-9.]+-\\d+)");
        TreeSet<String> unknown = new TreeSet<>();
        TreeSet<String> used = new TreeSet<>();
        TestSources.of(Matrix.project()).displayNames().forEach((name, place) -> id.matcher(name).results()
            .map(r -> r.group(1).replaceAll("\\.$", "")).forEach(i -> {
                used.add(i);
                if (!known.contains(i)) {
                    unknown.add(i + " in " + place);
                }
            }));
        assertThat(used).hasSizeGreaterThan(100);
        assertThat(unknown).isEmpty();
    }
}
