package io.tributary.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
    private static final long SECOND_NS = 1_000_000_000;
    private static final long OURS = 100;

    @Test
    @DisplayName("work of others is what neither our tree nor the kernel's threads did, processes that are new included")
    void others(@TempDir Path directory) {
        FakeProc proc = new FakeProc(directory).put(1, 0, 0, 0).put(2, 0, 0, 0).put(20, 2, 0, 50).put(OURS, 1, 100, 0).put(101, OURS, 30, 0)
            .put(200, 1, 1000, 0);
        ProcessTable before = ProcessTable.read(directory, 0);
        proc.put(20, 2, 0, 250).put(OURS, 1, 300, 0).put(101, OURS, 130, 20).put(200, 1, 1040, 10).put(201, 200, 50, 0);
        ProcessTable after = ProcessTable.read(directory, 2 * SECOND_NS);
        assertThat(after.othersSince(before, OURS)).isCloseTo(0.5, within(1e-9));
        assertThat(after.treeSince(before, OURS)).isCloseTo(1.6, within(1e-9));
        assertThat(after.treeSince(before, 101)).isCloseTo(0.6, within(1e-9));
    }

    @Test
    @DisplayName("what a process that ends has used before does not count when its parent inherits it")
    void inherited(@TempDir Path directory) {
        FakeProc proc = new FakeProc(directory).put(OURS, 1, 0, 0).put(200, 1, 10, 0).put(201, 200, 5000, 0);
        ProcessTable before = ProcessTable.read(directory, 0);
        proc.remove(201).put(200, 1, 10, 0, 5030);
        assertThat(ProcessTable.read(directory, SECOND_NS).othersSince(before, OURS)).isCloseTo(0.3, within(1e-9));
    }

    @Test
    @DisplayName("the real /proc has this process in it")
    void real() {
        ProcessTable before = ProcessTable.now();
        long end = System.nanoTime() + 100_000_000;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(ProcessTable.now().treeSince(before, ProcessHandle.current().pid())).isPositive();
    }
}
