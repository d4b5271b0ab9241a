package io.tributary.convert.main.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("signals")
@Timeout(30)
class SignalsTest {
    @Test
    @DisplayName("a signal runs the action instead of ending the JVM")
    void action() throws IOException, InterruptedException {
        CountDownLatch twice = new CountDownLatch(2);
        Signals.on("HUP", twice::countDown);
        for (int i = 0; i < 2; i++) {
            long before = twice.getCount();
            new ProcessBuilder("sh", "-c", "kill -HUP " + ProcessHandle.current().pid()).start().waitFor();
            while (twice.getCount() == before) {
                Thread.onSpinWait();
            }
        }
        assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    @DisplayName("a signal that there is not is refused")
    void unknown() {
        assertThatThrownBy(() -> Signals.on("NOSUCH", () -> { })).isInstanceOf(IllegalArgumentException.class);
    }
}
