package io.tributary.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuietTest {
    private static final long SECOND_NS = 1_000_000_000;
    @TempDir
    private Path directory;
    private final Queue<ProcessTable> tables = new ArrayDeque<>();
    private final Quiet quiet = new Quiet(tables::remove, 100);
    private long ticks;
    private long nowNs;

    /** The next measurement takes a second in which others use so many hundredths of a core. */
    private void meanwhileOthersUse(int hundredths) {
        tables.add(ProcessTable.read(directory, nowNs));
        ticks += hundredths;
        nowNs += SECOND_NS;
        new FakeProc(directory).put(1, 0, 0, 0).put(100, 1, 0, 0).put(200, 1, ticks, 0);
        tables.add(ProcessTable.read(directory, nowNs));
    }

    private String measure(String... results) {
        Queue<String> queue = new ArrayDeque<>(List.of(results));
        return quiet.measure(queue::poll);
    }

    @Test
    @DisplayName("an undisturbed measurement is taken once")
    void once() {
        meanwhileOthersUse(0);
        meanwhileOthersUse(20);
        assertThat(measure("first", "second")).isEqualTo("first");
        assertThat(tables).hasSize(2);
    }

    @Test
    @DisplayName("a disturbed measurement is taken again, and the less disturbed one is kept")
    void again() {
        meanwhileOthersUse(0);
        measure("first of all");
        meanwhileOthersUse(150);
        meanwhileOthersUse(90);
        assertThat(measure("first", "second")).isEqualTo("second");
        assertThat(quiet.worst()).isEqualTo(0.9);
        meanwhileOthersUse(80);
        meanwhileOthersUse(90);
        assertThat(measure("first", "second")).isEqualTo("first");
    }

    @Test
    @DisplayName("others' work during most of the kept measurements makes the run inconclusive, and that is said")
    void noisy() {
        for (int i = 0; i < 4; i++) {
            meanwhileOthersUse(i == 0 ? 0 : 100);
            meanwhileOthersUse(100);
            measure("first", "second");
            tables.clear();
        }
        assertThat(quiet.isNoisy()).isTrue();
        assertThat(quiet.summary()).startsWith("TOO NOISY TO CONCLUDE: other processes used 1.00 cores");
    }

    @Test
    @DisplayName("a failure is not repeated and disturbs no statistics")
    void failure() {
        meanwhileOthersUse(150);
        assertThat(measure()).isNull();
        assertThat(quiet.worst()).isZero();
        assertThat(quiet.isNoisy()).isFalse();
        assertThat(quiet.summary()).startsWith("other processes used 0.00 cores");
    }
}
