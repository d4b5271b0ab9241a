package io.tributary.convert.main.demo.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PatternDataTest {
    private static final long SEED = 77;

    @Test
    @DisplayName("a stream is the same however it is cut into pieces")
    void pieces() {
        byte[] whole = new byte[5_000];
        PatternData.fill(whole, 0, whole.length, SEED, 0);
        Random random = new Random(1);
        byte[] pieces = new byte[whole.length];
        for (int at = 0; at < pieces.length; ) {
            int length = Math.min(1 + random.nextInt(40), pieces.length - at);
            PatternData.fill(pieces, at, length, SEED, at);
            assertThat(PatternData.firstDifference(whole, at, length, SEED, at)).isEqualTo(-1);
            at += length;
        }
        assertThat(pieces).isEqualTo(whole);
    }

    @Test
    @DisplayName("damage is found at its byte")
    void damage() {
        Random random = new Random(2);
        for (int round = 0; round < 200; round++) {
            long position = random.nextInt(10_000);
            byte[] received = new byte[1 + random.nextInt(300)];
            PatternData.fill(received, 0, received.length, SEED, position);
            int broken = random.nextInt(received.length);
            received[broken] ^= (byte) (1 << random.nextInt(8));
            assertThat(PatternData.firstDifference(received, 0, received.length, SEED, position)).isEqualTo(position + broken);
        }
    }

    @Test
    @DisplayName("a lost, a repeated and a foreign stretch are noticed")
    void displacement() {
        byte[] stream = new byte[4_096];
        PatternData.fill(stream, 0, stream.length, SEED, 0);
        byte[] lost = Arrays.copyOfRange(stream, 1_448, 2_896);
        assertThat(PatternData.firstDifference(lost, 0, lost.length, SEED, 0)).isBetween(0L, 8L);
        assertThat(PatternData.firstDifference(lost, 0, lost.length, SEED, 2_896)).isBetween(2_896L, 2_904L);
        assertThat(PatternData.firstDifference(stream, 0, stream.length, SEED + 1, 0)).isBetween(0L, 8L);
    }
}
