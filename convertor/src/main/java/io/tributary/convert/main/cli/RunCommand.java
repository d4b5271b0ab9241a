package io.tributary.convert.main.cli;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.config.Configuration;
import io.tributary.convert.main.control.ControlSocket;
import io.tributary.convert.main.loop.Daemon;
import io.tributary.convert.main.toml.ConfigException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code run}: the main job, in the foreground. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs convertors in the foreground until SIGTERM, SIGINT.",
    footer = {"", "Prints \"tributary: ready\" on standard error when it accepts connections. SIGTERM takes no new ones and waits",
        "drain-timeout for those that are open.", "", "Example:", "  sudo tributary run -c /etc/tributary.toml -o stack.checksum-enabled=true"})
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws ConfigException, FailureException {
        Configuration config = options.read();
        try {
            return new Daemon(config, spec.commandLine().getErr()).run() ? ExitCode.INTERRUPTED : ExitCode.DONE;
        } catch (ControlSocket.InUseException e) {
            throw new FailureException(ExitCode.FAILED, e.getMessage(), "stop it, or name another socket: -o stack.control=PATH");
        } catch (AccessDeniedException e) {
            throw new FailureException(ExitCode.NO_PERMISSION, "no permission to make the control socket " + config.stack().control(),
                "run as root, or with CAP_NET_ADMIN and a socket you may make: -o stack.control=PATH");
        } catch (FileSystemException e) {
            throw new FailureException(ExitCode.FAILED, "the control socket " + config.stack().control() + " cannot be made: " + e.getReason(),
                "name another one: -o stack.control=PATH");
        } catch (IOException e) {
            throw new FailureException(ExitCode.FAILED, "the control socket " + config.stack().control() + " cannot be made: " + e.getMessage(),
                "name another one: -o stack.control=PATH");
        }
    }
}
