package io.tributary.mptcp.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DataSequenceTest {
    @Test
    @DisplayName("MPTCP-3.3.1-14 32-bit values become the nearest position, over wraps in both directions")
    void promotesToNearest() {
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            long idsn = random.nextLong();
            long reference = random.nextLong() >>> 20;
            long position = reference + random.nextInt();
            long promoted = DataSequence.promote(idsn, reference, (int) DataSequence.dsn(idsn, position));
            assertThat(promoted).isEqualTo(position);
        }
    }

    @Test
    @DisplayName("MPTCP-3.3.1-14 an old packet does not bump the upper half, a wrapping one does")
    void aroundWrap() {
        long idsn = 0x0000_0001_ffff_fff0L;
        assertThat(DataSequence.promote(idsn, 0x20, 0xffff_fffe)).isEqualTo(0xe);
        assertThat(DataSequence.promote(idsn, 0xe, 0x10)).isEqualTo(0x20);
        assertThat(DataSequence.dsn(idsn, 0x20)).isEqualTo(0x0000_0002_0000_0010L);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-11 64-bit numbers wrap around the end of their space")
    void wraps64() {
        long idsn = -3;
        assertThat(DataSequence.dsn(idsn, 5)).isEqualTo(2);
        assertThat(DataSequence.position(idsn, 2)).isEqualTo(5);
    }
}
