package io.tributary.convert.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.wire.IpAddress;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class CookieAuthorityTest {
    private static final long EPOCH_NS = 1_000;
    private static final IpAddress CLIENT = IpAddress.parse("10.1.0.1");

    private final CookieAuthority authority = new CookieAuthority(secret(1), EPOCH_NS);

    private static byte[] secret(int fill) {
        byte[] s = new byte[32];
        Arrays.fill(s, (byte) fill);
        return s;
    }

    @Test
    @DisplayName("CONV-DD-9 a cookie lives to the end of the epoch after its own, also when the clock starts below zero")
    void epochs() {
        for (long origin : new long[] {0, -5 * EPOCH_NS, Long.MIN_VALUE + EPOCH_NS - Math.floorMod(Long.MIN_VALUE, EPOCH_NS)}) {
            byte[] cookie = authority.cookieFor(CLIENT, origin);
            assertThat(cookie).hasSize(16);
            assertThat(authority.isValid(cookie, CLIENT, origin)).isTrue();
            assertThat(authority.isValid(cookie, CLIENT, origin + 2 * EPOCH_NS - 1)).isTrue();
            assertThat(authority.isValid(cookie, CLIENT, origin + 2 * EPOCH_NS)).isFalse();
            assertThat(authority.isValid(cookie, CLIENT, origin - 1)).isFalse();
        }
    }

    @Test
    @DisplayName("CONV-DD-9 CONV-6.2.7-1 a cookie is bound to the client's address and the secret, in every bit")
    void bound() {
        byte[] cookie = authority.cookieFor(CLIENT, 0);
        assertThat(authority.isValid(cookie, IpAddress.parse("10.1.0.2"), 0)).isFalse();
        assertThat(new CookieAuthority(secret(2), EPOCH_NS).isValid(cookie, CLIENT, 0)).isFalse();
        for (int bit = 0; bit < 128; bit++) {
            byte[] other = cookie.clone();
            other[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(authority.isValid(other, CLIENT, 0)).isFalse();
        }
        assertThat(authority.isValid(new byte[0], CLIENT, 0)).isFalse();
        assertThat(authority.isValid(Arrays.copyOf(cookie, 15), CLIENT, 0)).isFalse();
        assertThat(authority.isValid(Arrays.copyOf(cookie, 20), CLIENT, 0)).isFalse();
    }

    @Test
    @DisplayName("CONV-DD-9 a short secret is refused")
    void secretLength() {
        assertThatIllegalArgumentException().isThrownBy(() -> new CookieAuthority(new byte[31], EPOCH_NS));
        assertThatIllegalArgumentException().isThrownBy(() -> new CookieAuthority(secret(1), 0));
    }
}
