package io.tributary.convert.main.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("signals")
class SignalsTest {
    @Test
    @DisplayName("a signal runs the action instead of ending the JVM")
    void action() throws IOException, InterruptedException {
        // not HUP: who starts the tests with nohup has it ignored, here and in every process below
        Semaphore came = new Semaphore(0);
        Signals.on("USR2", came::release);
        for (int i = 0; i < 2; i++) {
            new ProcessBuilder("sh", "-c", "kill -USR2 " + ProcessHandle.current().pid()).start().waitFor();
            assertThat(came.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @DisplayName("a signal that there is not is refused")
    void unknown() {
        assertThatThrownBy(() -> Signals.on("NOSUCH", () -> { })).isInstanceOf(IllegalArgumentException.class);
    }
}
