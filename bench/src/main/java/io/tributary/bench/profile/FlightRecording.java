package io.tributary.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;

/** A recording of JDK Flight Recorder in another process: how to ask for it, and the samples in it. */
public final class FlightRecording {
    private static final String JAVA = "jdk.ExecutionSample";
    private static final String NATIVE = "jdk.NativeMethodSample";
    /** Ten milliseconds is the shortest period that every version keeps. */
    private static final String SETTINGS = """
        <?xml version="1.0" encoding="UTF-8"?>
        <configuration version="2.0" label="Tributary" description="Samples only" provider="Tributary">
          <event name="jdk.ExecutionSample"><setting name="enabled">true</setting><setting name="period">10 ms</setting></event>
          <event name="jdk.NativeMethodSample"><setting name="enabled">true</setting><setting name="period">10 ms</setting></event>
        </configuration>
        """;

    private FlightRecording() {
    }

    /**
     * Flags of a virtual machine that samples from its start and writes {@code file} at its end.
     *
     * @param directory for the settings
     */
    public static List<String> flags(Path directory, Path file) throws IOException {
        Path settings = Files.writeString(directory.resolve("samples.jfc"), SETTINGS);
        return List.of("-XX:StartFlightRecording:settings=" + settings + ",filename=" + file + ",dumponexit=true",
            "-XX:+UnlockDiagnosticVMOptions", "-XX:+DebugNonSafepoints", "-Xlog:jfr*=off");
    }

    /** Samples that were taken in {@code [from, to]}. */
    static List<Sample> read(Path file, Instant from, Instant to) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                String type = event.getEventType().getName();
                if ((type.equals(JAVA) || type.equals(NATIVE)) && !event.getStartTime().isBefore(from)
                    && !event.getStartTime().isAfter(to) && event.getStackTrace() != null) {
                    samples.add(sample(event, type.equals(NATIVE)));
                }
            }
        }
        return samples;
    }

    private static Sample sample(RecordedEvent event, boolean inNative) {
        RecordedThread thread = event.getThread("sampledThread");
        List<Sample.Frame> frames = event.getStackTrace().getFrames().stream().filter(RecordedFrame::isJavaFrame)
            .map(f -> new Sample.Frame(f.getMethod().getType().getName(), f.getMethod().getName())).toList();
        return new Sample(thread == null ? -1 : thread.getOSThreadId(), inNative, frames);
    }
}
