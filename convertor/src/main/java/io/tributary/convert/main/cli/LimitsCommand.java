package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.JsonWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code limits}: subflows of each connection of a running instance, with the words of {@code ip mptcp limits}. */
@Command(name = "limits", mixinStandardHelpOptions = true,
    description = "How many subflows connections of a running instance may have, as ip mptcp limits. Without a command: show.",
    subcommands = {LimitsCommand.Set.class, LimitsCommand.Show.class},
    footer = {"", "Example:", "  tributary limits set subflows 4 add_addr_accepted 4"})
final class LimitsCommand extends InstanceVerb {
    @Override
    public Integer call() throws FailureException {
        return send(show(control.json()));
    }

    private static String show(boolean json) {
        return new JsonWriter().object().field("command", "limits show").field("json", json).end().toString();
    }

    /** {@code limits set}. */
    @Command(name = "set", mixinStandardHelpOptions = true,
        description = {"Sets limits, 0 to 8: [subflows NR] [add_addr_accepted NR]",
            "subflows: beside the first, opened by either side; add_addr_accepted: announced addresses that are followed."},
        footer = {"", "Example:", "  tributary limits set subflows 4"})
    static final class Set extends InstanceVerb {
        @Parameters(paramLabel = "WORD", arity = "0..*", description = "Words as ip mptcp limits set takes them.")
        private List<String> words = List.of();

        @Override
        public Integer call() throws FailureException {
            JsonWriter json = new JsonWriter().object().field("command", "limits set").field("json", control.json());
            if (words.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "nothing to set: subflows NR or add_addr_accepted NR");
            }
            for (int i = 0; i < words.size(); i += 2) {
                String name = words.get(i);
                if (!List.of("subflows", "add_addr_accepted").contains(name)) {
                    throw new ParameterException(spec.commandLine(), "unknown word " + name);
                }
                if (i + 1 == words.size() || !words.get(i + 1).matches("\\d{1,9}")) {
                    throw new ParameterException(spec.commandLine(), name + " needs a number");
                }
                json.field(name, Integer.parseInt(words.get(i + 1)));
            }
            return send(json.end().toString());
        }
    }

    /** {@code limits show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows the limits.",
        footer = {"", "Example:", "  tributary limits show --json"})
    static final class Show extends InstanceVerb {
        @Override
        public Integer call() throws FailureException {
            return send(show(control.json()));
        }
    }
}
