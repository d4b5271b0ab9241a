package io.tributary.convert.main.script;

import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.convert.main.cli.Verb;
import io.tributary.script.Profile;
import io.tributary.script.RunSettings;
import io.tributary.script.Scripts;
import io.tributary.script.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code script}: packetdrill scripts against the stack. */
@Command(name = "script", mixinStandardHelpOptions = true,
    description = {"Runs packetdrill scripts in virtual time against our stack: no rights, no device, no waiting.",
        "Shell commands in scripts are recognised as settings or ignored, never run."},
    footer = {"", "Example:", "  tributary script --options set tests/tcp/*.pkt",
        "", "Exit code 0 only if all scripts pass."})
public final class ScriptCommand implements Verb {
    private static final long LARGEST_FILE = 4 << 20;

    /** How lists of TCP options are compared. */
    enum Options {
        /** Exactly these in this order. */
        strict,
        /** The same ones; order and paddings are free. */
        set
    }

    @Spec
    private CommandSpec spec;
    @Parameters(paramLabel = "FILE.pkt", arity = "1..*", description = "Scripts; of a directory, all below it.")
    private List<Path> files;
    @Option(names = "--profile", paramLabel = "NAME",
        description = "Whose constants the scripts assume: linux or freebsd; else told by their commands.")
    private String profile;
    @Option(names = "--options", paramLabel = "MODE", description = "One of ${COMPLETION-CANDIDATES}: how lists of TCP options are compared; "
        + "else as the profile says. With MPTCP: set.")
    private Options options;
    @Option(names = "--tolerance-usecs", paramLabel = "N", defaultValue = "2000",
        description = "How far times may be off where a script does not say; standard: ${DEFAULT-VALUE}.")
    private long toleranceUs;
    @Option(names = {"-D", "--define"}, paramLabel = "NAME=VALUE", description = "Text that a name stands for.")
    private Map<String, String> defines = Map.of();
    @Option(names = "--not-applicable", paramLabel = "FILE",
        description = "Scripts not to be run: lines with the end of a path and the reason.")
    private Path notApplicable;
    @Option(names = "--notes", description = "Also what was ignored, on standard error.")
    private boolean notes;
    @Option(names = "--json", description = "JSON instead of text.")
    private boolean json;

    @Override
    public Integer call() throws FailureException {
        RunSettings settings = new RunSettings(profile(), options == null ? null : options == Options.strict, toleranceUs * 1000, defines);
        NotApplicable list = NotApplicable.read(notApplicable);
        PrintWriter out = spec.commandLine().getOut();
        ScriptReport report = new ScriptReport(json, out, notes ? spec.commandLine().getErr() : null);
        for (Path f : expand()) {
            String reason = list.reason(f);
            report.add(f.toString(), reason == null ? run(f, settings)
                : new Verdict(Verdict.Kind.NOT_APPLICABLE, 1, reason, List.of(), List.of(), List.of()));
        }
        report.finish();
        return report.isGood() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private Profile profile() throws FailureException {
        try {
            return profile == null ? null : Profile.valueOf(profile.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new FailureException(ExitCode.USAGE, "no profile is called " + profile, "say linux or freebsd");
        }
    }

    private List<Path> expand() throws FailureException {
        List<Path> all = new ArrayList<>();
        for (Path f : files) {
            if (!Files.isDirectory(f)) {
                all.add(f);
                continue;
            }
            try (Stream<Path> below = Files.walk(f)) {
                all.addAll(below.filter(p -> p.toString().endsWith(".pkt")).sorted().toList());
            } catch (IOException e) {
                throw new FailureException(ExitCode.FAILED, f + " cannot be read: " + e.getMessage(), "name files that can");
            }
        }
        return all;
    }

    private static Verdict run(Path f, RunSettings settings) {
        try {
            if (Files.size(f) > LARGEST_FILE) {
                return unreadable("too large to be a script");
            }
            return Scripts.run(new String(Files.readAllBytes(f), StandardCharsets.UTF_8), settings);
        } catch (IOException e) {
            return unreadable(Files.exists(f) ? "cannot be read" : "no such file");
        }
    }

    private static Verdict unreadable(String reason) {
        return new Verdict(Verdict.Kind.FAIL, 1, reason, List.of(), List.of(), List.of());
    }
}
