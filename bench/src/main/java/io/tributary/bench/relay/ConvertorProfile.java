package io.tributary.bench.relay;

import io.tributary.bench.profile.FlightRecording;
import io.tributary.bench.profile.Profile;
import io.tributary.bench.profile.ThreadTimes;
import io.tributary.bench.result.ResultTable;
import io.tributary.convert.main.demo.lab.LabException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Loads a convertor of its own, which records where it spends its time: recording costs something, so this is no part of the measurement. */
final class ConvertorProfile {
    private static final int WARM_UP_MS = 3_000;
    /** Some 1000 samples of a thread that is never in the kernel. */
    private static final int MILLISECONDS = 10_000;

    private final World world;
    private final Consumer<String> progress;

    ConvertorProfile(World world, Consumer<String> progress) {
        this.world = world;
        this.progress = progress;
    }

    private record Phase(Task task, double rate, Instant from, Instant to, ThreadTimes times) {
    }

    /** @param tasks of those the bulk ones, or at least one bulk transfer
     *  @return lines for people; empty if it did not come about, which has been said to the progress */
    List<String> run(List<Task> tasks, List<String> jvmFlags) {
        List<Task> bulk = new ArrayList<>(tasks);
        bulk.remove(Task.LATENCY);
        if (bulk.isEmpty()) {
            bulk.add(Task.UP);
        }
        progress.accept("profiling");
        Path file = world.lab().directory().resolve("convertor.jfr");
        try {
            List<String> flags = new ArrayList<>(jvmFlags);
            flags.addAll(FlightRecording.flags(world.lab().directory(), file));
            return tables(load(bulk, flags), file);
        } catch (IOException | RuntimeException e) {
            progress.accept("no profile: " + RelayBench.reason(e));
            return List.of();
        }
    }

    private List<Phase> load(List<Task> tasks, List<String> flags) throws LabException {
        List<Phase> phases = new ArrayList<>();
        try (ConvertorArrangement convertor = new ConvertorArrangement(world, flags)) {
            for (Task task : tasks) {
                new Measurement(world, WARM_UP_MS).take(task, convertor);
                ThreadTimes before = ThreadTimes.of(convertor.pid());
                Instant from = Instant.now();
                double rate = new Measurement(world, MILLISECONDS).take(task, convertor).values()[0];
                phases.add(new Phase(task, rate, from, Instant.now(), ThreadTimes.of(convertor.pid()).since(before)));
            }
            convertor.end();
        }
        return phases;
    }

    private static List<String> tables(List<Phase> phases, Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Phase phase : phases) {
            Task.Metric metric = phase.task().metrics().get(0);
            lines.add("profile of " + ConvertorArrangement.NAME + ", " + metric.name() + " at " + ResultTable.number(phase.rate()) + " "
                + metric.unit());
            Profile.of(file, phase.from(), phase.to(), phase.times()).table().lines().forEach(lines::add);
        }
        return lines;
    }
}
