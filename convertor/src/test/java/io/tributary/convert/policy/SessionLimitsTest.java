package io.tributary.convert.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.wire.IpAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SessionLimitsTest {
    private static final IpAddress A = IpAddress.parse("10.1.0.1");
    private static final IpAddress B = IpAddress.parse("10.1.0.2");

    @Test
    @DisplayName("CONV-9.3-1 CONV-DD-7 a client has so many pending sessions and no more; settled ones do not count")
    void perClient() {
        SessionLimits limits = new SessionLimits(100, 2, 10);
        assertThat(limits.open(A)).isTrue();
        assertThat(limits.open(A)).isTrue();
        assertThat(limits.open(A)).isFalse();
        assertThat(limits.open(B)).isTrue();
        limits.settle(A);
        assertThat(limits.open(A)).isTrue();
        assertThat(limits.open(A)).isFalse();
        limits.cancel(A);
        assertThat(limits.open(A)).isTrue();
        assertThat(limits.sessions()).isEqualTo(4);
    }

    @Test
    @DisplayName("CONV-6.2.8-9 the table holds so many sessions, pending or not")
    void total() {
        SessionLimits limits = new SessionLimits(2, 10, 10);
        limits.open(A);
        limits.settle(A);
        limits.open(B);
        assertThat(limits.open(B)).isFalse();
        limits.close();
        assertThat(limits.open(B)).isTrue();
        assertThat(limits.sessions()).isEqualTo(2);
    }

    @Test
    @DisplayName("CONV-6.2.5-9 replies are counted apart, in total and by client")
    void replies() {
        SessionLimits limits = new SessionLimits(1, 2, 3);
        limits.open(A);
        assertThat(limits.reply(A)).isTrue();
        assertThat(limits.reply(A)).isTrue();
        assertThat(limits.reply(A)).isFalse();
        assertThat(limits.reply(B)).isTrue();
        assertThat(limits.reply(B)).isFalse();
        limits.replied(A);
        assertThat(limits.reply(B)).isTrue();
    }

    @Test
    @DisplayName("CONV-4.3-1 nothing is remembered of a client without pending sessions and replies")
    void forgets() {
        SessionLimits limits = new SessionLimits(10, 10, 10);
        limits.open(A);
        limits.open(A);
        limits.reply(A);
        limits.reply(B);
        assertThat(limits.clients()).isEqualTo(2);
        limits.settle(A);
        limits.cancel(A);
        limits.replied(B);
        assertThat(limits.clients()).isEqualTo(1);
        limits.replied(A);
        assertThat(limits.clients()).isZero();
        limits.close();
        assertThat(limits.sessions()).isZero();
    }
}
