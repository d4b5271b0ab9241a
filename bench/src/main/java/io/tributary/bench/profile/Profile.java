package io.tributary.bench.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a process has spent its processor time: the kernel's part of its busiest thread as the kernel counts it, the rest of that
 * thread by packages and frames as the samples divide it, and all other threads in one line.
 */
public final class Profile {
    private static final int TOP_FRAMES = 12;
    /** Where the loop waits for packets: no work. */
    private static final String WAITING = "ppoll";

    private final List<Sample> samples;
    private final ThreadTimes times;
    private final long loop;
    private final double seconds;

    /** @param times   what the threads used in the same time as the samples were taken
     *  @param seconds how long that was */
    Profile(List<Sample> samples, ThreadTimes times, double seconds) {
        this.times = times;
        this.seconds = seconds;
        this.loop = busiest(samples);
        this.samples = samples.stream().filter(s -> s.thread() == loop).toList();
    }

    /** The part of a recording between two moments. */
    public static Profile of(Path recording, Instant from, Instant to, ThreadTimes times) throws IOException {
        return new Profile(FlightRecording.read(recording, from, to), times, Duration.between(from, to).toNanos() / 1e9);
    }

    private static long busiest(List<Sample> samples) {
        Map<Long, Long> perThread = new HashMap<>();
        samples.stream().filter(s -> !s.inNative()).forEach(s -> perThread.merge(s.thread(), 1L, Long::sum));
        return perThread.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(-1L);
    }

    /** Samples of the loop's thread in Java code: what the percentages rest on. */
    public long sampleCount() {
        return samples.stream().filter(s -> !s.inNative()).count();
    }

    /** Some twenty lines for people. */
    public String table() {
        double total = times.total();
        ThreadTimes.Time ofLoop = times.thread(loop);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %.2f cores, %.2f of them in the loop's thread; %d samples%n",
            total / seconds, ofLoop.both() / seconds, sampleCount()));
        double kernel = ofLoop.kernel() / total;
        List<Sample> calls = samples.stream().filter(s -> s.inNative() && !method(s).equals(WAITING)).toList();
        line(text, kernel, "kernel, in system calls of the loop" + split(calls));
        double user = ofLoop.user() / total;
        List<Sample> java = samples.stream().filter(s -> !s.inNative()).toList();
        shares(java, s -> s.responsible() == null ? "virtual machine" : s.responsible().group())
            .forEach(e -> line(text, user * e.getValue(), e.getKey()));
        line(text, 1 - (ofLoop.both() / total), "other threads: compiler, garbage collector, sampler");
        text.append("  frames\n");
        shares(java, s -> s.responsible() == null ? "(outside of our code)" : s.responsible().shortName()).stream().limit(TOP_FRAMES)
            .forEach(e -> line(text, user * e.getValue(), e.getKey()));
        return text.toString();
    }

    private static String split(List<Sample> calls) {
        List<String> parts = new ArrayList<>();
        shares(calls, Profile::method).stream().limit(4)
            .forEach(e -> parts.add(String.format(Locale.ROOT, "%s %.0f", e.getKey(), 100 * e.getValue())));
        return parts.isEmpty() ? "" : " (of these " + String.join(", ", parts) + " %)";
    }

    private static String method(Sample s) {
        return s.responsible() == null ? "other" : s.responsible().method();
    }

    private static List<Map.Entry<String, Double>> shares(List<Sample> of, Function<Sample, String> name) {
        Map<String, Double> counts = new HashMap<>();
        of.forEach(s -> counts.merge(name.apply(s), 1.0 / of.size(), Double::sum));
        return counts.entrySet().stream().sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
            .thenComparing(Map.Entry.comparingByKey())).toList();
    }

    private static void line(StringBuilder text, double share, String what) {
        text.append(String.format(Locale.ROOT, "  %5.1f %%  %s%n", 100 * share, what));
    }
}
