package io.tributary.convert.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ConvertFuzzTest {
    /** Whatever is parsed can be put on the wire, and means the same then. */
    private static void check(byte[] b) {
        Parsed p = ConvertMessage.parse(b, 0, b.length);
        if (p instanceof Parsed.Complete c) {
            assertThat(c.length()).isBetween(8, Math.min(b.length, ConvertHeader.MAX_OCTETS));
            byte[] again = c.message().encode();
            assertThat(again.length).isLessThanOrEqualTo(c.length());
            Parsed.Complete second = (Parsed.Complete) ConvertMessage.parse(again, 0, again.length);
            assertThat(second.message().encode()).isEqualTo(again);
            c.message().find(ExtendedTcpHeaderTlv.class).ifPresent(ExtendedTcpHeaderTlv::showsMultipath);
        } else if (p instanceof Parsed.Broken broken) {
            assertThat(ConvertMessage.encode(broken.answer()).length).isLessThanOrEqualTo(ConvertHeader.MAX_OCTETS);
        }
    }

    @FuzzTest(maxDuration = "30s")
    @DisplayName("CONV-9-1 arbitrary octets never throw")
    void octets(byte[] b) {
        check(b);
    }

    @Test
    @DisplayName("CONV-9-1 arbitrary octets behind a right header never throw")
    void seededOctets() {
        Random random = new Random(8803);
        int complete = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] b = new byte[4 + random.nextInt(64)];
            for (int k = 0; k < b.length; k++) {
                // small numbers: types and lengths that exist come up often
                b[k] = (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : random.nextInt(32));
            }
            b[0] = 1;
            b[1] = (byte) random.nextInt(8);
            b[2] = 0x22;
            b[3] = 0x63;
            check(b);
            complete += ConvertMessage.parse(b, 0, b.length) instanceof Parsed.Complete ? 1 : 0;
        }
        assertThat(complete).isGreaterThan(100);
    }

    @Test
    @DisplayName("CONV-6.2.1-1 generated messages survive the wire, mutated ones never throw")
    void roundTripAndMutation() {
        Random random = new Random(2263);
        RandomMessages messages = new RandomMessages(6);
        for (int i = 0; i < 20_000; i++) {
            Tlv[] tlvs = messages.next();
            byte[] wire = ConvertMessage.encode(tlvs);
            Parsed.Complete parsed = (Parsed.Complete) ConvertMessage.parse(wire, 0, wire.length);
            assertThat(parsed.length()).isEqualTo(wire.length);
            assertThat(parsed.message().tlvs()).extracting(Tlv::type)
                .containsExactly(Arrays.stream(tlvs).map(Tlv::type).toArray(Integer[]::new));
            assertThat(parsed.message().encode()).isEqualTo(wire);
            wire[random.nextInt(wire.length)] ^= (byte) (1 << random.nextInt(8));
            check(wire);
        }
    }
}
