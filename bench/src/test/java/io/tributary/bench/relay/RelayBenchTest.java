package io.tributary.bench.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.bench.result.Result;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RelayBenchTest {
    @BeforeAll
    static void needsRoot() {
        String missing = !"root".equals(System.getProperty("user.name")) ? "root, for network namespaces"
            : !Files.exists(Path.of("/dev/net/tun")) ? "/dev/net/tun" : !Tools.isInstalled("ip") ? "iproute2"
            : !Files.exists(Path.of("/proc/sys/net/mptcp")) ? "a kernel with MPTCP" : null;
        if ("true".equals(System.getenv("CI"))) {
            assertThat(missing).as("what this test needs").isNull();
        }
        Assumptions.assumeTrue(missing == null, () -> "needs " + missing);
    }

    @Test
    @DisplayName("one round of latency through our convertor and directly, and nothing of it is left behind")
    void latency() {
        List<String> said = new ArrayList<>();
        RelayBench bench = new RelayBench(new RelaySettings(List.of("relay.latency"), 1, 1, false, List.of()), said::add);
        List<Result> results = bench.run();
        assertThat(said).as("what it said").contains("warming up").noneMatch(line -> line.contains("failed"));
        assertThat(bench.isComplete()).isTrue();
        assertThat(results).extracting(Result::name).contains("relay.latency.p50.of-direct", "relay.latency.p99.of-direct");
        assertThat(results).allSatisfy(r -> assertThat(r.baseline().value()).isPositive());
        assertThat(bench.notes()).anyMatch(line -> line.contains("other processes used"));
        String[] namespaces = new File("/run/netns").list((d, name) -> name.startsWith("trib" + ProcessHandle.current().pid() + "x"));
        assertThat(namespaces).isEmpty();
    }
}
