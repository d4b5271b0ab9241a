package io.tributary.convert.main.cli;

import io.tributary.capture.CaptureDecoder;
import io.tributary.capture.CaptureReport;
import io.tributary.capture.CapturedPacketHandler;
import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.driver.pcap.CaptureFile;
import io.tributary.replay.Recording;
import io.tributary.replay.ReplayReport;
import io.tributary.replay.Side;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code pcap}: capture files, offline and without rights. */
@Command(name = "pcap", mixinStandardHelpOptions = true, description = "Works on capture files.",
    subcommands = {PcapCommand.Decode.class, PcapCommand.Replay.class},
    footer = {"", "Example:", "  tributary pcap decode trace.pcap"})
final class PcapCommand implements Runnable {
    private static final String USED = "the packets before that place were used";
    private static final String WHOLE = "name a file that tcpdump or Wireshark has written to its end";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "pcap needs a command: decode or replay");
    }

    /** {@code pcap decode}. */
    @Command(name = "decode", mixinStandardHelpOptions = true,
        description = "Shows connections, subflows and streams, and recomputes every token, IDSN, HMAC and checksum that the capture allows.",
        footer = {"", "Example:", "  tributary pcap decode a.pcap --json | jq '.connections[].subflows[].hmacValid'"})
    static final class Decode implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Parameters(paramLabel = "FILE", description = "pcap or pcapng; - is standard input.")
        private Path file;
        @Option(names = "--json", description = "JSON instead of text.")
        private boolean json;

        @Override
        public Integer call() throws FailureException {
            CaptureDecoder decoder = new CaptureDecoder();
            String problem = read(file, decoder);
            CaptureReport report = decoder.finish();
            if (problem == null || report.packets() > 0) {
                PrintWriter out = spec.commandLine().getOut();
                out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
                out.flush();
            }
            if (problem != null) {
                throw new FailureException(ExitCode.FAILED, file + ": " + problem, report.packets() > 0 ? USED : WHOLE);
            }
            return ExitCode.DONE;
        }
    }

    /** {@code pcap replay}. */
    @Command(name = "replay", mixinStandardHelpOptions = true,
        description = {"Lets our stack take one side of each recorded connection, in virtual time, and compares what it sends with what was recorded.",
            "Needs the handshakes. A capture is best replayed as the side it was taken at."},
        footer = {"", "Example:", "  tributary pcap replay trace.pcap --json | jq '.different[].field'"})
    static final class Replay implements Callable<Integer> {
        @Spec
        private CommandSpec spec;
        @Parameters(paramLabel = "FILE", description = "pcap or pcapng; - is standard input.")
        private Path file;
        @Option(names = "--side", paramLabel = "SIDE", description = "client or server; default: where the capture was taken, told by its round trips.")
        private Side side;
        @Option(names = "--json", description = "JSON instead of text.")
        private boolean json;

        @Override
        public Integer call() throws FailureException {
            Recording recording = new Recording();
            String problem = read(file, recording);
            List<ReplayReport> reports = io.tributary.replay.Replay.of(recording, side);
            long replayed = reports.stream().filter(r -> r.failure() == null).count();
            if (replayed == 0) {
                String cause = problem != null ? problem : reports.isEmpty() ? "there is no TCP connection in it" : reports.get(0).failure();
                throw new FailureException(ExitCode.FAILED, file + ": " + cause,
                    problem != null ? WHOLE : "record from before the connection begins");
            }
            PrintWriter out = spec.commandLine().getOut();
            out.print(json ? ReplayReport.toJson(reports) + System.lineSeparator() : ReplayReport.toText(reports));
            out.flush();
            if (recording.omitted() > 0) {
                throw new FailureException(ExitCode.FAILED, file + " is too large: " + recording.omitted() + " segments were left out",
                    "cut it down to the connection of interest");
            }
            if (problem != null) {
                throw new FailureException(ExitCode.FAILED, file + ": " + problem, USED);
            }
            return ExitCode.DONE;
        }
    }

    /** @return why not everything could be read, or null */
    private static String read(Path file, CapturedPacketHandler handler) throws FailureException {
        try (CaptureFile capture = file.toString().equals("-") ? CaptureFile.read(System.in) : CaptureFile.open(file)) {
            return capture.forEach(handler);
        } catch (IOException e) {
            throw new FailureException(ExitCode.FAILED, file + " cannot be read: "
                + (e instanceof NoSuchFileException ? "no such file" : e.getMessage()), "check its name and rights");
        }
    }
}
