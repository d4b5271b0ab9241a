package io.tributary.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    @DisplayName("the burst passes, then one token per interval, not a nanosecond earlier")
    void rate() {
        TokenBucket bucket = new TokenBucket(10, 3, 5 * SECOND);
        long now = 5 * SECOND;
        assertThat(bucket.tryTake(2, now)).isTrue();
        assertThat(bucket.tryTake(1, now)).isTrue();
        assertThat(bucket.tryTake(1, now)).isFalse();
        assertThat(bucket.availableAtNs(1, now)).isEqualTo(now + SECOND / 10);
        assertThat(bucket.tryTake(1, now + SECOND / 10 - 1)).isFalse();
        assertThat(bucket.tryTake(1, now + SECOND / 10)).isTrue();
    }

    @Test
    @DisplayName("silence does not save up more than the burst; more than the burst is never there")
    void burst() {
        TokenBucket bucket = new TokenBucket(1_000_000, 5, 0);
        long now = 1_000_000 * SECOND;
        assertThat(bucket.tryTake(6, now)).isFalse();
        assertThat(bucket.tryTake(5, now)).isTrue();
        assertThat(bucket.tryTake(1, now)).isFalse();
    }

    @Test
    @DisplayName("over a long time the rate is exact, however it is asked")
    void exact() {
        TokenBucket bucket = new TokenBucket(3, 1, 0);
        long taken = 0;
        for (long now = 0; now < 10 * SECOND; now += 333_333) {
            taken += bucket.tryTake(1, now) ? 1 : 0;
        }
        assertThat(taken).isBetween(30L, 31L);
        TokenBucket fast = new TokenBucket(1_000_000_000_000L, 4_000_000_000L, 0);
        assertThat(fast.tryTake(4_000_000_000L, 0)).isTrue();
        assertThat(fast.availableAtNs(4_000_000_000L, 0)).isEqualTo(4_000_000);
        assertThat(fast.tryTake(4_000_000_000L, 3_999_999)).isFalse();
        assertThat(fast.tryTake(4_000_000_000L, 4_000_000)).isTrue();
    }

    @Test
    @DisplayName("rates and bursts outside the range are refused")
    void range() {
        assertThatThrownBy(() -> new TokenBucket(0, 1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenBucket(1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TokenBucket(1, 4_000_000_001L, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
