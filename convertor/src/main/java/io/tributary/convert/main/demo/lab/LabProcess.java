package io.tributary.convert.main.demo.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A child process whose lines are kept, so that one can wait for a line and quote the last ones when it fails. */
public final class LabProcess implements AutoCloseable {
    private static final int KEPT_LINES = 10_000;

    private final String title;
    private final Process process;
    private final Lines output = new Lines();
    private final Lines errors = new Lines();

    private LabProcess(String title, Process process) {
        this.title = title;
        this.process = process;
    }

    /** @param piped leave standard output to the caller */
    static LabProcess start(String title, List<String> words, boolean piped) {
        try {
            LabProcess started = new LabProcess(title, new ProcessBuilder(words).start());
            if (!piped) {
                started.collect(started.process.getInputStream(), started.output, "out");
            }
            started.collect(started.process.getErrorStream(), started.errors, "err");
            return started;
        } catch (IOException e) {
            throw new LabException(69, "cannot start " + title + ": " + e.getMessage(),
                    Command.remedyFor(words.get(0)), e);
        }
    }

    /** For whoever reads and writes the streams himself. */
    Process process() {
        return process;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Lines of standard output so far. */
    public List<String> output() {
        return output.copy();
    }

    /** Lines of standard error so far. */
    public List<String> errors() {
        return errors.copy();
    }

    /** Waits until standard output has a line that {@code wanted} accepts, and returns it. */
    public String awaitOutput(Predicate<String> wanted, long timeoutMs) {
        return await(output, wanted, timeoutMs);
    }

    /** Waits until standard error has a line that {@code wanted} accepts, and returns it. */
    public String awaitError(Predicate<String> wanted, long timeoutMs) {
        return await(errors, wanted, timeoutMs);
    }

    /** Waits for the end of the process. @return its exit status */
    public int awaitExit(long timeoutMs) {
        try {
            if (!process.waitFor(timeoutMs, TimeUnit.MILLISECONDS)) {
                throw failure("did not end within " + timeoutMs + " ms");
            }
            output.awaitClosed();
            errors.awaitClosed();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** SIGTERM: the polite request to end. */
    public void terminate() {
        process.destroy();
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close(); // the peers take it as the request to end
            process.destroy();
            if (!process.waitFor(3, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String await(Lines lines, Predicate<String> wanted, long timeoutMs) {
        try {
            String line = lines.await(wanted, timeoutMs);
            if (line == null) {
                throw failure(process.isAlive() ? "is silent for " + timeoutMs + " ms" : "ended early");
            }
            return line;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private LabException failure(String what) {
        List<String> last = errors.copy();
        String quoted = last.isEmpty() ? "nothing on standard error"
                : String.join(" / ", last.subList(Math.max(0, last.size() - 4), last.size()));
        return new LabException(1, title + " " + what + " (" + quoted + ")",
                "run it by hand with the options shown by `ps` to see more");
    }

    private static LabException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LabException(130, "interrupted", "start again", e);
    }

    private void collect(InputStream in, Lines lines, String name) {
        Thread reader = new Thread(() -> lines.read(in), title + "-" + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Lines of one stream, with a monitor for those who wait. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private boolean closed;

        void read(InputStream in) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    add(line);
                }
            } catch (IOException | UncheckedIOException e) {
                add("(stream broke: " + e.getMessage() + ")");
            } finally {
                close();
            }
        }

        private synchronized void add(String line) {
            if (lines.size() < KEPT_LINES) {
                lines.add(line);
            }
            notifyAll();
        }

        private synchronized void close() {
            closed = true;
            notifyAll();
        }

        synchronized List<String> copy() {
            return new ArrayList<>(lines);
        }

        /** The last lines may come a little after the end of the process; a grandchild that keeps the pipe is not waited for. */
        synchronized void awaitClosed() throws InterruptedException {
            long deadlineNs = System.nanoTime() + 2_000_000_000L;
            for (long leftMs = 2_000; !closed && leftMs > 0; leftMs = (deadlineNs - System.nanoTime()) / 1_000_000) {
                wait(leftMs);
            }
        }

        synchronized String await(Predicate<String> wanted, long timeoutMs) throws InterruptedException {
            long deadlineNs = System.nanoTime() + timeoutMs * 1_000_000;
            int at = 0;
            while (true) {
                for (; at < lines.size(); at++) {
                    if (wanted.test(lines.get(at))) {
                        return lines.get(at);
                    }
                }
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (closed || leftMs <= 0) {
                    return null;
                }
                wait(leftMs);
            }
        }
    }
}
