package io.tributary.convert.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Runs that mostly wait, several at a time: each becomes one test, which waits for its run. */
final class Scenarios {
    private static final int AT_A_TIME = 12;

    private final ExecutorService executor = Executors.newFixedThreadPool(AT_A_TIME, task -> {
        Thread t = new Thread(task, "scenario");
        t.setDaemon(true);
        return t;
    });
    private final List<DynamicTest> tests = new ArrayList<>();

    /** One run. */
    interface Scenario {
        void run() throws Exception;
    }

    void add(String name, Scenario scenario) {
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> {
            try {
                scenario.run();
            } catch (Exception e) {
                throw new CompletionException(e);
            }
        }, executor);
        tests.add(DynamicTest.dynamicTest(name, () -> {
            try {
                run.join();
            } catch (CompletionException e) {
                throw e.getCause();
            }
        }));
    }

    /** For both roles and both families. */
    void addAll(String name, OneOfFour scenario) {
        for (Wire.Opener opener : Wire.Opener.values()) {
            for (boolean ipv6 : new boolean[] {false, true}) {
                add(name + ", " + (opener == Wire.Opener.STACK ? "we open" : "the kernel opens") + (ipv6 ? ", IPv6" : ", IPv4"),
                    () -> scenario.run(opener, ipv6));
            }
        }
    }

    /** A run in one role over one family. */
    interface OneOfFour {
        void run(Wire.Opener opener, boolean ipv6) throws Exception;
    }

    Stream<DynamicTest> stream() {
        executor.shutdown();
        return tests.stream();
    }
}
