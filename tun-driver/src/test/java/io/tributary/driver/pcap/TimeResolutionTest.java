package io.tributary.driver.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TimeResolutionTest {
    @Test
    @DisplayName("every resolution against arbitrary precision, as long as the result fits 64 bits")
    void model() {
        Random random = new Random(5);
        for (int code = 0; code < 256; code++) {
            BigInteger unit = (code & 0x80) != 0 ? BigInteger.TWO.pow(code & 0x7f) : BigInteger.TEN.pow(code);
            for (int i = 0; i < 200; i++) {
                long units = random.nextLong() >>> random.nextInt(64);
                BigInteger ns = new BigInteger(Long.toUnsignedString(units)).multiply(BigInteger.valueOf(1_000_000_000)).divide(unit);
                if (ns.bitLength() < 64) {
                    assertThat(new TimeResolution(code, 0).toNs(units)).as("%d of unit %d", units, code).isEqualTo(ns.longValueExact());
                    assertThat(new TimeResolution(code, -2).toNs(units)).isEqualTo(ns.longValueExact() - 2_000_000_000L);
                }
            }
        }
    }
}
