package io.tributary.convert.main.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.wire.IpAddress;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("address block")
class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/24, 10.1.0.255, true", "10.1.0.0/24, 10.1.1.0, false", "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false", "::/0, 2001:db8::1, true", "::/0, 10.0.0.1, false", "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::, false", "::1/128, ::1, true", "::1/128, ::2, false", "10.1.0.7, 10.1.0.7, true",
        "10.1.0.7, 10.1.0.6, false", "2001:db8::/65, 2001:db8::7fff:0:0:0, true", "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "2001:db8::/64, 2001:db8::ffff:0:0:0, true"})
    @DisplayName("contains what its bits say, in its own family")
    void contains(String prefix, String address, boolean expected) {
        assertThat(Prefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.0.0/33", "10.1.0.0/", "10.1.0.1/24", "::/129", "10.1/16", "", "/8", "host/8", "10.1.0.0/-1", "2001:db8::1/64"})
    @DisplayName("refuses what is no block")
    void refused(String text) {
        assertThatThrownBy(() -> Prefix.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(20)
    @DisplayName("agrees with BigInteger arithmetic on random addresses")
    void oracle(RepetitionInfo run) {
        Random random = new Random(run.getCurrentRepetition());
        for (int i = 0; i < 200; i++) {
            boolean v4 = random.nextBoolean();
            IpAddress a = address(random, v4, 0);
            int length = random.nextInt(v4 ? 33 : 129);
            IpAddress b = random.nextBoolean() ? address(random, v4, 0) : near(a, random.nextInt(v4 ? 32 : 128));
            java.math.BigInteger x = new java.math.BigInteger(1, a.bytes());
            java.math.BigInteger y = new java.math.BigInteger(1, b.bytes());
            int shift = (v4 ? 32 : 128) - length;
            java.math.BigInteger first = x.shiftRight(shift).shiftLeft(shift);
            Prefix p = new Prefix(of(first, v4), length);
            assertThat(p.contains(b)).as("%s %s", p, b).isEqualTo(x.shiftRight(shift).equals(y.shiftRight(shift)));
        }
    }

    private static IpAddress address(Random random, boolean v4, int ignored) {
        return v4 ? new IpAddress(0, IpAddress.v4(random.nextInt())) : new IpAddress(random.nextLong() | 1L << 61, random.nextLong());
    }

    private static IpAddress near(IpAddress a, int bit) {
        return bit < 64 ? new IpAddress(a.hi(), a.lo() ^ 1L << bit) : new IpAddress(a.hi() ^ 1L << bit - 64, a.lo());
    }

    private static IpAddress of(java.math.BigInteger value, boolean v4) {
        return v4 ? new IpAddress(0, IpAddress.v4(value.intValue()))
            : new IpAddress(value.shiftRight(64).longValue(), value.longValue());
    }
}
