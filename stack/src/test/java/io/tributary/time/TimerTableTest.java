package io.tributary.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimerTableTest {
    @Test
    @DisplayName("a timer is due at its deadline and not a nanosecond before")
    void due() {
        TimerTable timers = new TimerTable(3);
        assertThat(timers.earliest()).isEqualTo(TimerTable.NONE);
        timers.set(1, 1000);
        assertThat(timers.takeDue(999)).isEqualTo(-1);
        assertThat(timers.isDue(1, 999)).isFalse();
        assertThat(timers.isDue(1, 1000)).isTrue();
        assertThat(timers.takeDue(1000)).isEqualTo(1);
        assertThat(timers.takeDue(1000)).isEqualTo(-1);
        assertThat(timers.isSet(1)).isFalse();
    }

    @Test
    @DisplayName("timers due together come in the order of their kinds")
    void order() {
        TimerTable timers = new TimerTable(4);
        timers.set(3, 10);
        timers.set(0, 30);
        timers.set(2, 20);
        assertThat(timers.takeDue(50)).isZero();
        assertThat(timers.takeDue(50)).isEqualTo(2);
        assertThat(timers.takeDue(50)).isEqualTo(3);
    }

    @Test
    @DisplayName("the end of time is not a deadline")
    void never() {
        TimerTable timers = new TimerTable(1);
        assertThat(timers.takeDue(Long.MAX_VALUE)).isEqualTo(-1);
        assertThat(timers.isDue(0, Long.MAX_VALUE)).isFalse();
    }

    @Test
    @DisplayName("the earliest is the minimum after any sequence of sets and clears")
    void againstModel() {
        Random random = new Random(7);
        TimerTable timers = new TimerTable(8);
        long[] model = new long[8];
        java.util.Arrays.fill(model, TimerTable.NONE);
        for (int step = 0; step < 50_000; step++) {
            int kind = random.nextInt(8);
            if (random.nextInt(3) == 0) {
                timers.clear(kind);
                model[kind] = TimerTable.NONE;
            } else {
                long deadline = random.nextInt(50);
                timers.set(kind, deadline);
                model[kind] = deadline;
            }
            if (random.nextInt(1000) == 0) {
                timers.clearAll();
                java.util.Arrays.fill(model, TimerTable.NONE);
            }
            assertThat(timers.earliest()).isEqualTo(java.util.Arrays.stream(model).min().getAsLong());
            assertThat(timers.deadline(kind)).isEqualTo(model[kind]);
        }
    }
}
