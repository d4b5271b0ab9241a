package io.tributary.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.bench.machine.FakeProc;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {
    private static final long LOOP = 11;
    private static final long COMPILER = 12;
    private final List<Sample> samples = new ArrayList<>();

    private void take(int times, long thread, boolean inNative, String... classAndMethod) {
        List<Sample.Frame> frames = new ArrayList<>();
        for (int i = 0; i < classAndMethod.length; i += 2) {
            frames.add(new Sample.Frame(classAndMethod[i], classAndMethod[i + 1]));
        }
        for (int i = 0; i < times; i++) {
            samples.add(new Sample(thread, inNative, frames));
        }
    }

    @Test
    @DisplayName("the kernel's share is the kernel's own count, samples divide the rest, libraries count for their caller, and what is missing is said")
    void table(@TempDir Path tasks) {
        FakeProc proc = new FakeProc(tasks).put(LOOP, 1, 100, 100).put(COMPILER, 1, 10, 0);
        ThreadTimes before = ThreadTimes.read(tasks);
        proc.put(LOOP, 1, 130, 160).put(COMPILER, 1, 20, 0);
        ThreadTimes used = ThreadTimes.read(tasks).since(before);
        take(12, LOOP, false, "org.agrona.concurrent.UnsafeBuffer", "putBytes", "io.tributary.buffer.Ring", "put", "io.tributary.tcp.Tcb", "onSegment");
        take(6, LOOP, false, "io.tributary.tcp.Tcb", "onSegment");
        take(2, LOOP, false, "java.lang.Object", "wait");
        take(9, LOOP, true, "io.tributary.driver.nativeio.LibC$jnr$ffi$1", "write", "io.tributary.driver.tun.TunSink", "commit");
        take(3, LOOP, true, "io.tributary.driver.nativeio.LibC$jnr$ffi$1", "read");
        take(50, LOOP, true, "io.tributary.driver.nativeio.LibC$jnr$ffi$1", "ppoll");
        take(138, COMPILER, true, "sun.nio.ch.Net", "accept");
        assertThat(new Profile(samples, used, 2.0).table()).isEqualTo("""
              0.50 cores, 0.45 of them in the loop's thread; 20 samples
               60.0 %  kernel, in system calls of the loop (of these write 75, read 25 %)
               10.0 %  copying of memory, and what else the sampler cannot see
               12.0 %  buffer
                6.0 %  tcp
                2.0 %  library
               10.0 %  other threads: compiler, garbage collector, sampler
              frames
               12.0 %  buffer.Ring.put
                6.0 %  tcp.Tcb.onSegment
                2.0 %  (outside of our code)
            """);
    }

    @Test
    @DisplayName("a recording of another process has samples of the time that is asked for")
    void recording(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("other.jfr");
        List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        words.addAll(FlightRecording.flags(directory, file));
        words.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Busy.class.getName()));
        Instant from = Instant.now();
        Process process = new ProcessBuilder(words).inheritIO().start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<Sample> read = FlightRecording.read(file, from, Instant.now());
        assertThat(read).isNotEmpty();
        assertThat(read).anySatisfy(s -> {
            assertThat(s.inNative()).isFalse();
            assertThat(s.responsible().className()).isEqualTo(Busy.class.getName());
            assertThat(s.thread()).isPositive();
        });
        assertThat(FlightRecording.read(file, from.minusSeconds(100), from.minusSeconds(50))).isEmpty();
    }

    /** Something to sample. */
    static final class Busy {
        private static long value;

        private Busy() {
        }

        public static void main(String[] words) {
            long end = System.nanoTime() + 1_000_000_000L;
            while (System.nanoTime() < end) {
                for (int i = 0; i < 1000; i++) {
                    value = value * 31 + i;
                }
            }
            if (value == 42) {
                System.exit(1);
            }
        }
    }
}
