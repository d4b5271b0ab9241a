package io.tributary.tcp.congestion;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class WindowUsageTest {
    private static final int MSS = 1000;
    private final WindowUsage usage = new WindowUsage();

    @Test
    @DisplayName("R5681-3.1-6 CC-1-6 a window without room for a segment was the limit, until a whole round trip was sent with room")
    void usedUp() {
        usage.onSent(999, MSS, 9_001, 0, 9_001);
        assertThat(usage.isLimited(10_000, false)).isTrue();
        usage.onSent(5_000, MSS, 5_000, 5_000, 10_001);
        assertThat(usage.isLimited(10_000, false)).as("the same round trip").isTrue();
        usage.onSent(5_000, MSS, 5_000, 9_001, 14_000);
        assertThat(usage.isLimited(10_000, false)).as("the next one").isFalse();
        usage.onSent(0, MSS, 10_000, 9_500, 19_500);
        assertThat(usage.isLimited(10_000, false)).isTrue();
    }

    @Test
    @DisplayName("R5681-3.1-6 a window with room for one segment was not the limit")
    void room() {
        usage.onSent(1000, MSS, 9_000, 0, 9_000);
        assertThat(usage.isLimited(10_000, false)).isFalse();
    }

    @Test
    @DisplayName("R5681-3.1-5 in slow start more than half of the window is enough")
    void slowStart() {
        usage.onSent(5_000, MSS, 5_000, 0, 5_000);
        assertThat(usage.isLimited(10_000, true)).isFalse();
        usage.onSent(4_999, MSS, 5_001, 0, 5_001);
        assertThat(usage.isLimited(10_000, true)).isTrue();
        assertThat(usage.isLimited(10_000, false)).isFalse();
    }
}
