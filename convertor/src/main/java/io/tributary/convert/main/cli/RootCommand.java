package io.tributary.convert.main.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary} without a verb. */
@Command(name = "tributary", mixinStandardHelpOptions = true, versionProvider = VersionLines.class,
    description = "TCP to Multipath TCP and back, in user space.",
    subcommands = {RunCommand.class, CheckCommand.class, CatCommand.class, ConnCommand.class, StatCommand.class,
        EndpointCommand.class, LimitsCommand.class, MonitorCommand.class,
        PcapCommand.class},
    synopsisSubcommandLabel = "VERB",
    footer = {"", "Example:", "  tributary check -c tributary.toml", "", "Exit codes: 0 done, 1 failed, 2 usage, 69 peer or device unavailable,",
        "77 permission missing, 78 bad configuration or JVM flags, 130 interrupted."})
public final class RootCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "a verb is missing");
    }
}
