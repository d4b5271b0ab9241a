package io.tributary.convert.main.demo.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
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
    private static final String DIRECTORY = "tributary-lab-";
    private static final Pattern DIRECTORY_NAME = Pattern.compile(DIRECTORY + "(\\d+)-\\d+");
    private static final AtomicInteger SERIAL = new AtomicInteger();

    private final int serial = SERIAL.incrementAndGet();
    private final List<Namespace> namespaces = new ArrayList<>();
    private final List<LabProcess> processes = new ArrayList<>();
    private final Path directory;
    private final Thread hook = new Thread(this::tearDown, "lab-cleanup");
    private boolean closed;

    public Lab() {
        removeLeftovers();
        try {
            directory = Files.createTempDirectory(DIRECTORY + ProcessHandle.current().pid() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param role lower-case letters, unique in this laboratory */
    public synchronized Namespace namespace(String role) {
        refuseIfClosed();
        Namespace namespace = new Namespace("trib" + ProcessHandle.current().pid() + "x" + serial + role);
        namespaces.add(namespace); // before it is complete: whatever fails from here on, it goes
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

    private synchronized LabProcess start(String title, Namespace namespace, List<String> words, boolean piped) {
        refuseIfClosed();
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

    /** An interrupted program may still be building when this runs in the shutdown hook: nothing may come after it. */
    private synchronized void tearDown() {
        closed = true;
        Collections.reverse(processes);
        processes.forEach(LabProcess::close);
        processes.clear();
        namespaces.forEach(Namespace::delete);
        namespaces.clear();
        deleteFiles(directory);
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new LabException(130, "interrupted", "start again");
        }
    }

    private static void deleteFiles(Path directory) {
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

    /** Removes what is left of runs that were killed. */
    private static void removeLeftovers() {
        for (String line : Command.run("ip", "netns", "list").lines().toList()) {
            String name = line.split(" ")[0];
            if (isOfDeadOwner(NAME.matcher(name))) {
                new Namespace(name).delete();
            }
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, DIRECTORY + "*")) {
            for (Path directory : left) {
                if (isOfDeadOwner(DIRECTORY_NAME.matcher(directory.getFileName().toString()))) {
                    deleteFiles(directory);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfDeadOwner(Matcher name) {
        return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
    }
}
