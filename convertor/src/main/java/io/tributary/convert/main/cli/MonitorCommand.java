package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.JsonWriter;
import picocli.CommandLine.Command;

/** {@code monitor}: what happens to the paths of a running instance's connections. */
@Command(name = "monitor", mixinStandardHelpOptions = true,
    description = {"Prints a line for each event of MPTCP connections, as ip mptcp monitor, until it is interrupted or the instance ends.",
        "Events: CREATED, ESTABLISHED, CLOSED, ANNOUNCED, REMOVED, SF_ESTABLISHED, SF_CLOSED, SF_PRIO;"
            + " DROPPED where this side was too slow to take them all."},
    footer = {"", "Example:", "  tributary monitor --json | jq -c 'select(.event == \"SF_CLOSED\")'"})
final class MonitorCommand extends InstanceVerb {
    @Override
    public Integer call() throws FailureException {
        return send(new JsonWriter().object().field("command", "monitor").field("json", control.json()).end().toString());
    }
}
