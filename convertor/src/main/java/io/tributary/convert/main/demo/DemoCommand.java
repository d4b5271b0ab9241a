package io.tributary.convert.main.demo;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.cli.Verb;
import io.tributary.convert.main.demo.lab.LabException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code demo}: the main job, shown in network namespaces of its own. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Shows the main job in network namespaces of its own: a client with two limited paths, our convertor, a server "
                + "with plain TCP. Touches nothing else and cleans up.",
        footer = {"", "Example:", "  sudo tributary demo --scenario failover"})
public final class DemoCommand implements Verb {
    private static final int RATE_KBIT = 40_000;
    private static final long MEGABYTE = 1_000_000;

    /** What to show. */
    enum Scenario {
        /** One path, then both. */
        aggregate,
        /** Both paths, one of them is cut. */
        failover,
        /** Between client and convertor a middlebox removes MPTCP options. Needs nftables. */
        fallback,
        /** Everything that needs no more than iproute2. */
        all
    }

    /** Who speaks MPTCP to the convertor. */
    enum Client {
        auto, own
    }

    @Spec
    private CommandSpec spec;
    @Option(names = "--scenario", defaultValue = "all", description = "One of ${COMPLETION-CANDIDATES}; standard: ${DEFAULT-VALUE}.")
    private Scenario scenario;
    @Option(names = "--client", defaultValue = "auto",
            description = "auto: the kernel's MPTCP if it has any, else our own; own: our own stack. Standard: ${DEFAULT-VALUE}.")
    private Client client;
    @Option(names = "--json", description = "The result as JSON on standard output.")
    private boolean json;

    @Override
    public Integer call() throws FailureException {
        if (!Files.exists(Path.of("/dev/net/tun"))) {
            throw new FailureException(ExitCode.UNAVAILABLE, "there is no /dev/net/tun", "load the module: modprobe tun");
        }
        PrintWriter err = spec.commandLine().getErr();
        boolean terminal = isTerminal("/proc/self/fd/2");
        Progress progress = new Progress(err, terminal, terminal && System.getenv("NO_COLOR") == null, RATE_KBIT);
        DemoReport report;
        try (Demo demo = new Demo(RATE_KBIT, client == Client.own, progress)) {
            List<PhaseResult> results = new ArrayList<>();
            for (Phase phase : phases()) {
                results.add(demo.run(phase));
            }
            report = new DemoReport(demo.clientDescription(), demo.rateKbit(), results);
        } catch (LabException e) {
            throw new FailureException(e.exitCode(), e.getMessage(), e.remedy());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? report.json() : report.table().stripTrailing());
        out.flush();
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<Phase> phases() {
        Phase one = new Phase("onePath", "one path", false, 12 * MEGABYTE, 0, false);
        Phase both = new Phase("bothPaths", "both paths", true, 20 * MEGABYTE, 0, false);
        Phase cut = new Phase("cut", "both paths, path 1 is cut", true, 24 * MEGABYTE, 1, false);
        Phase stripped = new Phase("stripped", "MPTCP options stripped", true, 12 * MEGABYTE, 0, true);
        return switch (scenario) {
            case aggregate -> List.of(one, both);
            case failover -> List.of(cut);
            case fallback -> List.of(stripped);
            case all -> List.of(one, both, cut);
        };
    }

    private static boolean isTerminal(String descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of(descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
