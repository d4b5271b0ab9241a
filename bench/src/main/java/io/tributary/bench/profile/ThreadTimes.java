package io.tributary.bench.profile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Processor time of every thread of a process, in seconds, in user mode and in the kernel. The sampler of the virtual machine
 * sees a system call as one Java frame and cannot tell work in it from waiting; the kernel's own accounts can.
 */
public final class ThreadTimes {
    private static final double TICKS_PER_SECOND = 100;

    private final Map<Long, Time> threads;

    private ThreadTimes(Map<Long, Time> threads) {
        this.threads = threads;
    }

    /** Seconds. */
    public record Time(double user, double kernel) {
        static final Time NONE = new Time(0, 0);

        double both() {
            return user + kernel;
        }
    }

    public static ThreadTimes of(long pid) {
        return read(Path.of("/proc", Long.toString(pid), "task"));
    }

    static ThreadTimes read(Path tasks) {
        Map<Long, Time> threads = new HashMap<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(tasks)) {
            for (Path directory : directories) {
                try {
                    String stat = Files.readString(directory.resolve("stat"));
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
                    threads.put(Long.parseLong(directory.getFileName().toString()),
                        new Time(Long.parseLong(fields[11]) / TICKS_PER_SECOND, Long.parseLong(fields[12]) / TICKS_PER_SECOND));
                } catch (IOException e) {
                    // it has ended in between
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ThreadTimes(threads);
    }

    /** What each thread used since {@code earlier}. */
    public ThreadTimes since(ThreadTimes earlier) {
        Map<Long, Time> used = new HashMap<>();
        threads.forEach((thread, now) -> {
            Time before = earlier.threads.getOrDefault(thread, Time.NONE);
            used.put(thread, new Time(now.user - before.user, now.kernel - before.kernel));
        });
        return new ThreadTimes(used);
    }

    /** @param thread its id in the operating system */
    Time thread(long thread) {
        return threads.getOrDefault(thread, Time.NONE);
    }

    /** The thread that spends most time in the kernel: of a program that moves packets, the one that does. */
    long mostInKernel() {
        return threads.entrySet().stream().max(Comparator.comparingDouble(e -> e.getValue().kernel())).map(Map.Entry::getKey).orElse(-1L);
    }

    double total() {
        return threads.values().stream().mapToDouble(Time::both).sum();
    }
}
