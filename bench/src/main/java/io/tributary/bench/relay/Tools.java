package io.tributary.bench.relay;

import java.io.File;
import java.util.Arrays;

/** Programs of the distribution. */
final class Tools {
    private Tools() {
    }

    static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(directory -> !directory.isEmpty() && new File(directory, program).canExecute());
    }
}
