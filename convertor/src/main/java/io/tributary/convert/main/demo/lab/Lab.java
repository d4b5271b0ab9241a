package io.tributary.convert.main.demo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A set of network namespaces that leaves nothing behind: they go when the laboratory is closed, when the program is
 * interrupted, and at the latest when the next laboratory finds them without an owner. A name carries the process id of
 * its owner for that purpose.
 */
public final class Lab implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("trib(\\d+)x\\d+[a-z]+");
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final int serial = SERIAL.incrementAndGet();
    private final List<Namespace> namespaces = Collections.synchronizedList(new ArrayList<>());
    private final List<LabProcess> processes = Collections.synchronizedList(new ArrayList<>());
    private final Path directory;
    private final Thread hook = new Thread(this::tearDown, "lab-cleanup");

    public Lab() {
        removeLeftovers();
        try {
            directory = Files.createTempDirectory("tributary-lab");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param role lower-case letters, unique in this laboratory */
    public Namespace namespace(String role) {
        Namespace namespace = new Namespace("trib" + ProcessHandle.current().pid() + "x" + serial + role);
        namespaces.add(namespace); // before it exists: an interruption in between must find it
        namespace.create();
        return namespace;
    }

    /** Starts {@code words} inside {@code namespace}; the process ends with the laboratory. */
    public LabProcess start(String title, Namespace namespace, List<String> words) {
        return start(title, namespace, words, false);
    }

    /** The same, but standard input and output are the caller's. */
    public Process startPiped(String title, Namespace namespace, List<String> words) {
        return start(title, namespace, words, true).process();
    }

    private LabProcess start(String title, Namespace namespace, List<String> words, boolean piped) {
        List<String> all = new ArrayList<>(namespace.prefix());
        all.addAll(words);
        LabProcess process = LabProcess.start(title, all, piped);
        processes.add(process);
        return process;
    }

    /** For files of this laboratory; goes with it. */
    public Path directory() {
        return directory;
    }

    @Override
    public void close() {
        tearDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // the hook has run or runs: then it finds empty lists
        }
    }

    private void tearDown() {
        List<LabProcess> running = drain(processes);
        Collections.reverse(running);
        running.forEach(LabProcess::close);
        drain(namespaces).forEach(Namespace::delete);
        deleteFiles();
    }

    private void deleteFiles() {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> drain(List<T> list) {
        synchronized (list) {
            List<T> copy = new ArrayList<>(list);
            list.clear();
            return copy;
        }
    }

    /** Removes namespaces of runs that were killed. */
    private static void removeLeftovers() {
        for (String line : Command.run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ")[0];
            Matcher matcher = NAME.matcher(name);
            if (matcher.matches() && ProcessHandle.of(Long.parseLong(matcher.group(1))).isEmpty()) {
                new Namespace(name).delete();
            }
        }
    }
}
