package io.tributary.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;

/** Processor time of every process at one moment, children that are gone included in their parent's. */
public final class ProcessTable {
    /** USER_HZ, which is 100 on every Linux that has a {@code /proc} of today's form. */
    static final double TICKS_PER_SECOND = 100;
    /** kthreadd, the parent of all threads of the kernel. */
    private static final long KERNEL = 2;

    private final Map<Long, Row> rows;
    private final long takenNs;

    private ProcessTable(Map<Long, Row> rows, long takenNs) {
        this.rows = rows;
        this.takenNs = takenNs;
    }

    private record Row(long parent, long ticks) {
    }

    /** Looks at {@code /proc}. */
    public static ProcessTable now() {
        return read(Path.of("/proc"), System.nanoTime());
    }

    static ProcessTable read(Path proc, long nowNs) {
        Map<Long, Row> rows = new HashMap<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path directory : directories) {
                try {
                    rows.put(Long.parseLong(directory.getFileName().toString()), row(Files.readString(directory.resolve("stat"))));
                } catch (IOException e) {
                    // it has ended in between
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ProcessTable(rows, nowNs);
    }

    /** The name in parentheses may hold anything, so fields are counted from the last one: state, ppid, … utime is the 14th of the line. */
    private static Row row(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).strip().split(" ");
        long ticks = 0;
        for (int i = 11; i < 15; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return new Row(Long.parseLong(fields[1]), ticks);
    }

    /** Cores that processes outside of {@code own}'s tree used since {@code earlier}, the kernel's own threads not counted. */
    public double othersSince(ProcessTable earlier, long own) {
        return cores(earlier, ticks(pid -> !isBelow(pid, own) && !isBelow(pid, KERNEL))
            - earlier.ticks(pid -> !earlier.isBelow(pid, own) && !earlier.isBelow(pid, KERNEL)));
    }

    /** Cores that {@code root} and what it started used since {@code earlier}. */
    public double treeSince(ProcessTable earlier, long root) {
        return cores(earlier, ticks(pid -> isBelow(pid, root)) - earlier.ticks(pid -> earlier.isBelow(pid, root)));
    }

    private double cores(ProcessTable earlier, long ticks) {
        return Math.max(0, ticks) / TICKS_PER_SECOND / ((takenNs - earlier.takenNs) / 1e9);
    }

    /** Of all at once, not of each by itself: what a process that ends has used moves to its parent. */
    private long ticks(LongPredicate counts) {
        return rows.entrySet().stream().filter(e -> counts.test(e.getKey())).mapToLong(e -> e.getValue().ticks).sum();
    }

    private boolean isBelow(long pid, long root) {
        long p = pid;
        for (int depth = 0; p != 0 && depth < 1000; depth++) {
            if (p == root) {
                return true;
            }
            Row row = rows.get(p);
            p = row == null ? 0 : row.parent;
        }
        return false;
    }
}
