package io.tributary.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Keeps every core from halting by a loop that runs only where nothing else wants to (SCHED_IDLE). A virtual machine wakes
 * a halted core in 20 to 50 microseconds, which would be most of a round trip.
 */
public final class Awake {
    /** The loops end by themselves if we are killed. */
    private static final String LONGEST_SECONDS = "60";

    private Awake() {
    }

    /**
     * Measures while no core halts.
     *
     * @throws UncheckedIOException if a program for it (util-linux, coreutils) is missing
     */
    public static <T> T during(Supplier<T> measurement) {
        List<Process> loops = new ArrayList<>();
        try {
            for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
                loops.add(new ProcessBuilder("timeout", LONGEST_SECONDS, "chrt", "-i", "0", "taskset", "-c", Integer.toString(core),
                    "sh", "-c", "while :; do :; done").redirectErrorStream(true).start());
            }
            return measurement.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            loops.forEach(Process::destroy);
            loops.forEach(Awake::awaitEnd);
        }
    }

    private static void awaitEnd(Process loop) {
        try {
            loop.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
