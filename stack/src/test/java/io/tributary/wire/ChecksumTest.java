package io.tributary.wire;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class ChecksumTest {
    private final Random random = new Random(1071);

    @Test
    @DisplayName("R1071-1-1 the example of the RFC's section 3 sums to ddf2")
    void example() {
        UnsafeBuffer b = Bytes.exactly(Bytes.hex("0001 f203 f4f5 f6f7"));
        assertThat(Checksum.fold(Checksum.sum(b, 0, 8))).isEqualTo(0xddf2);
        assertThat(Checksum.finish(Checksum.sum(b, 0, 8))).isEqualTo(0x220d);
    }

    @Test
    @DisplayName("R1071-1-1 every length and offset agrees with adding word by word, without reading outside")
    void agreesWithNaive() {
        for (int len = 0; len < 200; len++) {
            byte[] bytes = Bytes.random(random, len);
            assertThat(Checksum.fold(Checksum.sum(Bytes.exactly(bytes), 0, len))).as("length %d", len).isEqualTo(naive(bytes));
        }
        byte[] large = Bytes.random(random, 65_535);
        assertThat(Checksum.fold(Checksum.sum(Bytes.exactly(large), 0, large.length))).isEqualTo(naive(large));
    }

    @Test
    @DisplayName("R1071-1-1 bytes of 0xff are not sign-extended: 64 KiB of them sum to ffff")
    void noSignExtension() {
        byte[] ones = new byte[65_536];
        java.util.Arrays.fill(ones, (byte) 0xff);
        assertThat(Checksum.fold(Checksum.sum(new UnsafeBuffer(ones), 0, ones.length))).isEqualTo(0xffff);
        assertThat(Checksum.fold(Checksum.sum(new UnsafeBuffer(new byte[64]), 0, 64))).isZero();
    }

    @Test
    @DisplayName("R1071-1-1 the sum of two pieces is the sum of the whole; a piece at an odd offset is swapped")
    void pieces() {
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = Bytes.random(random, 1 + random.nextInt(3_000));
            UnsafeBuffer b = new UnsafeBuffer(bytes);
            int cut = random.nextInt(bytes.length + 1);
            int tail = Checksum.fold(Checksum.sum(b, cut, bytes.length - cut));
            long whole = Checksum.add(Checksum.sum(b, 0, cut), cut % 2 == 0 ? tail : Checksum.swap(tail));
            assertThat(Checksum.fold(whole)).isEqualTo(naive(bytes));
        }
    }

    @Test
    @DisplayName("MPTCP-3.3.1-5 DSS vector of 1283 octets: partial sums 989e and 1a1b, the second swapped, give bb00")
    void dssVector() {
        byte[] data = new byte[1_283];
        for (int i = 0; i < 1_280; i++) {
            data[i] = (byte) i;
        }
        data[1_280] = 'x';
        data[1_281] = 'y';
        data[1_282] = 'z';
        UnsafeBuffer b = new UnsafeBuffer(data);
        int first = Checksum.fold(Checksum.sum(b, 0, 501));
        int second = Checksum.fold(Checksum.sum(b, 501, 782));
        assertThat(first).isEqualTo(0x989e);
        assertThat(second).isEqualTo(0x1a1b);
        UnsafeBuffer pseudo = Bytes.exactly(Bytes.hex("e3db22c6785a0d46 00000001 0503 0000"));
        assertThat(Checksum.finish(first + Checksum.swap(second) + Checksum.sum(pseudo, 0, 16))).isEqualTo(0xbb00);
    }

    @Test
    @DisplayName("R1071-1-1 adding two partials keeps the carry out of 64 bits, and folding takes any value")
    void addCarries() {
        assertThat(Checksum.add(-1L, 1L)).isEqualTo(1L);
        assertThat(Checksum.fold(-1L)).isEqualTo(0xffff);
        assertThat(Checksum.fold(0x1_0000_0000L)).isEqualTo(1);
        assertThat(Checksum.fold(0xffff_ffff_0001L)).isEqualTo(1);
        assertThat(Checksum.fold(0x0001_ffff_ffffL)).isEqualTo(1);
    }

    @Test
    @DisplayName("R1624-3-1 the RFC's example yields 0000, where the older equation yields ffff")
    void incrementalExample() {
        assertThat(Checksum.update(0xdd2f, 0x5555, 0x3285)).isEqualTo(0x0000);
    }

    @Test
    @DisplayName("R1624-3-1 changing any word gives the checksum of the changed bytes")
    void incremental() {
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = Bytes.random(random, 20);
            UnsafeBuffer b = new UnsafeBuffer(bytes);
            int before = Checksum.finish(Checksum.sum(b, 0, 20));
            int at = 2 * random.nextInt(10);
            int m = b.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff;
            int m2 = random.nextInt(8) == 0 ? (random.nextBoolean() ? 0 : 0xffff) : random.nextInt(0x10000);
            b.putShort(at, (short) m2, ByteOrder.BIG_ENDIAN);
            assertThat(Checksum.update(before, m, m2)).isEqualTo(Checksum.finish(Checksum.sum(b, 0, 20)));
        }
    }

    @Test
    @DisplayName("R8200-8.1-1 pseudo-headers equal the sum of the bytes they stand for")
    void pseudoHeaders() {
        for (int i = 0; i < 1_000; i++) {
            UnsafeBuffer v6 = new UnsafeBuffer(Bytes.random(random, 40));
            int length = random.nextInt(0x10000);
            v6.putInt(32, length, ByteOrder.BIG_ENDIAN);
            v6.putInt(36, 6, ByteOrder.BIG_ENDIAN);
            long[] half = new long[4];
            for (int k = 0; k < 4; k++) {
                half[k] = v6.getLong(8 * k, ByteOrder.BIG_ENDIAN);
            }
            assertThat(Checksum.fold(Checksum.pseudoHeaderV6(half[0], half[1], half[2], half[3], 6, length)))
                .isEqualTo(Checksum.fold(Checksum.sum(v6, 0, 40)));
            UnsafeBuffer v4 = new UnsafeBuffer(Bytes.random(random, 12));
            v4.putShort(8, (short) 6, ByteOrder.BIG_ENDIAN);
            v4.putShort(10, (short) length, ByteOrder.BIG_ENDIAN);
            int source = v4.getInt(0, ByteOrder.BIG_ENDIAN);
            int destination = v4.getInt(4, ByteOrder.BIG_ENDIAN);
            int expected = Checksum.fold(Checksum.sum(v4, 0, 12));
            assertThat(Checksum.fold(Checksum.pseudoHeaderV4(source, destination, 6, length))).isEqualTo(expected);
            assertThat(Checksum.fold(Checksum.pseudoHeader(0, IpAddress.v4(source), 0, IpAddress.v4(destination), 6, length)))
                .isEqualTo(expected);
        }
    }

    private static int naive(byte[] b) {
        long s = 0;
        for (int i = 0; i < b.length; i += 2) {
            s += (b[i] & 0xff) << 8 | (i + 1 < b.length ? b[i + 1] & 0xff : 0);
        }
        while (s > 0xffff) {
            s = (s & 0xffff) + (s >> 16);
        }
        return (int) s;
    }
}
