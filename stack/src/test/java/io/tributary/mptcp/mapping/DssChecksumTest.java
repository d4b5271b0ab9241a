package io.tributary.mptcp.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.wire.Checksum;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class DssChecksumTest {
    private static final long DSN = 0xe3db22c6785a0d46L;

    private static int of(long dsn, int ssn, int length, byte[] data) {
        return DssChecksum.of(dsn, ssn, length, Checksum.sum(new UnsafeBuffer(data), 0, data.length));
    }

    private static byte[] mixed1283() {
        byte[] data = new byte[1283];
        for (int i = 0; i < 1280; i++) {
            data[i] = (byte) i;
        }
        System.arraycopy("xyz".getBytes(StandardCharsets.US_ASCII), 0, data, 1280, 3);
        return data;
    }

    @Test
    @DisplayName("MPTCP-3.3.1-5 checksum vectors: data, pseudo-header with 64-bit DSN")
    void vectors() {
        byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
        assertThat(of(DSN, 1, 5, hello)).isEqualTo(0x2fe5);
        assertThat(of(DSN, 1, 1283, mixed1283())).isEqualTo(0xbb00);
        assertThat(of(0x0123456789abcdefL, 1, 4, new byte[] {(byte) 0xde, (byte) 0xad, (byte) 0xbe, (byte) 0xef}))
            .isEqualTo(0xc437);
    }

    @Test
    @DisplayName("MPTCP-3.3.3-3 a DATA_FIN counts in the length only; alone the checksum covers the pseudo-header")
    void dataFin() {
        assertThat(of(DSN, 1, 6, "hello".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0x2fe4);
        assertThat(of(DSN + 5, 0, 1, new byte[0])).isEqualTo(0x73b7);
    }

    @Test
    @DisplayName("MPTCP-3.3.1-6 partial sums of pieces, bytes swapped at odd offsets")
    void pieces() {
        UnsafeBuffer data = new UnsafeBuffer(mixed1283());
        long first = Checksum.sum(data, 0, 501);
        long second = Checksum.sum(data, 501, 782);
        assertThat(Checksum.fold(first)).isEqualTo(0x989e);
        assertThat(Checksum.fold(second)).isEqualTo(0x1a1b);
        long sum = DssChecksum.addPiece(DssChecksum.addPiece(0, 0, first), 501, second);
        assertThat(DssChecksum.of(DSN, 1, 1283, sum)).isEqualTo(0xbb00);
        assertThat(DssChecksum.verifies(DSN, 1, 1283, sum, 0xbb00)).isTrue();
        assertThat(DssChecksum.verifies(DSN, 1, 1283, sum, 0xbb01)).isFalse();
    }

    @Test
    @DisplayName("MPTCP-3.3.1-6 any split in any order gives the checksum of the whole")
    void randomSplits() {
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] data = new byte[1 + random.nextInt(3000)];
            random.nextBytes(data);
            UnsafeBuffer buffer = new UnsafeBuffer(data);
            long dsn = random.nextLong();
            int ssn = random.nextInt();
            int[] cuts = new int[2 + random.nextInt(6)];
            for (int i = 1; i < cuts.length; i++) {
                cuts[i] = random.nextInt(data.length + 1);
            }
            java.util.Arrays.sort(cuts);
            cuts[cuts.length - 1] = data.length;
            java.util.List<Integer> order = new java.util.ArrayList<>();
            for (int i = 0; i + 1 < cuts.length; i++) {
                order.add(i);
            }
            java.util.Collections.shuffle(order, random);
            long sum = 0;
            for (int i : order) {
                sum = DssChecksum.addPiece(sum, cuts[i], Checksum.sum(buffer, cuts[i], cuts[i + 1] - cuts[i]));
            }
            int field = of(dsn, ssn, data.length, data);
            assertThat(DssChecksum.of(dsn, ssn, data.length, sum)).isEqualTo(field);
            assertThat(DssChecksum.verifies(dsn, ssn, data.length, sum, field)).isTrue();
        }
    }
}
