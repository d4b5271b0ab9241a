package io.tributary.convert.main.cli;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.ControlClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code [--json] [--control PATH]} of verbs that ask a running instance. */
final class ControlOptions {
    @Option(names = "--json", description = "JSON instead of text.")
    private boolean json;

    @Option(names = "--control", paramLabel = "PATH", defaultValue = "/run/tributary/control.sock",
        description = "Control socket of the instance; standard: ${DEFAULT-VALUE}.")
    private Path socket;

    boolean json() {
        return json;
    }

    void ask(String request, PrintWriter out) throws FailureException {
        try {
            ControlClient.ask(socket, request, out);
        } catch (ControlClient.RefusedException e) {
            throw new FailureException(ExitCode.FAILED, e.getMessage(),
                e.remedy() != null ? e.remedy() : "is it the same version that runs there?");
        } catch (IOException e) {
            if (Files.exists(socket) && !Files.isWritable(socket)) {
                throw new FailureException(ExitCode.NO_PERMISSION, "no permission to use " + socket,
                    "run it as the user of the instance, or with sudo (CAP_DAC_OVERRIDE)");
            }
            throw new FailureException(ExitCode.UNAVAILABLE, "no instance answers on " + socket + ": " + e.getMessage(),
                "start one with tributary run -c FILE, or name its socket with --control PATH");
        }
    }
}
