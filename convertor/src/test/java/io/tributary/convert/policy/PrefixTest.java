package io.tributary.convert.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.wire.IpAddress;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.1.0.0/24, 10.1.0.0, true", "10.1.0.0/24, 10.1.0.255, true", "10.1.0.0/24, 10.1.1.0, false",
        "10.1.0.0/24, 10.0.255.255, false", "0.0.0.0/0, 255.255.255.255, true", "0.0.0.0/0, 2001:db8::1, false",
        "0.0.0.0/0, ::, false", "::/0, 2001:db8::1, true", "::/0, 10.1.0.1, false", "10.1.0.7, 10.1.0.7, true",
        "10.1.0.7, 10.1.0.6, false", "2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::, false",
        "2001:db8::/64, 2001:db8::ffff:0:0:1, true", "2001:db8::/65, 2001:db8::8000:0:0:1, false",
        "2001:db8::1, 2001:db8::1, true", "2001:db8::1/128, 2001:db8::, false", "fe80::/10, febf::1, true"})
    @DisplayName("CONV-9.2-1 a prefix holds its own family's addresses only")
    void contains(String prefix, String address, boolean in) {
        assertThat(Prefix.parse(prefix).contains(IpAddress.parse(address))).isEqualTo(in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/a", "10.0.0.1/24", "2001:db8::1/64",
        "2001:db8::/129", "example.org/8", "10.0.0.0/8/8", "10.0.0.0/99999999999"})
    @DisplayName("CONV-9.2-1 what is no prefix is refused at configuration, host bits too")
    void refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Prefix.parse(text));
    }

    @Test
    @DisplayName("CONV-9.2-1 prefixes of every length agree with arithmetic on 128 bits")
    void agreesWithArithmetic() {
        Random random = new Random(6724);
        for (int i = 0; i < 20_000; i++) {
            boolean v4 = random.nextBoolean();
            int width = v4 ? 32 : 128;
            int bits = random.nextInt(width + 1);
            BigInteger base = new BigInteger(width, random).shiftRight(width - bits).shiftLeft(width - bits);
            BigInteger probe = random.nextBoolean() ? new BigInteger(width, random)
                : base.flipBit(random.nextInt(width));
            boolean in = probe.shiftRight(width - bits).equals(base.shiftRight(width - bits));
            Prefix prefix = new Prefix(address(base, v4), bits);
            assertThat(prefix.contains(address(probe, v4))).as("%s %s", prefix, address(probe, v4))
                .isEqualTo(in && address(probe, v4).isV4() == address(base, v4).isV4());
        }
    }

    private static IpAddress address(BigInteger n, boolean v4) {
        return v4 ? new IpAddress(0, IpAddress.v4(n.intValue())) : new IpAddress(n.shiftRight(64).longValue(), n.longValue());
    }
}
