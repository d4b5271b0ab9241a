package io.tributary.convert.main.demo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Our convertor as a process of its own inside the box, driven through its command line like any other installation. */
public final class ConvertorProcess implements AutoCloseable {
    private static final long START_MS = 20_000;

    private final Namespace box;
    private final Path control;
    private final LabProcess process;

    private ConvertorProcess(Namespace box, Path control, LabProcess process) {
        this.box = box;
        this.control = control;
        this.process = process;
    }

    /** Starts {@code tributary run} in the laboratory's box and returns when it accepts connections. */
    public static ConvertorProcess start(ConvertorLab lab, ConvertorConfig config) {
        try {
            Path directory = Files.createTempDirectory(lab.directory(), "convertor");
            Path control = directory.resolve("control.sock");
            Path file = Files.writeString(directory.resolve("tributary.toml"), config.toml(control.toString()));
            LabProcess process = lab.start("convertor", lab.box(), Program.tributary(config.jvmFlags(), "run", "-c", file.toString()));
            process.awaitError("tributary: ready"::equals, START_MS);
            return new ConvertorProcess(lab.box(), control, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public LabProcess process() {
        return process;
    }

    /** What {@code tributary WORDS... --control SOCKET} prints. */
    public String ask(String... words) {
        List<String> all = new ArrayList<>(Program.tributary(words));
        all.add("--control");
        all.add(control.toString());
        return box.exec(all.toArray(String[]::new));
    }

    @Override
    public void close() {
        process.close();
    }
}
