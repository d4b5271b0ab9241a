package io.tributary.ip;

import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.metrics.DropReason;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.Bytes;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import io.tributary.wire.option.OptionPlan;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class FragmentReassemblerTest {
    private static final long TIMEOUT = 60_000_000_000L;

    private final Counters counters = new Counters();
    private final FragmentReassembler reassembler = new FragmentReassembler(4, TIMEOUT, counters, (first, zone, now) -> { });
    private final Random random = new Random(791);
    private final byte[] payload = Bytes.random(random, 3_000);

    /** Cuts a packet of either family into fragments whose payloads end at these offsets and at the end. */
    private static List<byte[]> cut(byte[] packet, int id, int... ends) {
        List<byte[]> fragments = new ArrayList<>();
        boolean v4 = packet[0] >>> 4 == 4;
        int header = v4 ? (packet[0] & 0xf) * 4 : 40;
        int total = packet.length - header;
        int from = 0;
        for (int i = 0; i <= ends.length; i++) {
            int to = i < ends.length ? ends[i] : total;
            fragments.add(fragment(packet, id, from, to, to < total));
            from = to;
        }
        return fragments;
    }

    /** One fragment: these octets of the packet's payload (zeros beyond its end). */
    private static byte[] fragment(byte[] packet, int id, int from, int to, boolean more) {
        boolean v4 = packet[0] >>> 4 == 4;
        int header = v4 ? (packet[0] & 0xf) * 4 : 40;
        byte[] part = Arrays.copyOfRange(packet, header + from, header + to);
        int newHeader = header + (v4 ? 0 : 8);
        byte[] b = Arrays.copyOf(Arrays.copyOf(packet, header), newHeader + part.length);
        System.arraycopy(part, 0, b, newHeader, part.length);
        UnsafeBuffer u = new UnsafeBuffer(b);
        if (v4) {
            u.putShort(2, (short) b.length, ByteOrder.BIG_ENDIAN);
            u.putShort(4, (short) id, ByteOrder.BIG_ENDIAN);
            u.putShort(6, (short) (from / 8 | (more ? 0x2000 : 0)), ByteOrder.BIG_ENDIAN);
            return Packets.repaired(b);
        }
        u.putShort(4, (short) (b.length - 40), ByteOrder.BIG_ENDIAN);
        b[40] = b[6];
        b[41] = 0;
        b[6] = 44;
        u.putShort(42, (short) (from | (more ? 1 : 0)), ByteOrder.BIG_ENDIAN);
        u.putInt(44, id, ByteOrder.BIG_ENDIAN);
        return b;
    }

    private boolean add(byte[] fragment) {
        return reassembler.add(Packets.view(fragment), 0, 0);
    }

    private byte[] completed() {
        byte[] b = new byte[reassembler.length()];
        reassembler.buffer().getBytes(reassembler.at(), b);
        return b;
    }

    private byte[] tcp4() {
        return Packets.repaired(Packets.with(Packets.tcp(Packets.A4, Packets.B4, new OptionPlan(), payload), 6, 0));
    }

    private byte[] tcp6() {
        return Packets.tcp(Packets.A6, Packets.B6, new OptionPlan(), payload);
    }

    @Test
    @DisplayName("R791-3.2-1 fragments in any order give the packet they were cut from, both families")
    void anyOrder() {
        for (int round = 0; round < 200; round++) {
            byte[] packet = round % 2 == 0 ? tcp4() : tcp6();
            List<byte[]> fragments = cut(packet, round, 8, 16, 1_000, 1_008, 2_480);
            Collections.shuffle(fragments, random);
            for (int i = 0; i < fragments.size(); i++) {
                assertThat(add(fragments.get(i))).isEqualTo(i == fragments.size() - 1);
            }
            byte[] expected = packet.clone();
            if (round % 2 == 0) {
                expected = Packets.with(Packets.with(packet, 4, round >> 8), 5, round);
            }
            assertThat(completed()).isEqualTo(expected);
        }
        assertThat(reassembler.size()).isZero();
        assertThat(counters.get(Counter.IP_REASM_OKS)).isEqualTo(200);
        assertThat(counters.get(Counter.IP_REASM_REQDS)).isEqualTo(1_200);
        assertThat(counters.get(Counter.IP_REASM_FAILS)).isZero();
    }

    @Test
    @DisplayName("R791-3.2-1 a TCP header split over two fragments is a segment again, with a good checksum")
    void splitTcpHeader() {
        for (byte[] packet : new byte[][] {tcp4(), tcp6()}) {
            List<byte[]> fragments = cut(packet, 7, 8);
            assertThat(add(fragments.get(0))).isFalse();
            assertThat(add(fragments.get(1))).isTrue();
            PacketView p = new PacketView();
            IpInput input = new IpInput();
            assertThat(input.parse(reassembler.buffer(), reassembler.at(), reassembler.length(), Packets.NONE, p)).isNull();
            assertThat(p.isFragment).isFalse();
            SegmentView s = new SegmentView();
            assertThat(new SegmentParser().parse(p, Packets.NONE, 0, s)).isNull();
            assertThat(s.payloadLength).isEqualTo(payload.length);
        }
    }

    @Test
    @DisplayName("R8200-4-1 headers before the fragment header stay, those behind it too, and the chain is mended")
    void extensionHeaders() {
        byte[] packet = Packets.tcp6With(60, "0600 0104 00000000");
        List<byte[]> fragments = new ArrayList<>();
        for (byte[] f : cut(packet, 9, 16)) {
            byte[] withHop = Packets.insert(f, 40, Bytes.hex("2c00 0104 00000000"));
            withHop[6] = 0;
            new UnsafeBuffer(withHop).putShort(4, (short) (withHop.length - 40), ByteOrder.BIG_ENDIAN);
            fragments.add(withHop);
        }
        assertThat(add(fragments.get(1))).isFalse();
        assertThat(add(fragments.get(0))).isTrue();
        byte[] expected = Packets.insert(packet, 40, Bytes.hex("3c00 0104 00000000"));
        expected[6] = 0;
        new UnsafeBuffer(expected).putShort(4, (short) (expected.length - 40), ByteOrder.BIG_ENDIAN);
        assertThat(completed()).isEqualTo(expected);
        assertThat(Packets.parse(completed(), new PacketView())).isNull();
    }

    @Test
    @DisplayName("R791-3.2-1 an overlap ends the datagram: at either side, by one unit, inside, around")
    void overlaps() {
        int[][] second = {{0, 8}, {64, 80}, {8, 24}, {56, 72}, {32, 40}, {0, 128}, {24, 56}};
        for (int[] range : second) {
            byte[] packet = tcp4();
            int failsBefore = (int) counters.get(Counter.IP_REASM_FAILS);
            add(fragment(packet, 1, 16, 64, true));
            assertThat(add(fragment(packet, 1, range[0], range[1], true))).isFalse();
            boolean overlaps = range[0] < 64 && range[1] > 16;
            assertThat(reassembler.size()).as("%d to %d", range[0], range[1]).isEqualTo(overlaps ? 0 : 1);
            assertThat(counters.get(Counter.IP_REASM_FAILS) - failsBefore).isEqualTo(overlaps ? 1 : 0);
            reassembler.expire(TIMEOUT);
        }
    }

    @Test
    @DisplayName("R8200-4-1 an exact repetition is ignored, the datagram still completes")
    void duplicates() {
        List<byte[]> fragments = cut(tcp6(), 3, 800, 1_600);
        assertThat(add(fragments.get(0))).isFalse();
        assertThat(add(fragments.get(0))).isFalse();
        assertThat(add(fragments.get(2))).isFalse();
        assertThat(add(fragments.get(2))).isFalse();
        assertThat(add(fragments.get(1))).isTrue();
        assertThat(completed()).isEqualTo(tcp6());
    }

    @Test
    @DisplayName("R791-3.2-1 two ends, or data behind the end, end the datagram")
    void contradictoryEnd() {
        byte[] packet = tcp4();
        add(fragment(packet, 1, 64, 100, false));
        add(fragment(packet, 1, 104, 112, true));
        assertThat(reassembler.size()).as("behind the end").isZero();
        add(fragment(packet, 2, 104, 112, true));
        add(fragment(packet, 2, 64, 100, false));
        assertThat(reassembler.size()).as("end before known data").isZero();
        add(fragment(packet, 3, 64, 100, false));
        add(fragment(packet, 3, 8, 20, false));
        assertThat(reassembler.size()).as("a second end").isZero();
    }

    @Test
    @DisplayName("R791-3.2-1 impossible fragments take nobody's place: no payload, odd length, beyond 65,535")
    void impossible() {
        byte[] packet = tcp4();
        add(fragment(packet, 1, 16, 16, true));
        add(fragment(packet, 1, 16, 23, true));
        byte[] far = Packets.with(Packets.with(fragment(packet, 1, 0, 1_000, true), 6, 0x3f), 7, 0xff);
        add(far);
        assertThat(reassembler.size()).isZero();
        assertThat(counters.get(Counter.IP_REASM_FAILS)).isEqualTo(3);
        assertThat(add(fragment(packet, 1, 16, 24, true))).isFalse();
        assertThat(reassembler.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("R791-3.2-1 the largest datagram is put together, one octet more is not")
    void largest() {
        for (int extra = 0; extra < 2; extra++) {
            byte[] data = new byte[65_535 - 40 + extra];
            byte[] packet = Arrays.copyOf(Packets.tcp4(), 40 + data.length);
            boolean done = false;
            for (int from = 0; from < packet.length - 20; from += 1_480) {
                int to = Math.min(from + 1_480, packet.length - 20);
                done |= add(fragment(packet, 5 + extra, from, to, to < packet.length - 20));
            }
            assertThat(done).isEqualTo(extra == 0);
            if (done) {
                assertThat(reassembler.length()).isEqualTo(65_535);
            }
        }
    }

    @Test
    @DisplayName("R791-3.2-1 source, destination, protocol, id and zone tell datagrams apart")
    void keys() {
        byte[] packet = tcp4();
        reassembler.add(Packets.view(fragment(packet, 1, 0, 800, true)), 0, 0);
        assertThat(reassembler.add(Packets.view(fragment(packet, 2, 800, 3_020, false)), 0, 0)).as("other id").isFalse();
        assertThat(reassembler.add(Packets.view(fragment(packet, 1, 800, 3_020, false)), 1, 0)).as("other zone").isFalse();
        byte[] otherProtocol = Packets.with(fragment(packet, 1, 800, 3_020, false), 9, 17);
        assertThat(reassembler.add(Packets.view(otherProtocol), 0, 0)).as("other protocol").isFalse();
        assertThat(reassembler.add(Packets.view(fragment(packet, 1, 800, 3_020, false)), 0, 0)).isTrue();
        byte[] fromOther = Packets.tcp(IpAddress.parse("192.0.2.2"), Packets.B4, new OptionPlan(), payload);
        reassembler.add(Packets.view(fragment(packet, 4, 0, 800, true)), 0, 0);
        assertThat(reassembler.add(Packets.view(fragment(fromOther, 4, 800, 3_020, false)), 0, 0)).as("other source").isFalse();
    }

    @Test
    @DisplayName("R791-3.2-1 places are limited: the oldest datagram loses")
    void limit() {
        byte[] packet = tcp4();
        for (int id = 0; id < 5; id++) {
            reassembler.add(Packets.view(fragment(packet, id, 0, 800, true)), 0, id);
        }
        assertThat(reassembler.size()).isEqualTo(4);
        assertThat(counters.get(Counter.IP_REASM_FAILS)).isEqualTo(1);
        assertThat(reassembler.add(Packets.view(fragment(packet, 1, 800, 3_020, false)), 0, 9)).isTrue();
        assertThat(reassembler.add(Packets.view(fragment(packet, 0, 800, 3_020, false)), 0, 9)).isFalse();
    }

    @Test
    @DisplayName("R791-3.2-1 the time-out runs from the first fragment; just before it nothing is lost, at it all is")
    void timeout() {
        byte[] packet = tcp4();
        assertThat(reassembler.deadlineNs()).isEqualTo(Long.MAX_VALUE);
        reassembler.add(Packets.view(fragment(packet, 1, 0, 800, true)), 0, 5);
        reassembler.add(Packets.view(fragment(packet, 1, 800, 1_600, true)), 0, 10);
        assertThat(reassembler.deadlineNs()).isEqualTo(TIMEOUT + 5);
        reassembler.expire(TIMEOUT + 4);
        assertThat(reassembler.size()).isEqualTo(1);
        reassembler.expire(TIMEOUT + 5);
        assertThat(reassembler.size()).isZero();
        assertThat(counters.get(Counter.IP_REASM_FAILS)).isEqualTo(1);
        assertThat(reassembler.add(Packets.view(fragment(packet, 1, 1_600, 3_020, false)), 0, TIMEOUT + 6)).isFalse();
    }

    @Test
    @DisplayName("R791-3.2-1 fragments of one datagram are limited in number: 64 pass, one more ends it")
    void tooManyFragments() {
        byte[] packet = tcp4();
        for (int i = 0; i < 64; i++) {
            add(fragment(packet, 1, 8 * i, 8 * i + 8, true));
        }
        assertThat(reassembler.size()).isEqualTo(1);
        add(fragment(packet, 1, 512, 520, true));
        assertThat(reassembler.size()).isZero();
    }

    @Test
    @DisplayName("R3168-5.3 CE on any fragment is CE on the whole; CE beside not-ECT ends the datagram")
    void ecn() {
        for (byte[] packet : new byte[][] {tcp4(), tcp6()}) {
            for (int[] marks : new int[][] {{2, 3, 3}, {3, 2, 3}, {1, 1, 1}, {0, 0, 0}, {0, 3, -1}}) {
                List<byte[]> fragments = cut(packet, 1, 1_600);
                PacketView p = new PacketView();
                boolean done = false;
                for (int i = 0; i < 2; i++) {
                    byte[] f = fragments.get(i);
                    f = f[0] >>> 4 == 4 ? Packets.with(f, 1, marks[i]) : Packets.with(f, 1, f[1] | marks[i] << 4);
                    done = add(f);
                }
                assertThat(done).isEqualTo(marks[2] >= 0);
                if (done) {
                    assertThat(Packets.parse(completed(), p)).isNull();
                    assertThat(p.ecn).isEqualTo(marks[2]);
                }
            }
        }
    }

    @Test
    @DisplayName("TCP-MUST-3 random fragments never throw and never leave more than the limit")
    void fuzz() {
        byte[] packet = tcp4();
        byte[] packet6 = tcp6();
        PacketView p = new PacketView();
        int completed = 0;
        for (int i = 0; i < 200_000; i++) {
            int from = 8 * random.nextInt(6);
            int to = random.nextInt(8) == 0 ? from + random.nextInt(20) : from + 8 * (1 + random.nextInt(3));
            byte[] f = fragment(random.nextBoolean() ? packet : packet6, random.nextInt(6), from, to, random.nextInt(4) != 0);
            DropReason reason = Packets.parse(f, p);
            if (reason == null && p.isFragment && reassembler.add(p, random.nextInt(2), i * 1_000_000L)) {
                completed++;
                assertThat(Packets.parse(completed(), p)).isNull();
                assertThat(Checksum.fold(Checksum.sum(reassembler.buffer(), reassembler.at(), reassembler.length()))).isPositive();
            }
            assertThat(reassembler.size()).isBetween(0, 4);
        }
        assertThat(completed).isPositive();
    }
}
