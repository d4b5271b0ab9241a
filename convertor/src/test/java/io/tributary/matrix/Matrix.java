package io.tributary.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The requirement tables of {@code src/matrix}. */
final class Matrix {
    /**
     * A row of a table whose header ends in "test".
     *
     * @param place file and line, for messages
     * @param cells what stands between the bars, trimmed
     */
    record Row(String place, List<String> cells) {
        String id() {
            return cells.get(0);
        }

        String test() {
            return cells.get(cells.size() - 1);
        }
    }

    private Matrix() {
    }

    /** The folder of the whole project, wherever the test was started. */
    static Path project() {
        Path p = Path.of("").toAbsolutePath();
        while (p != null && !Files.isDirectory(p.resolve("convertor/src/matrix"))) {
            p = p.getParent();
        }
        if (p == null) {
            throw new IllegalStateException("not started inside the project");
        }
        return p;
    }

    static List<Path> files() {
        try (Stream<Path> files = Files.list(project().resolve("convertor/src/matrix"))) {
            return files.filter(f -> f.toString().endsWith(".md")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows of requirement tables. */
    static List<Row> rows(Path file) {
        List<Row> rows = new ArrayList<>();
        boolean inside = false;
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.startsWith("|")) {
                inside = false;
            } else if (line.startsWith("| id |")) {
                inside = line.endsWith("| test |");
            } else if (inside && !line.startsWith("|-")) {
                rows.add(new Row(file.getFileName() + ":" + number, cells(line)));
            }
        }
        return rows;
    }

    static List<Row> rows() {
        return files().stream().flatMap(f -> rows(f).stream()).toList();
    }

    /** The first cell of every row of every table: ids of requirements, of decisions, of assertions. */
    static Set<String> firstCells() {
        return files().stream().flatMap(f -> lines(f).stream()).filter(l -> l.matches("\\|[^|]+\\|.*\\|")).map(l -> cells(l).get(0))
            .collect(Collectors.toSet());
    }

    private static List<String> cells(String line) {
        String[] cells = line.strip().split("\\|", -1);
        return Arrays.stream(cells, 1, cells.length - 1).map(String::strip).toList();
    }
}
