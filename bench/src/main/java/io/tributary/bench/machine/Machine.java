package io.tributary.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What results belong to. */
public final class Machine {
    private Machine() {
    }

    /** Cores, processor and kernel: {@code "2 x AMD EPYC, Linux 6.18"}. */
    public static String name() {
        return Runtime.getRuntime().availableProcessors() + " x " + processor() + ", " + System.getProperty("os.name") + " "
            + System.getProperty("os.version");
    }

    /** Version, vendor and virtual machine. */
    public static String java() {
        return System.getProperty("java.runtime.version") + " " + System.getProperty("java.vendor") + ", "
            + System.getProperty("java.vm.name");
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream().filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip()).findFirst().orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            return System.getProperty("os.arch");
        }
    }
}
