package io.tributary.convert.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Scenarios times cells: runs all of them, many at a time since most of them wait most of the time, and keeps what became of
 * each as a table.
 */
final class Matrix {
    /** Only scenarios whose name matches this. */
    private static final String ONLY = System.getProperty("tributary.matrix", ".*");
    private static final int AT_A_TIME = Integer.getInteger("tributary.matrix.parallel", 16);
    private static final String OK = "ok";
    private static final String FAILED = "FAILED";

    private final ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME, task -> {
        Thread t = new Thread(task, "scenario");
        t.setDaemon(true);
        return t;
    });
    private final Map<String, Scenario> scenarios = new LinkedHashMap<>();

    /** What happens in one cell. */
    interface Run {
        void run(Trial trial) throws Exception;
    }

    /** One line of the table. */
    private static final class Scenario {
        private final String group;
        private final Map<Cell, Trial> trials = new LinkedHashMap<>();
        private final Map<Cell, CompletableFuture<Void>> runs = new LinkedHashMap<>();
        private String omitted = "";

        Scenario(String group) {
            this.group = group;
        }

        String result(Cell cell) {
            CompletableFuture<Void> run = runs.get(cell);
            return run == null ? "-" : !run.isDone() ? "?" : run.isCompletedExceptionally() ? FAILED : OK;
        }
    }

    /** The scenarios of one group, as they are added. */
    final class Group {
        private final String name;

        private Group(String name) {
            this.name = name;
        }

        /** In all eight cells. */
        Group add(String scenario, Run run) {
            return add(scenario, cell -> true, "", run);
        }

        /** @param why it makes no sense in the other cells */
        Group add(String scenario, Predicate<Cell> where, String why, Run run) {
            if (scenario.matches(ONLY)) {
                Scenario s = new Scenario(name);
                s.omitted = why;
                scenarios.put(scenario, s);
                Cell.ALL.stream().filter(where).forEach(cell -> {
                    Trial trial = new Trial(scenario, cell);
                    s.trials.put(cell, trial);
                    s.runs.put(cell, CompletableFuture.runAsync(() -> perform(run, trial), executor));
                });
            }
            return this;
        }
    }

    private static void perform(Run run, Trial trial) {
        try {
            run.run(trial);
        } catch (Exception e) {
            throw new CompletionException(e);
        } catch (AssertionError e) {
            e.addSuppressed(new Exception("the kernel had counted " + trial.counters()));
            throw e;
        }
    }

    Group group(String name) {
        return new Group(name);
    }

    /** No more scenarios will be added. */
    void complete() {
        executor.shutdown();
    }

    /** A test for each run of a group, which waits for it. */
    Stream<DynamicTest> tests(String group) {
        return scenarios.values().stream().filter(s -> s.group.equals(group)).flatMap(s -> s.runs.keySet().stream()
            .map(cell -> DynamicTest.dynamicTest(s.trials.get(cell).toString(), () -> {
                try {
                    s.runs.get(cell).join();
                } catch (CompletionException e) {
                    throw e.getCause();
                }
            })));
    }

    /** Writes the table, as Markdown. */
    void write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("scenario", "we open: IPv4", "+csum", "IPv6", "+csum", "kernel opens: IPv4", "+csum", "IPv6", "+csum",
            "the kernel's counters when we open", "when it opens"));
        scenarios.forEach((name, s) -> {
            List<String> row = new ArrayList<>(List.of(name + (s.omitted.isEmpty() ? "" : " (-: " + s.omitted + ")")));
            Cell.ALL.forEach(cell -> row.add(s.result(cell)));
            row.add(counters(s.trials.values().stream().filter(t -> t.cell().weOpen()).toList()));
            row.add(counters(s.trials.values().stream().filter(t -> !t.cell().weOpen()).toList()));
            rows.add(row);
        });
        int[] widths = new int[rows.get(0).size()];
        rows.forEach(row -> Arrays.setAll(widths, i -> Math.max(widths[i], row.get(i).length())));
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder("|");
            for (int i = 0; i < widths.length; i++) {
                line.append(' ').append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length())).append(" |");
            }
            lines.add(line.toString());
        }
        lines.add(1, "|---".repeat(widths.length) + "|");
        return lines;
    }

    private static String counters(Collection<Trial> trials) {
        Map<String, long[]> ranges = new TreeMap<>();
        List<Map<String, Long>> all = trials.stream().map(Trial::counters).toList();
        all.forEach(one -> one.keySet().forEach(name -> ranges.put(name, new long[] {Long.MAX_VALUE, 0})));
        ranges.forEach((name, range) -> all.forEach(one -> {
            long value = one.getOrDefault(name, 0L);
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
        }));
        List<String> texts = new ArrayList<>();
        ranges.forEach((name, range) -> texts.add(name + " " + (range[0] == range[1] ? range[0] + "" : range[0] + "–" + range[1])));
        return String.join(", ", texts);
    }
}
