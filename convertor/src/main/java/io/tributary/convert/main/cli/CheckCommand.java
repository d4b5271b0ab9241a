package io.tributary.convert.main.cli;

import io.tributary.convert.main.config.Explanation;
import io.tributary.convert.main.toml.ConfigException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code check}: reads a configuration and says what it means; changes nothing. */
@Command(name = "check", mixinStandardHelpOptions = true, description = "Reads a configuration and explains it; changes nothing.",
    footer = {"", "Example:", "  tributary check -c /etc/tributary.toml"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Mixin
    private ConfigOptions config;

    @Override
    public Integer call() throws ConfigException {
        spec.commandLine().getOut().print(Explanation.of(config.read()));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
