package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.JsonWriter;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code endpoint}: addresses for further subflows of a running instance, with the words of {@code ip mptcp endpoint}. */
@Command(name = "endpoint", mixinStandardHelpOptions = true,
    description = {"Addresses for further subflows of a running instance, as ip mptcp endpoint. Without a command: show.",
        "Changes reach the connections that are open."},
    subcommands = {EndpointCommand.Add.class, EndpointCommand.Delete.class, EndpointCommand.Change.class, EndpointCommand.Show.class,
        EndpointCommand.Flush.class},
    footer = {"", "Example:", "  tributary endpoint add 10.9.0.10 subflow backup"})
final class EndpointCommand extends InstanceVerb {
    @Override
    public Integer call() throws FailureException {
        return send(request("endpoint show", control.json(), null));
    }

    private static String request(String command, boolean json, Words w) {
        JsonWriter out = new JsonWriter().object().field("command", command).field("json", json);
        if (w != null && w.address() != null) {
            out.field("address", w.address().toString());
        }
        if (w != null && w.id() != null) {
            out.field("id", w.id());
        }
        if (w != null && w.port() != null) {
            out.field("port", w.port());
        }
        if (w != null && w.device() != null) {
            out.field("dev", w.device());
        }
        if (w != null && !w.flags().isEmpty()) {
            out.field("flags", w.flags());
        }
        return out.end().toString();
    }

    /** {@code endpoint add}. */
    @Command(name = "add", mixinStandardHelpOptions = true,
        description = {"Adds an endpoint: ADDRESS [dev NAME] [id ID] [port NR] [FLAG...]",
            "FLAG: signal: announced to peers; subflow: subflows are opened from it; backup: used only when no other works;"
                + " fullmesh: subflows go to every address that the peer announces. port goes with signal."},
        footer = {"", "Example:", "  tributary endpoint add 10.9.0.10 id 3 subflow fullmesh"})
    static final class Add extends InstanceVerb {
        @Parameters(paramLabel = "WORD", arity = "0..*", description = "Words as ip mptcp endpoint add takes them.")
        private List<String> words = List.of();

        @Override
        public Integer call() throws FailureException {
            Words w = Words.parse(spec, words, Set.of("dev", "id", "port"), Set.of("signal", "subflow", "backup", "fullmesh"), true);
            if (w.address() == null) {
                throw w.wrong("an ADDRESS is required");
            }
            Set<String> flags = Set.of(w.flags().split(","));
            if (w.port() != null && !flags.contains("signal")) {
                throw w.wrong("flags must have signal when using port");
            }
            if (flags.contains("signal") && flags.contains("fullmesh")) {
                throw w.wrong("flags mustn't have both signal and fullmesh");
            }
            return send(request("endpoint add", control.json(), w));
        }
    }

    /** {@code endpoint delete}. */
    @Command(name = "delete", aliases = "del", mixinStandardHelpOptions = true,
        description = {"Deletes an endpoint: id ID; or id 0 ADDRESS",
            "Peers are told, and the subflows from there end. id 0 ADDRESS is the first address of connections, endpoint or not."},
        footer = {"", "Example:", "  tributary endpoint delete id 3"})
    static final class Delete extends InstanceVerb {
        @Parameters(paramLabel = "WORD", arity = "0..*", description = "Words as ip mptcp endpoint delete takes them.")
        private List<String> words = List.of();

        @Override
        public Integer call() throws FailureException {
            Words w = Words.parse(spec, words, Set.of("id"), Set.of(), true);
            if (w.id() == null) {
                throw w.wrong("an ID is required");
            }
            if (w.id() == 0 && w.address() == null) {
                throw w.wrong("address is needed for deleting id 0 address");
            }
            if (w.id() != 0 && w.address() != null) {
                throw w.wrong("an ADDRESS goes with id 0 only");
            }
            return send(request("endpoint delete", control.json(), w));
        }
    }

    /** {@code endpoint change}. */
    @Command(name = "change", mixinStandardHelpOptions = true,
        description = {"Changes an endpoint and the subflows from there: [id ID] [ADDRESS] [port NR] CHANGE...",
            "CHANGE: backup, nobackup, fullmesh, nofullmesh."},
        footer = {"", "Example:", "  tributary endpoint change id 3 backup"})
    static final class Change extends InstanceVerb {
        @Parameters(paramLabel = "WORD", arity = "0..*", description = "Words as ip mptcp endpoint change takes them.")
        private List<String> words = List.of();

        @Override
        public Integer call() throws FailureException {
            Words w = Words.parse(spec, words, Set.of("id", "port"), Set.of("backup", "nobackup", "fullmesh", "nofullmesh"), true);
            if (w.id() == null && w.address() == null) {
                throw w.wrong("id ID or an ADDRESS is required");
            }
            if (w.flags().isEmpty()) {
                throw w.wrong("nothing to change: backup, nobackup, fullmesh or nofullmesh");
            }
            return send(request("endpoint change", control.json(), w));
        }
    }

    /** {@code endpoint show}. */
    @Command(name = "show", aliases = "list", mixinStandardHelpOptions = true, description = "Lists the endpoints, or one: [id ID]",
        footer = {"", "Example:", "  tributary endpoint show --json | jq '.[].address'"})
    static final class Show extends InstanceVerb {
        @Parameters(paramLabel = "WORD", arity = "0..*", description = "id ID: only that one.")
        private List<String> words = List.of();

        @Override
        public Integer call() throws FailureException {
            return send(request("endpoint show", control.json(), Words.parse(spec, words, Set.of("id"), Set.of(), false)));
        }
    }

    /** {@code endpoint flush}. */
    @Command(name = "flush", mixinStandardHelpOptions = true, description = "Deletes every endpoint.",
        footer = {"", "Example:", "  tributary endpoint flush"})
    static final class Flush extends InstanceVerb {
        @Override
        public Integer call() throws FailureException {
            return send(request("endpoint flush", control.json(), null));
        }
    }
}
