package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SegmentFuzzTest {
    /** Long runs: {@code -Dtributary.fuzz.segments=10000000 -Dtributary.fuzz.seed=1}. */
    private static final int SEGMENTS = Integer.getInteger("tributary.fuzz.segments", 300_000);
    private static final long SEED = Long.getLong("tributary.fuzz.seed", 9293);
    private static final int SEGMENTS_PER_WORLD = 3000;

    @Test
    @DisplayName("TCP-P-6 R5961-7-1 whatever peers, applications, routers, devices and time do, no invariant breaks and nothing stays behind")
    void anything() {
        long emitted = 0;
        for (int i = 0; i < SEGMENTS / SEGMENTS_PER_WORLD; i++) {
            FuzzWorld world = new FuzzWorld(SEED + i);
            int step = 0;
            try {
                for (; step < SEGMENTS_PER_WORLD; step++) {
                    world.step();
                }
                world.end();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + (SEED + i) + ", step " + step + ": " + e.getMessage(), e);
            }
            emitted += world.emitted();
        }
        assertThat(emitted).as("packets of the stack").isBetween(SEGMENTS / 10L, SEGMENTS * 4L);
    }
}
