package io.tributary.bench.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs classes of benchmarks and appends a line for each result to a file: name, name of its baseline, samples in ns. */
public final class MicroMain {
    private MicroMain() {
    }

    /** @param words the file, the number of samples, then names of classes in this package */
    public static void main(String... words) throws RunnerException {
        Path file = Path.of(words[0]);
        for (int i = 2; i < words.length; i++) {
            System.err.println("bench: " + title(words[i]));
            Options options = new OptionsBuilder().include("\\." + words[i] + "\\.").measurementIterations(Integer.parseInt(words[1]))
                .verbosity(VerboseMode.SILENT).shouldFailOnError(true).build();
            Collection<RunResult> results = new Runner(options).run();
            results.forEach(r -> append(file, line(r)));
        }
    }

    private static String line(RunResult result) {
        BenchmarkParams params = result.getParams();
        String samples = result.getBenchmarkResults().stream().flatMap(b -> b.getIterationResults().stream())
            .map(IterationResult::getPrimaryResult).map(r -> Double.toString(r.getScore())).collect(Collectors.joining(","));
        String baseline = baseline(params.getBenchmark());
        return name(params, method(params.getBenchmark())) + "\t" + (baseline.isEmpty() ? "" : name(params, baseline)) + "\t" + samples + "\n";
    }

    /** Subject, method and parameters, joined by dots. */
    private static String name(BenchmarkParams params, String method) {
        StringBuilder name = new StringBuilder(title(type(params.getBenchmark()))).append('.').append(method);
        for (String key : new TreeSet<>(params.getParamsKeys())) {
            name.append('.').append(params.getParam(key));
        }
        return name.toString();
    }

    private static String title(String type) {
        return type.substring(type.lastIndexOf('.') + 1).replace("Benchmark", "").toLowerCase(Locale.ROOT);
    }

    private static String type(String benchmark) {
        return benchmark.substring(0, benchmark.lastIndexOf('.'));
    }

    private static String method(String benchmark) {
        return benchmark.substring(benchmark.lastIndexOf('.') + 1);
    }

    private static String baseline(String benchmark) {
        try {
            for (Method m : Class.forName(type(benchmark)).getMethods()) {
                if (m.getName().equals(method(benchmark)) && m.isAnnotationPresent(Against.class)) {
                    return m.getAnnotation(Against.class).value();
                }
            }
            return "";
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
