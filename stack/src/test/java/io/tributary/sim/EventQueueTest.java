package io.tributary.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private record Planned(long time, int number) {
    }

    @Test
    @DisplayName("events come out by time, at one time in the order of planning, whatever the order they went in")
    void order() {
        Random random = new Random(1);
        EventQueue queue = new EventQueue();
        List<Planned> model = new ArrayList<>();
        List<Integer> happened = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (model.isEmpty() || random.nextInt(100) < 52) {
                int number = i;
                long time = random.nextInt(50);
                queue.add(time, () -> happened.add(number));
                model.add(new Planned(time, number));
            } else {
                Planned first = model.stream().min(Comparator.comparingLong(Planned::time).thenComparingInt(Planned::number)).orElseThrow();
                assertThat(queue.earliestNs()).isEqualTo(first.time);
                model.remove(first);
                expected.add(first.number);
                queue.remove().run();
            }
        }
        assertThat(happened).isEqualTo(expected).hasSizeGreaterThan(5000);
    }

    @Test
    @DisplayName("an empty queue has no time")
    void empty() {
        EventQueue queue = new EventQueue();
        assertThat(queue.earliestNs()).isEqualTo(Long.MAX_VALUE);
        queue.add(5, () -> { });
        queue.remove();
        assertThat(queue.earliestNs()).isEqualTo(Long.MAX_VALUE);
    }
}
