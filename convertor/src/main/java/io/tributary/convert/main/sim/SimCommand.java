package io.tributary.convert.main.sim;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.cli.Verb;
import io.tributary.convert.main.toml.ConfigException;
import io.tributary.convert.main.toml.Nearest;
import io.tributary.device.PcapNgWriter;
import io.tributary.sim.scenario.Scenario;
import io.tributary.sim.scenario.ScenarioRun;
import io.tributary.sim.scenario.SimReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sim}: transfers over a simulated network. */
@Command(name = "sim", mixinStandardHelpOptions = true, subcommands = ChaosCommand.class,
    description = "Runs transfers over a simulated network, in virtual time: the same seed gives the same packets.",
    footer = {"", "Examples:", "  tributary sim --list", "  tributary sim wifi-lte --plot out",
        "  tributary sim --show wifi-lte > mine.toml && tributary sim mine.toml --seed 7",
        "  tributary sim chaos --seed 7                       # networks drawn at random"})
public final class SimCommand implements Verb {
    @Spec
    private CommandSpec spec;
    @Parameters(arity = "0..1", paramLabel = "FILE|NAME", description = "A scenario file (TOML), or the name of one that comes with the program.")
    private String scenario;
    @Option(names = "--list", description = "Names the scenarios that come with the program.")
    private boolean list;
    @Option(names = "--show", paramLabel = "NAME", description = "Prints the file of one of them.")
    private String show;
    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the file's.")
    private Long seed;
    @Option(names = "--json", description = "The report with all time series as JSON.")
    private boolean json;
    @Option(names = "--plot", paramLabel = "DIR", description = "Also writes charts there, as PNG files.")
    private Path plot;
    @Option(names = "--pcap", paramLabel = "FILE", description = "Also writes what the hosts sent and received, as pcapng.")
    private Path pcap;

    @Override
    public Integer call() throws ConfigException, FailureException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            list(out);
        } else if (show != null) {
            out.print(ReadyMade.text(known(show)));
        } else if (scenario == null) {
            throw new CommandLine.ParameterException(spec.commandLine(), "a scenario is missing: a file, or a name of --list");
        } else {
            run(out);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void list(PrintWriter out) throws ConfigException {
        for (String name : ReadyMade.NAMES) {
            out.printf("%-18s%s%n", name, ReadyMade.scenario(name).title());
        }
    }

    private void run(PrintWriter out) throws ConfigException, FailureException {
        Scenario s = read();
        if (seed != null) {
            s = s.withSeed(seed);
        }
        if (plot != null) {
            Plots.check();
        }
        SimReport report = pcap == null ? ScenarioRun.run(s, null) : captured(s);
        out.print(json ? ReportJson.of(report) + System.lineSeparator() : ReportText.of(report));
        out.flush();
        if (plot != null) {
            try {
                for (Path file : Plots.write(report, plot)) {
                    spec.commandLine().getErr().println("tributary: wrote " + file);
                }
            } catch (IOException e) {
                throw new FailureException(ExitCode.FAILED, "charts cannot be written to " + plot + ": " + reason(e), "name a directory that can be written");
            }
        }
    }

    private SimReport captured(Scenario s) throws FailureException {
        try (FileChannel file = FileChannel.open(pcap, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
             PcapNgWriter writer = new PcapNgWriter(file, "tributary sim " + s.name() + " --seed " + s.seed())) {
            return ScenarioRun.run(s, writer);
        } catch (IOException e) {
            throw new FailureException(ExitCode.FAILED, pcap + " cannot be written: " + reason(e), "name a file that can be written");
        }
    }

    private static String reason(IOException e) {
        return e.getClass() == NoSuchFileException.class ? "no such directory" : e.getMessage();
    }

    private Scenario read() throws ConfigException, FailureException {
        if (ReadyMade.has(scenario)) {
            return ReadyMade.scenario(scenario);
        }
        Path file = Path.of(scenario);
        try {
            String name = file.getFileName().toString();
            return ScenarioReader.parse(name.endsWith(".toml") ? name.substring(0, name.length() - 5) : name, scenario, Files.readString(file));
        } catch (NoSuchFileException e) {
            if (scenario.indexOf('/') < 0 && scenario.indexOf('.') < 0) {
                return ReadyMade.scenario(known(scenario));
            }
            throw new FailureException(ExitCode.FAILED, "no such file: " + scenario, "tributary sim --list names scenarios that come with the program");
        } catch (CharacterCodingException e) {
            throw new FailureException(ExitCode.BAD_CONFIG, scenario + " is not UTF-8 text", "a scenario is a TOML file in UTF-8");
        } catch (IOException e) {
            throw new FailureException(ExitCode.FAILED, scenario + " cannot be read: " + e.getMessage(), "check its name and rights");
        }
    }

    private static String known(String name) throws FailureException {
        if (ReadyMade.has(name)) {
            return name;
        }
        throw new FailureException(ExitCode.USAGE, "no scenario and no file " + name + Nearest.hint("scenario", name, ReadyMade.NAMES),
            "tributary sim --list names those that come with the program");
    }
}
