package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.JsonWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code conn}: the connections of a running instance. */
@Command(name = "conn", mixinStandardHelpOptions = true, description = "Shows the connections of a running instance.",
    subcommands = ConnCommand.Show.class, footer = {"", "Example:", "  tributary conn show -i"})
final class ConnCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "conn needs a command: show");
    }

    /** {@code conn show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Lists connections, one a line.",
        footer = {"", "Example:", "  tributary conn show --json | jq '.[].upstream.protocol'"})
    static final class Show implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Mixin
        private ControlOptions control;
        @Option(names = {"-i", "--info"}, description = "With a line for each subflow.")
        private boolean info;

        @Override
        public Integer call() throws FailureException {
            control.ask(new JsonWriter().object().field("command", "conn show").field("json", control.json()).field("info", info)
                .end().toString(), spec.commandLine().getOut());
            return 0;
        }
    }
}
