package io.tributary.bench;

import io.tributary.bench.launch.MicroBench;
import io.tributary.bench.machine.Machine;
import io.tributary.bench.relay.RelayBench;
import io.tributary.bench.relay.RelaySettings;
import io.tributary.bench.result.BenchReport;
import io.tributary.bench.result.ResultTable;
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
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bench}: measures, each thing against a baseline of the same run. */
@Command(name = "bench", mixinStandardHelpOptions = true, sortOptions = false,
    description = "Measures goodput and latency through the convertor against a proxy of the distribution and the direct path, in network "
        + "namespaces of its own, and the speed of parts of the program.",
    footer = {"", "Names: relay.goodput.up, relay.goodput.down, relay.latency (these need root),",
        "micro.checksum, micro.option, micro.dss, micro.packet, micro.ring, micro.key,", "micro.flow, micro.shard. The beginning of names stands for all of them.",
        "", "Example:", "  sudo tributary bench relay.goodput --rounds 9 --json result.json"})
public final class BenchCommand implements Verb {
    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to measure; standard: everything.")
    private List<String> names = List.of();
    @Option(names = "--json", paramLabel = "FILE", description = "Writes the results as JSON as well.")
    private Path json;
    @Option(names = "--rounds", paramLabel = "N", defaultValue = "5", description = "Samples of each number; standard: ${DEFAULT-VALUE}.")
    private int rounds;
    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3",
        description = "How long bulk data flows for one sample; standard: ${DEFAULT-VALUE}.")
    private int seconds;
    @Option(names = "--profile", description = "With relay: in the end, shows where the convertor spends its time.")
    private boolean profile;
    @Option(names = "--java-option", paramLabel = "FLAG",
        description = "A flag for the virtual machine that runs the convertor, to see what it changes; may be repeated.")
    private List<String> javaOptions = List.of();

    @Override
    public Integer call() throws FailureException {
        if (rounds < 1 || seconds < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--rounds and --seconds start at 1");
        }
        List<String> micro = chosen(new ArrayList<>(MicroBench.SUBJECTS.keySet()));
        List<String> relay = chosen(RelaySettings.allTasks());
        BenchReport report = new BenchReport(Machine.name(), Machine.java());
        List<String> notes = new ArrayList<>();
        boolean complete = true;
        if (!relay.isEmpty()) {
            complete = measureRelay(relay, report, notes);
        }
        if (!micro.isEmpty()) {
            measureMicro(micro, report);
        }
        write(report, notes);
        return complete && !report.results().isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /** Those of {@code known} that were asked for. */
    private List<String> chosen(List<String> known) {
        for (String name : names) {
            if (RelaySettings.allTasks().stream().noneMatch(k -> isMeant(name, k))
                && MicroBench.SUBJECTS.keySet().stream().noneMatch(k -> isMeant(name, k))) {
                throw new CommandLine.ParameterException(spec.commandLine(), "no benchmark is called " + name);
            }
        }
        return known.stream().filter(k -> names.isEmpty() || names.stream().anyMatch(n -> isMeant(n, k))).toList();
    }

    static boolean isMeant(String name, String known) {
        return known.equals(name) || known.startsWith(name + ".");
    }

    /** @return whether everything that was wanted was measured */
    private boolean measureRelay(List<String> tasks, BenchReport report, List<String> notes) throws FailureException {
        try {
            RelayBench bench = new RelayBench(new RelaySettings(tasks, rounds, seconds, profile, javaOptions), this::say);
            bench.run().forEach(report::add);
            notes.addAll(bench.notes());
            return bench.isComplete();
        } catch (LabException e) {
            throw new FailureException(e.exitCode(), e.getMessage(), e.remedy());
        }
    }

    private void measureMicro(List<String> subjects, BenchReport report) throws FailureException {
        String classPath = MicroBench.classPath();
        if (classPath == null) {
            if (!names.isEmpty()) {
                throw new FailureException(ExitCode.UNAVAILABLE, "the micro benchmarks are not here", MicroBench.remedy());
            }
            say("no micro benchmarks: " + MicroBench.remedy());
            return;
        }
        try {
            MicroBench.run(classPath, subjects, rounds).forEach(report::add);
        } catch (IOException e) {
            throw new FailureException(ExitCode.FAILED, e.getMessage(), "see the messages above");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(ExitCode.INTERRUPTED, "interrupted", "start again");
        }
    }

    private void write(BenchReport report, List<String> notes) throws FailureException {
        PrintWriter out = spec.commandLine().getOut();
        if (!report.results().isEmpty()) {
            out.println(report.machine() + "; Java " + report.java());
            out.print(ResultTable.of(report.results()));
        }
        notes.forEach(out::println);
        out.flush();
        if (json != null) {
            try {
                Files.writeString(json, report.json() + "\n");
            } catch (IOException e) {
                throw new FailureException(ExitCode.FAILED, "cannot write " + json + ": " + e.getMessage(), "name a file in a directory that exists");
            }
        }
    }

    private void say(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("bench: " + line);
        err.flush();
    }
}
