package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.metrics.Counter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentFuzzTest {
    /** Long runs: {@code -Dtributary.fuzz.segments=10000000 -Dtributary.fuzz.seed=1}. */
    private static final int SEGMENTS = Integer.getInteger("tributary.fuzz.segments", 300_000);
    private static final long SEED = Long.getLong("tributary.fuzz.seed", 9293);
    private static final int SEGMENTS_PER_WORLD = 3000;

    /** What the worlds must have come to, or they would prove little. */
    private static final Counter[] REACHED = {Counter.TCP_ACTIVE_OPENS, Counter.TCP_PASSIVE_OPENS, Counter.TCP_ESTAB_RESETS, Counter.TCP_TIMEOUTS,
        Counter.TCP_OFO_QUEUE, Counter.TCP_CHALLENGE_ACK, Counter.TCP_PAWS_ESTAB, Counter.TCP_WIN_PROBE, Counter.TCP_TIME_WAIT, Counter.TCP_TW_RECYCLED,
        Counter.TCP_LISTEN_OVERFLOWS, Counter.TCP_EMBRYONIC_RSTS, Counter.TCP_SYN_COOKIES_SENT, Counter.TCP_SYN_COOKIES_RECV,
        Counter.TCP_SYN_COOKIES_FAILED, Counter.TCP_FAST_OPEN_PASSIVE, Counter.TCP_FAST_OPEN_PASSIVE_FAIL, Counter.TCP_FAST_OPEN_LISTEN_OVERFLOW,
        Counter.TCP_FAST_OPEN_COOKIE_REQD, Counter.TCP_FAST_OPEN_ACTIVE, Counter.TCP_FAST_OPEN_ACTIVE_FAIL, Counter.TCP_FAST_OPEN_BLACKHOLE};

    /** A size probe whose options had grown was cut in two by the device, and counted as one packet. */
    @ParameterizedTest
    @ValueSource(longs = 7_001_635)
    @DisplayName("TCP-P-6 R4821-7-1 worlds that broke once")
    void found(long seed) {
        FuzzWorld world = new FuzzWorld(seed);
        for (int step = 0; step < SEGMENTS_PER_WORLD; step++) {
            world.step();
        }
        world.end();
        assertThat(world.emitted()).isPositive();
    }

    @Test
    @DisplayName("TCP-P-6 R5961-7-1 whatever peers, applications, routers, devices and time do, no invariant breaks and nothing stays behind")
    void anything() {
        long emitted = 0;
        long[] counted = new long[Counter.values().length];
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
            world.addCounters(counted);
        }
        for (Counter c : REACHED) {
            assertThat(counted[c.ordinal()]).as(c.label()).isPositive();
        }
        assertThat(emitted).as("packets of the stack").isBetween(SEGMENTS / 10L, SEGMENTS * 4L);
    }
}
