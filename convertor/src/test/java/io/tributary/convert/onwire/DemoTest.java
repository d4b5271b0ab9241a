package io.tributary.convert.onwire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.convert.main.demo.lab.Program;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The demonstration as its user sees it. */
@Timeout(120)
class DemoTest {
    @Test
    @DisplayName("demo ends well within a minute, says what it saw in JSON and leaves nothing behind")
    void whole() throws Exception {
        Preconditions.requireLab();
        long startNs = System.nanoTime();
        Process demo = start("demo", "--json");
        String output = new String(demo.getInputStream().readAllBytes());
        assertThat(demo.waitFor()).as("exit status, %s", output).isZero();
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs)).as("seconds").isLessThan(60);
        assertThat(output).contains("\"name\":\"onePath\"", "\"name\":\"bothPaths\"", "\"name\":\"cut\"").endsWith("\"good\":true}\n");
        assertThat(namespacesOf(demo)).isEmpty();
    }

    @Test
    @DisplayName("demo that is told to end in the middle leaves nothing behind")
    void terminated() throws Exception {
        Preconditions.requireLab();
        Process demo = start("demo", "--json");
        while (namespacesOf(demo).size() < 3) {
            assertThat(demo.isAlive()).isTrue();
        }
        List<ProcessHandle> children = demo.descendants().toList();
        demo.destroy();
        assertThat(demo.waitFor()).as("exit status after SIGTERM").isEqualTo(143);
        assertThat(namespacesOf(demo)).isEmpty();
        assertThat(children).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    @DisplayName("demo removes what a killed one has left")
    void killed() throws Exception {
        Preconditions.requireLab();
        Process killed = start("demo", "--json");
        while (namespacesOf(killed).size() < 3) {
            assertThat(killed.isAlive()).isTrue();
        }
        killed.destroyForcibly().waitFor();
        assertThat(namespacesOf(killed)).hasSizeGreaterThanOrEqualTo(3);
        Process next = start("demo", "--json", "--scenario", "aggregate");
        while (!namespacesOf(killed).isEmpty()) {
            assertThat(next.isAlive()).isTrue();
        }
        next.destroy();
        next.waitFor();
        assertThat(namespacesOf(next)).isEmpty();
    }

    private static Process start(String... words) throws IOException {
        return new ProcessBuilder(Program.tributary(words)).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static List<String> namespacesOf(Process demo) throws IOException {
        Process list = new ProcessBuilder("ip", "netns", "list").start();
        return new String(list.getInputStream().readAllBytes()).lines().filter(l -> l.startsWith("trib" + demo.pid() + "x")).toList();
    }
}
