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
 * Where a process has spent its processor time: the kernel's part of the thread that runs the loop as the kernel counts it, that
 * thread's own code by packages and frames as far as the samples show it, and all other threads in one line.
 *
 * <p>The sampler drops a thread that it finds inside of the virtual machine's own machine code, above all the copying of memory.
 * Each sample stands for one period, so what is missing from the thread's time in user mode is what was dropped.
 */
public final class Profile {
    private static final int TOP_FRAMES = 12;
    /** Where the loop waits for packets: no work. */
    private static final String WAITING = "ppoll";

    private final List<Sample> samples;
    private final ThreadTimes times;
    private final long loop;
    private final double seconds;
    /** The sampler takes one thread in native code each time, and there is always one that waits there. */
    private final long periods;

    /** @param times   what the threads used in the same time as the samples were taken
     *  @param seconds how long that was */
    Profile(List<Sample> all, ThreadTimes times, double seconds) {
        this.times = times;
        this.seconds = seconds;
        this.loop = times.mostInKernel();
        this.samples = all.stream().filter(s -> s.thread() == loop).toList();
        this.periods = all.stream().filter(Sample::inNative).count();
    }

    /** The part of a recording between two moments. */
    public static Profile of(Path recording, Instant from, Instant to, ThreadTimes times) throws IOException {
        return new Profile(FlightRecording.read(recording, from, to), times, Duration.between(from, to).toNanos() / 1e9);
    }

    /** Some twenty lines for people. */
    public String table() {
        double total = times.total();
        ThreadTimes.Time ofLoop = times.thread(loop);
        List<Sample> java = samples.stream().filter(s -> !s.inNative()).toList();
        List<Sample> calls = samples.stream().filter(s -> s.inNative() && !method(s).equals(WAITING)).toList();
        double user = ofLoop.user() / total;
        double seen = Math.min(user, java.size() * seconds / Math.max(1, periods) / total);
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  %.2f cores, %.2f of them in the loop's thread; %d samples%n",
            total / seconds, ofLoop.both() / seconds, java.size()));
        line(text, ofLoop.kernel() / total, "kernel, in system calls of the loop" + split(calls));
        line(text, user - seen, "copying of memory, and what else the sampler cannot see");
        shares(java, s -> s.responsible() == null ? "library" : s.responsible().group())
            .forEach(e -> line(text, seen * e.getValue(), e.getKey()));
        line(text, 1 - ofLoop.both() / total, "other threads: compiler, garbage collector, sampler");
        text.append("  frames\n");
        shares(java, s -> s.responsible() == null ? "(outside of our code)" : s.responsible().shortName()).stream().limit(TOP_FRAMES)
            .forEach(e -> line(text, seen * e.getValue(), e.getKey()));
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
