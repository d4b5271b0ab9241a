package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.JsonWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stat}: the counters of a running instance. */
@Command(name = "stat", mixinStandardHelpOptions = true, description = {"Prints the counters of a running instance, with the kernel's MIB names.",
    "Like nstat -a: absolute values, those at 0 left out."}, footer = {"", "Example:", "  tributary stat -z 'MPTcpExtMPJoin*'"})
final class StatCommand extends InstanceVerb {
    @Option(names = {"-z", "--zeros"}, description = "Those at 0 too, as JSON always has them.")
    private boolean zeros;
    @Parameters(paramLabel = "PATTERN", arity = "0..*", description = "Only names that match one of these, whatever the case: *, ? and [...].")
    private List<String> patterns = List.of();

    @Override
    public Integer call() throws FailureException {
        return send(new JsonWriter().object().field("command", "stat").field("json", control.json()).field("zeros", zeros)
            .field("patterns", String.join(" ", patterns)).end().toString());
    }
}
