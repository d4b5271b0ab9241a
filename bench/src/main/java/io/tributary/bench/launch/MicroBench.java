package io.tributary.bench.launch;

import io.tributary.bench.result.Baseline;
import io.tributary.bench.result.Better;
import io.tributary.bench.result.Result;
import io.tributary.bench.result.Samples;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the micro benchmarks in a process of their own. They need JMH, which is a tool of the build and no part of the runnable
 * jar: the build leaves it, with the benchmarks, in a second jar beside that one.
 */
public final class MicroBench {
    /** The subjects, each a class of benchmarks. */
    public static final Map<String, String> SUBJECTS = subjects();
    private static final String MAIN = "io.tributary.bench.micro.MicroMain";
    private static final String JMH = "org.openjdk.jmh.runner.Runner";
    private static final String JAR = "benchmarks.jar";
    private static final String UNIT = "ns";

    private MicroBench() {
    }

    private static Map<String, String> subjects() {
        Map<String, String> all = new LinkedHashMap<>();
        for (String subject : List.of("Checksum", "Option", "Dss", "Packet", "Ring", "Key", "Flow", "Shard")) {
            all.put("micro." + subject.toLowerCase(Locale.ROOT), subject + "Benchmark");
        }
        return all;
    }

    /** The class path that has JMH, or null: then {@link #remedy} says what to do. */
    public static String classPath() {
        // A test runner may hide the real class path behind a jar that only names it.
        String own = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try {
            Class.forName(JMH, false, MicroBench.class.getClassLoader());
            return own;
        } catch (ClassNotFoundException e) {
            Path beside = jar().resolveSibling(JAR);
            return Files.exists(beside) ? beside + File.pathSeparator + own : null;
        }
    }

    /** What to do where there is no class path. */
    public static String remedy() {
        return "they need JMH, which is not shipped: run ./tributary bench micro in a source tree, whose build leaves " + JAR + " beside the program";
    }

    private static Path jar() {
        try {
            return Path.of(MicroBench.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toAbsolutePath();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param subjects keys of {@link #SUBJECTS}
     * @param rounds   samples of each number
     * @throws IOException if the process cannot be run or fails
     */
    public static List<Result> run(String classPath, List<String> subjects, int rounds) throws IOException, InterruptedException {
        Path results = Files.createTempFile("tributary-micro", ".tsv");
        try {
            List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"));
            if (Runtime.version().feature() >= 23) {
                words.add("--sun-misc-unsafe-memory-access=allow"); // else JMH makes every fork print warnings
            }
            words.addAll(List.of("-cp", classPath, MAIN, results.toString(), Integer.toString(rounds)));
            subjects.forEach(s -> words.add(SUBJECTS.get(s)));
            Process process = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            try {
                int status = process.waitFor();
                if (status != 0) {
                    throw new IOException("the micro benchmarks ended with status " + status);
                }
            } finally {
                process.destroy();
            }
            return parse(Files.readAllLines(results));
        } finally {
            Files.deleteIfExists(results);
        }
    }

    /** Lines of name, name of the baseline or nothing, samples in ns; separated by tabs and commas. */
    static List<Result> parse(List<String> lines) {
        Map<String, Samples> all = new LinkedHashMap<>();
        Map<String, String> against = new LinkedHashMap<>();
        for (String line : lines) {
            String[] cells = line.split("\t");
            all.put(cells[0], new Samples(Arrays.stream(cells[2].split(",")).mapToDouble(Double::parseDouble).toArray()));
            against.put(cells[0], cells[1]);
        }
        List<Result> results = new ArrayList<>();
        all.forEach((name, samples) -> {
            Samples baseline = all.get(against.get(name));
            results.add(new Result("micro." + name, UNIT, Better.LOWER, samples,
                baseline == null ? null : new Baseline(against.get(name), baseline)));
        });
        return results;
    }
}
