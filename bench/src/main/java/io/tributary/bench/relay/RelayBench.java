package io.tributary.bench.relay;

import io.tributary.bench.machine.Quiet;
import io.tributary.bench.relay.Measurement.Outcome;
import io.tributary.bench.result.Result;
import io.tributary.bench.result.ResultTable;
import io.tributary.bench.result.Samples;
import io.tributary.convert.main.demo.lab.LabException;
import io.tributary.driver.nativeio.NativeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Bulk goodput and round-trip latency of a client with two paths to a plain TCP server: through our convertor, through a proxy
 * of the distribution over the kernel's MPTCP, and directly. All in one run, round by round and task by task in turns, the order
 * changing with the round.
 */
public final class RelayBench {
    private static final int WARM_UP_MS = 2_000;
    /** An arrangement that has failed this often is not asked any more: each time may cost {@link Load#PATIENCE_MS}. */
    private static final int FAILURES = 2;

    private final RelaySettings settings;
    private final Consumer<String> progress;
    private final Quiet quiet = new Quiet();
    private final Series series;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, List<Double>> cores = new HashMap<>();
    private final Map<String, List<Double>> secondPath = new HashMap<>();
    private List<String> profile = List.of();
    private final List<String> arranged = new ArrayList<>();
    private String proxy;

    /** @param progress takes lines for people */
    public RelayBench(RelaySettings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
        this.series = new Series(settings.rounds());
    }

    /**
     * Builds the namespaces, measures, removes them.
     *
     * @return what could be measured; what could not has been said to the progress
     * @throws LabException if nothing can be measured here
     */
    public List<Result> run() {
        try (World world = new World()) {
            List<Arrangement> arrangements = arrange(world);
            try {
                arrangements.forEach(a -> arranged.add(a.name()));
                warmUp(world, arrangements);
                measure(world, arrangements);
            } finally {
                arrangements.forEach(Arrangement::close);
            }
            if (settings.profile()) {
                profile = new ConvertorProfile(world, progress).run(settings.chosen(), settings.jvmFlags());
            }
        }
        Comparison comparison = new Comparison(series, proxy);
        List<Result> results = new ArrayList<>();
        settings.chosen().forEach(task -> results.addAll(comparison.results(task)));
        return results;
    }

    private List<Arrangement> arrange(World world) {
        List<Arrangement> arrangements = new ArrayList<>();
        arrangements.add(new DirectArrangement(world));
        String missing = ProxyArrangement.missing();
        if (missing == null) {
            ProxyArrangement started = ProxyArrangement.start(world);
            proxy = started.name();
            arrangements.add(started);
        } else {
            progress.accept(missing);
        }
        try {
            arrangements.add(new ConvertorArrangement(world, settings.jvmFlags()));
        } catch (LabException e) {
            progress.accept(ConvertorArrangement.NAME + " does not start: " + e.getMessage());
        }
        return arrangements;
    }

    /** Our convertor's code has to be compiled, and everybody's pages touched, before anything counts. */
    private void warmUp(World world, List<Arrangement> arrangements) {
        progress.accept("warming up");
        Measurement measurement = new Measurement(world, WARM_UP_MS);
        for (Task task : settings.chosen()) {
            for (Arrangement arrangement : arrangements) {
                attempt(measurement, task, arrangement);
            }
        }
    }

    private void measure(World world, List<Arrangement> arrangements) {
        Measurement measurement = new Measurement(world, settings.seconds() * 1_000);
        List<Arrangement> order = new ArrayList<>(arrangements);
        for (int round = 0; round < settings.rounds(); round++) {
            for (Task task : settings.chosen()) {
                for (Arrangement arrangement : order) {
                    Outcome outcome = quiet.measure(() -> attempt(measurement, task, arrangement));
                    if (outcome != null) {
                        keep(round, task, arrangement, outcome);
                    }
                }
            }
            Collections.rotate(order, 1);
        }
    }

    private Outcome attempt(Measurement measurement, Task task, Arrangement arrangement) {
        String what = task.title() + " " + arrangement.name();
        if (failures.getOrDefault(what, 0) >= FAILURES) {
            return null;
        }
        try {
            return measurement.take(task, arrangement);
        } catch (RuntimeException e) {
            progress.accept(what + " failed: " + reason(e));
            if (failures.merge(what, 1, Integer::sum) == FAILURES) {
                progress.accept(what + " is given up");
            }
            return null;
        }
    }

    static String reason(Exception e) {
        return e instanceof NativeException n && n.isTimeout() ? "no progress for " + Load.PATIENCE_MS / 1_000 + " s" : e.getMessage();
    }

    private void keep(int round, Task task, Arrangement arrangement, Outcome outcome) {
        StringBuilder line = new StringBuilder("round " + (round + 1) + " of " + settings.rounds() + ": " + task.title() + " "
            + arrangement.name());
        for (int i = 0; i < outcome.values().length; i++) {
            Task.Metric metric = task.metrics().get(i);
            series.put(metric, arrangement.name(), round, outcome.values()[i]);
            line.append(i == 0 ? " " : ", ").append(ResultTable.number(outcome.values()[i])).append(' ').append(metric.unit());
        }
        note(cores, arrangement, outcome.cores());
        note(secondPath, arrangement, outcome.secondPath());
        progress.accept(line.toString());
    }

    private static void note(Map<String, List<Double>> notes, Arrangement arrangement, double value) {
        if (!Double.isNaN(value)) {
            notes.computeIfAbsent(arrangement.name(), n -> new ArrayList<>()).add(value);
        }
    }

    /** Every task was measured through our convertor in every round. */
    public boolean isComplete() {
        return settings.chosen().stream().allMatch(t -> failedRounds(t, ConvertorArrangement.NAME) == 0);
    }

    private int failedRounds(Task task, String arrangement) {
        return settings.rounds() - series.of(task.metrics().get(0), arrangement).count();
    }

    /** Lines for people that belong below the results: how the relays did it, and how far the numbers can be trusted. */
    public List<String> notes() {
        List<String> lines = new ArrayList<>();
        for (String name : arranged) {
            if (cores.containsKey(name)) {
                lines.add(name + " used " + ResultTable.number(median(cores.get(name))) + " cores during bulk transfers, the second path carried "
                    + Math.round(100 * median(secondPath.get(name))) + " % (medians)");
            }
        }
        for (Task task : settings.chosen()) {
            for (String name : arranged) {
                if (failedRounds(task, name) > 0) {
                    lines.add(task.title() + " " + name + ": " + failedRounds(task, name) + " of " + settings.rounds()
                        + " rounds failed and are in no number above");
                }
            }
        }
        lines.add(quiet.summary());
        lines.addAll(profile);
        return lines;
    }

    private static double median(List<Double> values) {
        return new Samples(values.stream().mapToDouble(v -> v).toArray()).median();
    }
}
