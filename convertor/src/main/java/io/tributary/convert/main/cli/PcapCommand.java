package io.tributary.convert.main.cli;

import io.tributary.capture.CaptureDecoder;
import io.tributary.capture.CaptureReport;
import io.tributary.convert.main.ExitCode;
import io.tributary.convert.main.FailureException;
import io.tributary.driver.pcap.CaptureFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code pcap}: capture files, offline and without rights. */
@Command(name = "pcap", mixinStandardHelpOptions = true, description = "Works on capture files.",
    subcommands = PcapCommand.Decode.class, footer = {"", "Example:", "  tributary pcap decode trace.pcap"})
final class PcapCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "pcap needs a command: decode");
    }

    /** {@code pcap decode}. */
    @Command(name = "decode", mixinStandardHelpOptions = true,
        description = "Shows connections, subflows and streams, and recomputes every token, IDSN, HMAC and checksum that the capture allows.",
        footer = {"", "Example:", "  tributary pcap decode trace.pcap --json | jq '.connections[].subflows[].hmacValid'"})
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
            String problem;
            try (CaptureFile capture = file.toString().equals("-") ? CaptureFile.read(System.in) : CaptureFile.open(file)) {
                problem = capture.forEach(decoder);
            } catch (IOException e) {
                throw new FailureException(ExitCode.FAILED, file + " cannot be read: " + e.getMessage(), "check its name and rights");
            }
            CaptureReport report = decoder.finish();
            if (problem == null || report.packets() > 0) {
                PrintWriter out = spec.commandLine().getOut();
                out.print(json ? report.toJson() + System.lineSeparator() : report.toText());
                out.flush();
            }
            if (problem != null) {
                throw new FailureException(ExitCode.FAILED, file + ": " + problem, "the packets before that place were used");
            }
            return ExitCode.DONE;
        }
    }
}
