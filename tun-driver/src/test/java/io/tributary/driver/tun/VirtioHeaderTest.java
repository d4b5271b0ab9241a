package io.tributary.driver.tun;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.abi.In;
import io.tributary.abi.VirtioNetHdr;
import io.tributary.device.Offload;
import io.tributary.wire.Checksum;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VirtioHeaderTest {
    private static final int AT = 16;
    private static final int HEADER = AT - VirtioNetHdr.SIZE;
    private final UnsafeBuffer b = new UnsafeBuffer(new byte[AT + TunQueue.MAX_PACKET]);
    private final Offload o = new Offload();

    /** A TCP packet with 12 bytes of options and a complete checksum. @return where TCP starts */
    private int tcp(boolean v4, int length, int flags) {
        int t = v4 ? 20 : 40;
        if (v4) {
            Packets.ipv4(b, AT, length, In.IPPROTO_TCP, TunRig.OUR_V4, TunRig.KERNEL_V4);
        } else {
            Packets.ipv6(b, AT, length, In.IPPROTO_TCP, TunRig.OUR_V6, TunRig.KERNEL_V6);
        }
        byte[] payload = new byte[Math.max(0, length - t - 32)];
        new Random(5).nextBytes(payload);
        b.putBytes(AT + t + 32, payload);
        TransportHeader.putU16(b, AT + t + 12, 0x8000 | flags);
        TransportHeader.makePartial(b, AT, length, t);
        TransportHeader.finish(b, AT, length, t, TransportHeader.TCP_CHECKSUM);
        return t;
    }

    private void header(int flags, int gsoType, int gsoSize, int csumStart, int csumOffset) {
        b.putByte(HEADER + VirtioNetHdr.FLAGS, (byte) flags);
        b.putByte(HEADER + VirtioNetHdr.GSO_TYPE, (byte) gsoType);
        b.putShort(HEADER + VirtioNetHdr.GSO_SIZE, (short) gsoSize);
        b.putShort(HEADER + VirtioNetHdr.CSUM_START, (short) csumStart);
        b.putShort(HEADER + VirtioNetHdr.CSUM_OFFSET, (short) csumOffset);
    }

    private boolean decode(int length) {
        return VirtioHeader.decode(b, HEADER, AT, length, o);
    }

    @ParameterizedTest(name = "IPv4 {0}")
    @DisplayName("a checksum that the kernel verified becomes an open one, and completing it gives back the same")
    @ValueSource(booleans = {true, false})
    void verified(boolean v4) {
        int t = tcp(v4, 500, 0x10);
        int complete = TransportHeader.u16(b, AT + t + 16);
        header(VirtioNetHdr.VIRTIO_NET_HDR_F_DATA_VALID, 0, 0, 0, 0);
        assertThat(decode(500)).isTrue();
        assertThat(o.checksumPartial).isTrue();
        assertThat(o.transportAt).isEqualTo(t);
        assertThat(o.gsoSize).isZero();
        assertThat(TransportHeader.u16(b, AT + t + 16)).isNotEqualTo(complete);
        TransportHeader.finish(b, AT, 500, t, 16);
        assertThat(TransportHeader.u16(b, AT + t + 16)).isEqualTo(complete);
    }

    @Test
    @DisplayName("verified by the kernel, but a fragment or longer than its own length: left to be verified by us")
    void verifiedButOdd() {
        header(VirtioNetHdr.VIRTIO_NET_HDR_F_DATA_VALID, 0, 0, 0, 0);
        int t = tcp(true, 500, 0x10);
        int complete = TransportHeader.u16(b, AT + t + 16);
        assertThat(decode(504)).isTrue();
        assertThat(o.checksumPartial).isFalse();
        TransportHeader.putU16(b, AT + 6, 0x2000);
        assertThat(decode(500)).isTrue();
        assertThat(o.checksumPartial).isFalse();
        assertThat(TransportHeader.u16(b, AT + t + 16)).isEqualTo(complete);
    }

    @Test
    @DisplayName("an open checksum of another protocol is completed at once")
    void otherProtocol() {
        Packets.ipv4(b, AT, 60, 253, TunRig.OUR_V4, TunRig.KERNEL_V4);
        b.setMemory(AT + 20, 40, (byte) 0x55);
        TransportHeader.putU16(b, AT + 20 + 8, 0);
        header(VirtioNetHdr.VIRTIO_NET_HDR_F_NEEDS_CSUM, 0, 0, 20, 8);
        assertThat(decode(60)).isTrue();
        assertThat(o.checksumPartial).isFalse();
        assertThat(Checksum.fold(Checksum.sum(b, AT + 20, 40))).isEqualTo(0xffff);
    }

    @ParameterizedTest(name = "IPv4 {0}")
    @DisplayName("a super-segment's sizes are told, out and in again, with CWR marked and the kernel's header length ignored")
    @ValueSource(booleans = {true, false})
    void superSegment(boolean v4) {
        int length = 60_000;
        int t = tcp(v4, length, 0x90);
        VirtioHeader.encode(b, HEADER, AT, length, new Offload().set(1400, true, t, t + 32));
        assertThat(b.getByte(HEADER + VirtioNetHdr.FLAGS)).isEqualTo((byte) VirtioNetHdr.VIRTIO_NET_HDR_F_NEEDS_CSUM);
        int type = v4 ? VirtioNetHdr.VIRTIO_NET_HDR_GSO_TCPV4 : VirtioNetHdr.VIRTIO_NET_HDR_GSO_TCPV6;
        assertThat(b.getByte(HEADER + VirtioNetHdr.GSO_TYPE)).isEqualTo((byte) (type | VirtioNetHdr.VIRTIO_NET_HDR_GSO_ECN));
        assertThat(b.getShort(HEADER + VirtioNetHdr.HDR_LEN)).isEqualTo((short) (t + 32));
        assertThat(b.getShort(HEADER + VirtioNetHdr.GSO_SIZE)).isEqualTo((short) 1400);
        assertThat(b.getShort(HEADER + VirtioNetHdr.CSUM_START)).isEqualTo((short) t);
        assertThat(b.getShort(HEADER + VirtioNetHdr.CSUM_OFFSET)).isEqualTo((short) 16);
        b.putShort(HEADER + VirtioNetHdr.HDR_LEN, (short) 9999);
        assertThat(decode(length)).isTrue();
        assertThat(new int[] {o.gsoSize, o.transportAt, o.headerLength}).containsExactly(1400, t, t + 32);
        assertThat(o.checksumPartial).isTrue();
    }

    @Test
    @DisplayName("what fits into one segment is not called a super-segment; nothing open, nothing asked for")
    void small() {
        int t = tcp(true, 500, 0x10);
        b.setMemory(HEADER, VirtioNetHdr.SIZE, (byte) 0x7f);
        VirtioHeader.encode(b, HEADER, AT, 500, new Offload().set(1400, true, t, t + 32));
        assertThat(b.getByte(HEADER + VirtioNetHdr.GSO_TYPE)).isZero();
        assertThat(b.getShort(HEADER + VirtioNetHdr.GSO_SIZE)).isZero();
        assertThat(b.getByte(HEADER + VirtioNetHdr.FLAGS)).isEqualTo((byte) 1);
        VirtioHeader.encode(b, HEADER, AT, 500, new Offload());
        byte[] header = new byte[VirtioNetHdr.SIZE];
        b.getBytes(HEADER, header);
        assertThat(header).containsOnly(0);
    }

    @Test
    @DisplayName("headers that contradict their packet are refused")
    void contradictions() {
        int needs = VirtioNetHdr.VIRTIO_NET_HDR_F_NEEDS_CSUM;
        int v4 = VirtioNetHdr.VIRTIO_NET_HDR_GSO_TCPV4;
        tcp(true, 3000, 0x10);
        header(needs, 0, 0, 2990, 16);
        assertThat(decode(3000)).as("checksum beyond the end").isFalse();
        header(needs, 0, 0, 4, 16);
        assertThat(decode(3000)).as("checksum inside the IP header").isFalse();
        header(needs, v4, 0, 20, 16);
        assertThat(decode(3000)).as("segments of no size").isFalse();
        header(needs, VirtioNetHdr.VIRTIO_NET_HDR_GSO_UDP, 1400, 20, 16);
        assertThat(decode(3000)).as("UDP fragmentation, never asked for").isFalse();
        header(needs, v4, 1400, 24, 16);
        assertThat(decode(3000)).as("TCP elsewhere").isFalse();
        header(needs, v4, 1400, 20, 16);
        assertThat(decode(2999)).as("not as long as IP says").isFalse();
        b.putByte(AT + 20 + 12, (byte) 0x40);
        assertThat(decode(3000)).as("a TCP header of 16 bytes").isFalse();
        b.putByte(AT + 20 + 12, (byte) 0x80);
        assertThat(decode(3000)).isTrue();
        header(0, v4, 1400, 0, 0);
        assertThat(decode(3000)).as("a super-segment need not have an open checksum").isTrue();
        assertThat(o.transportAt).isEqualTo(20);
    }

    @Test
    @DisplayName("random headers before random packets never lead outside the packet")
    void garbage() {
        Random random = new Random(20);
        int accepted = 0;
        for (int i = 0; i < 200_000; i++) {
            int length = 1 + random.nextInt(i % 2 == 0 ? 80 : 2000);
            byte[] bytes = new byte[AT + length];
            random.nextBytes(bytes);
            UnsafeBuffer exact = new UnsafeBuffer(bytes);
            if (random.nextInt(4) > 0) {
                exact.putByte(AT, (byte) (random.nextBoolean() ? 0x45 : 0x60));
                exact.putByte(HEADER + VirtioNetHdr.GSO_TYPE, (byte) random.nextInt(5));
                exact.putShort(HEADER + VirtioNetHdr.CSUM_START, (short) random.nextInt(length + 4));
                exact.putShort(HEADER + VirtioNetHdr.CSUM_OFFSET, (short) (random.nextBoolean() ? 16 : 6));
                if (length > 9) {
                    exact.putByte(AT + (random.nextBoolean() ? 6 : 9), (byte) (random.nextBoolean() ? In.IPPROTO_TCP : random.nextInt(64)));
                    TransportHeader.putU16(exact, AT + (exact.getByte(AT) == 0x45 ? 2 : 4), exact.getByte(AT) == 0x45 ? length : length - 40);
                }
            }
            if (VirtioHeader.decode(exact, HEADER, AT, length, o)) {
                accepted++;
                assertThat(o.transportAt + (o.checksumPartial ? 8 : 0)).isLessThanOrEqualTo(length);
                assertThat(o.headerLength).isLessThanOrEqualTo(length);
                assertThat(o.gsoSize == 0 || o.headerLength >= o.transportAt + 20).isTrue();
            }
        }
        assertThat(accepted).isBetween(20_000, 180_000);
    }
}
