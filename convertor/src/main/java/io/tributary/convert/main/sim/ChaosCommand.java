package io.tributary.convert.main.sim;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.device.PcapNgWriter;
import io.tributary.sim.chaos.ChaosPlan;
import io.tributary.sim.chaos.ChaosReport;
import io.tributary.sim.chaos.ChaosRun;
import io.tributary.sim.chaos.Shrinker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sim chaos}: networks, middleboxes, events and calls drawn from a seed, and what has to hold whatever they are. */
@Command(name = "chaos", mixinStandardHelpOptions = true,
    description = "Draws paths, middleboxes, settings, outages and calls from a seed, lets them happen to connections, and checks that "
        + "streams arrive intact or connections end with the right error, and that nothing is left.",
    footer = {"", "Examples:", "  tributary sim chaos --seed 7", "  tributary sim chaos --seed 7 --pcap 7.pcapng --counters",
        "  tributary sim chaos --seed 0 --seeds 10000"})
final class ChaosCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;
    @Option(names = "--seed", paramLabel = "N", required = true, description = "What is drawn.")
    private long seed;
    @Option(names = "--seeds", paramLabel = "N", description = "This seed and the next ones, N in all; prints those that fail.")
    private int seeds = 1;
    @Option(names = "--without", paramLabel = "N", split = ",", description = "Leaves out what has these numbers.")
    private Set<Integer> without = new TreeSet<>();
    @Option(names = "--shrink", description = "Of a failing seed, leaves out all that the failure does not need.")
    private boolean shrink;
    @Option(names = "--counters", description = "Also prints what both hosts counted.")
    private boolean counters;
    @Option(names = "--pcap", paramLabel = "FILE", description = "Also writes what the hosts sent and received, as pcapng.")
    private Path pcap;

    @Override
    public Integer call() throws FailureException {
        PrintWriter out = spec.commandLine().getOut();
        if (seeds < 1 || seeds > 1 && (pcap != null || !without.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "--pcap and --without are for one seed, --seeds is a number from 1 on");
        }
        int failed = seeds > 1 ? several(out) : one(out);
        out.flush();
        return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }

    private int one(PrintWriter out) throws FailureException {
        ChaosPlan plan = ChaosPlan.of(seed).without(without);
        ChaosReport report = ChaosRun.run(plan, null);
        if (shrink && !report.isGood()) {
            report = Shrinker.shrink(report);
            out.println("tributary " + report.plan().arguments());
        }
        if (pcap != null) {
            capture(report.plan());
        }
        out.print(report);
        if (counters) {
            out.printf("  %-40s %12s %12s%n", "", "client", "server");
            report.counters().forEach(c -> out.println("  " + c));
        }
        return report.isGood() ? 0 : 1;
    }

    private int several(PrintWriter out) {
        int failed = 0;
        for (long s = seed; s < seed + seeds; s++) {
            ChaosReport report = ChaosRun.run(ChaosPlan.of(s), null);
            if (!report.isGood()) {
                failed++;
                report = shrink ? Shrinker.shrink(report) : report;
                out.println("tributary " + report.plan().arguments() + "   # " + report.violations().get(0).lines().findFirst().orElse(""));
                out.flush();
            }
        }
        out.println(seeds + " seeds, " + failed + " failed");
        return failed;
    }

    private void capture(ChaosPlan plan) throws FailureException {
        try (FileChannel file = FileChannel.open(pcap, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
             PcapNgWriter writer = new PcapNgWriter(file, "tributary " + plan.arguments())) {
            ChaosRun.run(plan, writer);
        } catch (IOException e) {
            throw new FailureException(ExitCode.FAILED, pcap + " cannot be written: "
                + (e.getClass() == NoSuchFileException.class ? "no such directory" : e.getMessage()), "name a file that can be written");
        }
    }
}
