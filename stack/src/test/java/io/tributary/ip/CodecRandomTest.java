package io.tributary.ip;

import io.tributary.wire.Bytes;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Random and mutated inputs, the same ones in every run. */
class CodecRandomTest {
    private static final int INPUTS = 200_000;
    private static final byte[] KINDS = {0, 1, 2, 3, 4, 5, 8, 30, 30, 34};
    private static final byte[] NEXT = {0, 1, 6, 43, 44, 58, 59, 60};

    private final CodecExercise exercise = new CodecExercise();
    private final Random random = new Random(8684);

    @Test
    @DisplayName("the buffers used here throw on a read outside, or none of these tests would say anything")
    void boundsAreChecked() {
        UnsafeBuffer b = Bytes.exactly(new byte[4]);
        assertThat(b.getInt(0)).isZero();
        assertThatThrownBy(() -> b.getByte(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> b.getByte(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> b.getInt(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    @DisplayName("TCP-MUST-7 200,000 random option lists: no exception, no read outside")
    void randomOptions() {
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = Bytes.random(random, random.nextInt(41));
            for (int at = 0; at < bytes.length; at += 2 + random.nextInt(12)) {
                bytes[at] = KINDS[random.nextInt(KINDS.length)];
            }
            exercise.options(bytes);
        }
    }

    @Test
    @DisplayName("MPTCP-3-1 200,000 random MPTCP options of random lengths; those that are well-formed survive a round trip")
    void randomMptcp() {
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = Bytes.random(random, 3 + random.nextInt(38));
            bytes[0] = 30;
            bytes[1] = (byte) bytes.length;
            exercise.mptcpOption(bytes);
        }
        assertThat(exercise.goodOptions).isGreaterThan(10_000);
    }

    @Test
    @DisplayName("MPTCP-3-1 200,000 changed and cut option lists")
    void mutatedOptions() {
        List<byte[]> seeds = CodecSeeds.options();
        for (int i = 0; i < INPUTS; i++) {
            exercise.options(cut(Bytes.mutate(random, seeds.get(random.nextInt(seeds.size())))));
        }
        assertThat(exercise.goodOptions).isGreaterThan(50_000);
    }

    @Test
    @DisplayName("TCP-MUST-7 200,000 random TCP headers")
    void randomTcp() {
        for (int i = 0; i < INPUTS; i++) {
            exercise.tcpHeader(Bytes.random(random, random.nextInt(80)));
        }
    }

    @Test
    @DisplayName("R791-3.1-1 R8200-4-1 200,000 random packets with a plausible start")
    void randomPackets() {
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = Bytes.random(random, random.nextInt(160));
            if (bytes.length > 40) {
                boolean v4 = random.nextBoolean();
                bytes[0] = (byte) (v4 ? 0x45 + random.nextInt(3) : 0x60);
                bytes[v4 ? 2 : 4] = 0;
                bytes[v4 ? 3 : 5] = (byte) Math.min(127, bytes.length - (v4 ? 0 : 40) + random.nextInt(3) - 1);
                bytes[v4 ? 9 : 6] = NEXT[random.nextInt(NEXT.length)];
                if (!v4) {
                    bytes[40] = NEXT[random.nextInt(NEXT.length)];
                }
            }
            exercise.packet(CodecExercise.repaired(bytes));
        }
        assertThat(exercise.goodPackets).isGreaterThan(10_000);
    }

    @Test
    @DisplayName("R791-3.1-1 R8200-4-1 R4443-2-1 200,000 changed and cut packets, through segments, ICMP and reassembly")
    void mutatedPackets() {
        List<byte[]> seeds = CodecSeeds.packets();
        for (int i = 0; i < INPUTS; i++) {
            byte[] bytes = cut(Bytes.mutate(random, seeds.get(random.nextInt(seeds.size()))));
            exercise.packet(random.nextInt(8) == 0 ? bytes : CodecExercise.repaired(bytes));
        }
        assertThat(exercise.goodPackets).isGreaterThan(50_000);
        assertThat(exercise.goodSegments).isGreaterThan(20_000);
        assertThat(exercise.goodErrors).isGreaterThan(1_000);
        assertThat(exercise.answered).isGreaterThan(10_000);
        assertThat(exercise.reassembled).isPositive();
    }

    private byte[] cut(byte[] bytes) {
        return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 4)) : bytes;
    }
}
