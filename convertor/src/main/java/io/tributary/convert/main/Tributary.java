package io.tributary.convert.main;

import io.tributary.convert.main.cli.RootCommand;
import io.tributary.convert.main.cli.Verb;
import io.tributary.convert.main.toml.ConfigException;
import io.tributary.driver.setup.DeviceException;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import picocli.CommandLine;

/** The program {@code tributary}: finds the verb, runs it, turns what went wrong into two lines and an exit code. */
public final class Tributary {
    private Tributary() {
    }

    public static void main(String[] args) {
        System.exit(execute(args, utf8(System.out), utf8(System.err)));
    }

    /** Scripts read UTF-8, whatever the locale of a service is. */
    private static PrintWriter utf8(PrintStream to) {
        return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8), true);
    }

    static int execute(String[] args, PrintWriter out, PrintWriter err) {
        CommandLine line = new CommandLine(new RootCommand()).setCaseInsensitiveEnumValuesAllowed(true);
        ServiceLoader.load(Verb.class).forEach(line::addSubcommand);
        // what follows reaches only the verbs that are there by now
        line.setOut(out).setErr(err);
        line.setExecutionExceptionHandler((e, where, parsed) -> failed(e, err));
        line.setParameterExceptionHandler((e, given) -> {
            err.println("tributary: " + cause(e));
            err.println("  see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE;
        });
        try {
            JvmCheck.buffersWork();
            return line.execute(args);
        } catch (FailureException e) {
            return failed(e, err);
        }
    }

    /** Words, where the parser speaks of indexes. */
    private static String cause(CommandLine.ParameterException e) {
        CommandLine at = e.getCommandLine();
        if (e instanceof CommandLine.UnmatchedArgumentException u && !u.isUnknownOption() && !u.getUnmatched().isEmpty()
            && !at.getSubcommands().isEmpty()) {
            String word = u.getUnmatched().get(0);
            return (at.getParent() == null ? "there is no verb " : at.getCommandName() + " has no command ") + word;
        }
        return e.getMessage();
    }

    private static int failed(Exception e, PrintWriter err) {
        if (e instanceof ConfigException) {
            err.println(e.getMessage());
            return ExitCode.BAD_CONFIG;
        }
        if (e instanceof FailureException f) {
            err.println("tributary: " + f.getMessage());
            err.println("  " + f.remedy());
            return f.exitCode();
        }
        if (e instanceof DeviceException d) {
            err.println("tributary: " + d.getMessage());
            err.println("  " + d.advice());
            return d.exitCode();
        }
        err.println("tributary: " + e);
        err.println("  this is a bug; please report it with these lines:");
        e.printStackTrace(err);
        return ExitCode.FAILED;
    }
}
