package io.tributary.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTimersTest {
    @Test
    @DisplayName("handles come due in time order, equal times by handle")
    void order() {
        ShardTimers timers = new ShardTimers(1);
        timers.set(9, 50);
        timers.set(4, 50);
        timers.set(7, 40);
        assertThat(timers.earliest()).isEqualTo(40);
        assertThat(timers.takeDue(39)).isEqualTo(-1);
        assertThat(timers.takeDue(50)).isEqualTo(7);
        assertThat(timers.takeDue(50)).isEqualTo(4);
        assertThat(timers.takeDue(49)).isEqualTo(-1);
        assertThat(timers.takeDue(50)).isEqualTo(9);
        assertThat(timers.earliest()).isEqualTo(ShardTimers.NONE);
        assertThat(timers.takeDue(Long.MAX_VALUE)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    @DisplayName("any sequence of sets, removals and expiries agrees with a sorted map")
    void againstModel(long seed) {
        Random random = new Random(seed);
        ShardTimers timers = new ShardTimers(4);
        Map<Integer, Long> model = new TreeMap<>();
        for (int step = 0; step < 30_000; step++) {
            int handle = random.nextInt(100);
            int operation = random.nextInt(10);
            if (operation < 6) {
                long deadline = random.nextInt(200);
                timers.set(handle, deadline);
                model.put(handle, deadline);
            } else if (operation < 8) {
                if (random.nextBoolean()) {
                    timers.remove(handle);
                } else {
                    timers.set(handle, ShardTimers.NONE);
                }
                model.remove(handle);
            } else {
                long now = random.nextInt(100);
                int due = timers.takeDue(now);
                int expected = first(model, now);
                assertThat(due).isEqualTo(expected);
                model.remove(due);
            }
            assertThat(timers.size()).isEqualTo(model.size());
            assertThat(timers.deadline(handle)).isEqualTo(model.getOrDefault(handle, ShardTimers.NONE));
            assertThat(timers.earliest())
                .isEqualTo(model.values().stream().mapToLong(Long::longValue).min().orElse(ShardTimers.NONE));
        }
    }

    private static int first(Map<Integer, Long> model, long now) {
        int best = -1;
        for (Map.Entry<Integer, Long> e : model.entrySet()) {
            if (e.getValue() <= now && (best < 0 || e.getValue() < model.get(best))) {
                best = e.getKey();
            }
        }
        return best;
    }
}
