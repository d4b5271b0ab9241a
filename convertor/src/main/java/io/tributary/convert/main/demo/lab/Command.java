package io.tributary.convert.main.demo.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs one system command to its end. The laboratory is set up with the words an administrator would type (`ip`, `tc`,
 * `nstat`), so that every step can be repeated by hand.
 */
final class Command {
    private static final int TIMEOUT_SECONDS = 20;

    private Command() {
    }

    /** What a command printed, and how it ended. */
    record Result(int status, String output, String errors) {
        boolean succeeded() {
            return status == 0;
        }
    }

    /** @return standard output
     *  @throws LabException if the command is missing, does not end, or fails */
    static String run(String... words) {
        Result result = attempt(words);
        if (!result.succeeded()) {
            throw new LabException(1, "`" + String.join(" ", words) + "` failed: " + firstLine(result.errors() + result.output()),
                    "the kernel needs veth, tun and sch_tbf (modprobe says more), iproute2 should be of 2021 or newer");
        }
        return result.output();
    }

    /** Like {@link #run}, but a failure is an answer and not an error. */
    static Result attempt(String... words) {
        Process process = start(words);
        try {
            process.getOutputStream().close();
            // One after the other is enough: none of these commands complains more than a pipe holds.
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new LabException(1, "`" + String.join(" ", words) + "` does not end", "run it by hand to see why");
            }
            return new Result(process.exitValue(), output, errors);
        } catch (IOException e) {
            throw new LabException(1, "`" + words[0] + "`: " + e.getMessage(), "run it by hand to see why", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabException(130, "interrupted", "start again", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process start(String... words) {
        try {
            return new ProcessBuilder(List.of(words)).start();
        } catch (IOException e) {
            throw new LabException(69, "cannot run `" + words[0] + "`: " + e.getMessage(), remedyFor(words[0]), e);
        }
    }

    static String remedyFor(String program) {
        return switch (program) {
            case "ip", "tc", "nstat" -> "install it: apt-get install iproute2";
            default -> "install " + program;
        };
    }

    private static String firstLine(String text) {
        return text.strip().lines().findFirst().orElse("no output");
    }
}
