package io.tributary.convert.main.cli;

import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.control.JsonWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code conn}: the connections of a running instance. */
@Command(name = "conn", mixinStandardHelpOptions = true,
    description = "Shows and changes the connections of a running instance.",
    subcommands = {ConnCommand.Show.class, ConnCommand.Set.class, ConnCommand.Close.class, ConnCommand.Abort.class},
    footer = {"", "Example:", "  tributary conn show -i"})
final class ConnCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "conn needs a command: show, set, close or abort");
    }

    /** {@code conn show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Lists connections, one a line.",
        footer = {"", "Why a subflow sends nothing more just now (idle:, idleReason), the first that applies:",
            "  not-open           its handshake is not complete",
            "  joining            its MP_JOIN handshake is not complete",
            "  closing            its sending direction has ended, or it is gone",
            "  stale              its path has timed out and was not heard of since",
            "  backup             it is for the time when no other works",
            "  no-data            there is nothing to send",
            "  recovery           losses are repaired first",
            "  peer-window        the receive window that the peer told here is used up",
            "  cwnd               the congestion window is full",
            "  pacing             the next packet is not due yet",
            "  connection-window  the receive window of the whole connection is used up",
            "  small-segment      what waits is less than a segment (Nagle, cork)",
            "  scheduler          there is room, but the scheduler waits, or prefers others",
            "", "Example:", "  tributary conn show --json | jq '.[].upstream.protocol'"})
    static final class Show extends InstanceVerb {
        @Option(names = {"-i", "--info"}, description = "With a line for each subflow.")
        private boolean info;

        @Override
        public Integer call() throws FailureException {
            return send(new JsonWriter().object().field("command", "conn show").field("json", control.json()).field("info", info)
                .end().toString());
        }
    }

    /** {@code conn set}. */
    @Command(name = "set", mixinStandardHelpOptions = true,
        description = "Changes a connection while it lives, both its legs as far as they are MPTCP: who chooses among its subflows.",
        footer = {"", "Schedulers: min-rtt round-robin weighted redundant blest ecf", "", "Example:",
            "  tributary conn set 7 scheduler redundant"})
    static final class Set extends InstanceVerb {
        @Parameters(index = "0", paramLabel = "ID", description = "Number of the connection, as conn show prints it.")
        private long id;
        @Parameters(index = "1", paramLabel = "scheduler", description = "What is set.")
        private String what;
        @Parameters(index = "2", paramLabel = "NAME", description = "Its new value.")
        private String value;

        @Override
        public Integer call() throws FailureException {
            return send(request("set", id).field("what", what).field("value", value).end().toString());
        }
    }

    /** {@code conn close}. */
    @Command(name = "close", mixinStandardHelpOptions = true,
        description = "Ends both legs of a connection in order, behind what was relayed so far; a peer that does not end its own "
            + "direction within 60 s is reset. A connection that is not relaying yet is given up at once.",
        footer = {"", "Example:", "  tributary conn close 7"})
    static final class Close extends InstanceVerb {
        @Parameters(paramLabel = "ID", description = "Number of the connection, as conn show prints it.")
        private long id;

        @Override
        public Integer call() throws FailureException {
            return send(request("close", id).end().toString());
        }
    }

    /** {@code conn abort}. */
    @Command(name = "abort", mixinStandardHelpOptions = true,
        description = "Resets both legs of a connection: MP_FASTCLOSE or RST, what is on its way is lost.",
        footer = {"", "Example:", "  tributary conn abort 7"})
    static final class Abort extends InstanceVerb {
        @Parameters(paramLabel = "ID", description = "Number of the connection, as conn show prints it.")
        private long id;

        @Override
        public Integer call() throws FailureException {
            return send(request("abort", id).end().toString());
        }
    }

    private static JsonWriter request(String verb, long id) {
        return new JsonWriter().object().field("command", "conn " + verb).field("id", id);
    }
}
