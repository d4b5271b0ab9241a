package io.tributary.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory that looks like {@code /proc} to those who read the first fields of {@code stat}. */
public final class FakeProc {
    private final Path directory;

    public FakeProc(Path directory) {
        this.directory = directory;
    }

    /** All ticks are hundredths of a second. */
    public FakeProc put(long pid, long parent, long userTicks, long kernelTicks) {
        return put(pid, parent, userTicks, kernelTicks, 0);
    }

    /** @param childTicks of children that have ended */
    FakeProc put(long pid, long parent, long userTicks, long kernelTicks, long childTicks) {
        try {
            Files.createDirectories(directory.resolve(Long.toString(pid)));
            Files.writeString(directory.resolve(Long.toString(pid)).resolve("stat"),
                pid + " (a) name) S " + parent + " 1 1 0 -1 4194304 10 0 0 0 " + userTicks + " " + kernelTicks + " " + childTicks + " 0 20 0 1 0 100\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process has ended. */
    FakeProc remove(long pid) {
        try {
            Files.delete(directory.resolve(Long.toString(pid)).resolve("stat"));
            Files.delete(directory.resolve(Long.toString(pid)));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
