package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.JsonWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stat}: the counters of a running instance. */
@Command(name = "stat", mixinStandardHelpOptions = true, description = "Prints the counters of a running instance, with the kernel's MIB names.",
    footer = {"", "Example:", "  tributary stat | grep MPJoin"})
final class StatCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Mixin
    private ControlOptions control;

    @Override
    public Integer call() throws FailureException {
        control.ask(new JsonWriter().object().field("command", "stat").field("json", control.json()).end().toString(),
            spec.commandLine().getOut());
        return 0;
    }
}
