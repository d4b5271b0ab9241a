package io.tributary.convert.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.driver.kernel.KernelSocket;
import java.util.function.Supplier;

/** Bytes over one subflow and over several. */
final class TransferScenarios {
    private static final long BYTES = 400_000;

    private TransferScenarios() {
    }

    static void addTo(Matrix.Group group) {
        group.add("single subflow", trial -> {
            try (Paths paths = new Paths(trial, 1).start(); Conversation c = paths.open()) {
                c.bothWays(BYTES);
                paths.mib().expectMultipath(c).expectMultipath(1).expectJoins(0);
                c.end();
                paths.mib().expectNoFallback();
                paths.expectNothingLeft();
            }
        });
        group.add("two subflows by endpoint", trial -> byEndpoint(trial, 2));
        group.add("four subflows by endpoint", trial -> byEndpoint(trial, 4));
        group.add("1-byte writes", trial -> {
            try (Paths paths = new Paths(trial, 1).start(); Conversation c = paths.open()) {
                c.up().send(3000, 1);
                c.down().send(3000, 1);
                c.up().expectAll();
                c.down().expectAll();
                paths.mib().expectMultipath(c).expectMultipath(1);
                c.end();
                paths.mib().expectNoFallback();
            }
        });
        group.add("1000 short connections", TransferScenarios::shortConnections);
    }

    private static void byEndpoint(Trial trial, int n) {
        try (Paths paths = new Paths(trial, n)) {
            paths.withSubflows(n).start();
            try (Conversation c = paths.open()) {
                c.bothWays(1000);
                paths.mib().expectExtraSubflows(c, n - 1);
                c.bothWays(n * BYTES);
                paths.mib().expectMultipath(c).expectMultipath(1).expectJoins(n - 1);
                for (int i = 1; i <= n; i++) {
                    assertThat(paths.delivered(i)).as("bytes over path %d", i).isGreaterThan(50_000);
                }
                c.end();
                paths.mib().expectNoFallback();
                paths.expectNothingLeft();
            }
        }
    }

    private static final int SHORT = Integer.getInteger("tributary.matrix.short", 1000);

    private static void shortConnections(Trial trial) {
        try (Paths paths = new Paths(trial, 1).start()) {
            if (trial.cell().weOpen()) {
                try (KernelSocket listener = paths.listen()) {
                    shortOnes(() -> paths.connect(listener));
                }
            } else {
                try (Acceptor acceptor = paths.accept()) {
                    shortOnes(() -> paths.connect(acceptor));
                }
            }
            paths.mib().expectMultipath(SHORT);
            paths.expectNothingLeft();
        }
    }

    private static void shortOnes(Supplier<Conversation> opening) {
        for (int i = 0; i < SHORT; i++) {
            try (Conversation c = opening.get()) {
                c.bothWays(500);
                c.end();
            }
        }
    }
}
