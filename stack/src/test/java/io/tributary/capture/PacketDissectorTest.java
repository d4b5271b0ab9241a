package io.tributary.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.tcp.SegmentView;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Link types, and packets as captures have them but hosts do not. */
class PacketDissectorTest {
    private final PacketDissector dissector = new PacketDissector();
    private final SegmentView segment = new SegmentView();
    private final byte[] v4 = packet("192.0.2.1", "198.51.100.1", "payload");
    private final byte[] v6 = packet("2001:db8::1", "2001:db8::2", "payload");

    private static byte[] packet(String from, String to, String data) {
        return Conversation.packet(new Endpoint(IpAddress.parse(from), 1), new Endpoint(IpAddress.parse(to), 2), TcpFlags.ACK, 10, 20, data, o -> { });
    }

    private static byte[] behind(String header, byte[] packet) {
        byte[] h = HexFormat.of().parseHex(header.replace(" ", ""));
        return ByteBuffer.allocate(h.length + packet.length).put(h).put(packet).array();
    }

    private PacketDissector.Kind dissect(int linkType, byte[] frame, int original) {
        return dissector.dissect(linkType, new UnsafeBuffer(frame), 0, frame.length, original, segment);
    }

    private void isTheSegment(int linkType, byte[] frame) {
        segment.payloadLength = -1;
        assertThat(dissect(linkType, frame, frame.length)).isEqualTo(PacketDissector.Kind.SEGMENT);
        assertThat(segment.payloadLength).isEqualTo(7);
        assertThat(segment.seqNo).isEqualTo(10);
        assertThat(segment.remotePort).isEqualTo(1);
        assertThat(dissector.missingPayload()).isZero();
    }

    @Test
    @DisplayName("IP behind every link type that is known, with VLAN tags, and padded to the shortest Ethernet frame")
    void linkTypes() {
        String macs = "0200000000020200 00000001";
        isTheSegment(LinkLayer.RAW, v4);
        isTheSegment(LinkLayer.RAW_BSD, v6);
        isTheSegment(LinkLayer.IPV4, v4);
        isTheSegment(LinkLayer.IPV6, v6);
        isTheSegment(LinkLayer.NULL, behind("02000000", v4));
        isTheSegment(LinkLayer.ETHERNET, behind(macs + "0800", v4));
        isTheSegment(LinkLayer.ETHERNET, behind(macs + "86dd", v6));
        isTheSegment(LinkLayer.ETHERNET, behind(macs + "8100 0064 0800", v4));
        isTheSegment(LinkLayer.ETHERNET, behind(macs + "88a8 0001 8100 0064 86dd", v6));
        isTheSegment(LinkLayer.LINUX_SLL, behind("0000 0001 0006 020000000001 0000 0800", v4));
        isTheSegment(LinkLayer.LINUX_SLL2, behind("86dd 0000 00000003 0001 04 06 020000000001 0000", v6));
        isTheSegment(LinkLayer.ETHERNET, behind(macs + "0800", Arrays.copyOf(v4, v4.length + 9)));
    }

    @Test
    @DisplayName("other protocols and unknown link types are not IP, frames shorter than their header are malformed")
    void notIp() {
        assertThat(dissect(LinkLayer.ETHERNET, behind("020000000002020000000001 0806", v4), 100)).isEqualTo(PacketDissector.Kind.NOT_IP);
        assertThat(dissect(147, v4, v4.length)).isEqualTo(PacketDissector.Kind.NOT_IP);
        assertThat(LinkLayer.isKnown(147)).isFalse();
        assertThat(LinkLayer.isKnown(LinkLayer.LINUX_SLL2)).isTrue();
        assertThat(dissect(LinkLayer.ETHERNET, new byte[13], 13)).isEqualTo(PacketDissector.Kind.MALFORMED);
        assertThat(dissect(LinkLayer.ETHERNET, behind("020000000002020000000001 8100 00", new byte[0]), 15)).isEqualTo(PacketDissector.Kind.MALFORMED);
        assertThat(dissect(LinkLayer.RAW, new byte[0], 0)).isEqualTo(PacketDissector.Kind.MALFORMED);
        assertThat(dissect(LinkLayer.RAW, new byte[] {0x70}, 1)).isEqualTo(PacketDissector.Kind.MALFORMED);
    }

    @Test
    @DisplayName("a packet that the capture cut keeps its headers and what is left of its payload")
    void cut() {
        assertThat(dissect(LinkLayer.RAW, Arrays.copyOf(v4, v4.length - 3), v4.length)).isEqualTo(PacketDissector.Kind.SEGMENT);
        assertThat(segment.payloadLength).isEqualTo(4);
        assertThat(dissector.missingPayload()).isEqualTo(3);
        assertThat(dissect(LinkLayer.RAW, Arrays.copyOf(v4, 39), v4.length)).isEqualTo(PacketDissector.Kind.CUT);
        assertThat(dissect(LinkLayer.RAW, Arrays.copyOf(v4, 19), v4.length)).isEqualTo(PacketDissector.Kind.CUT);
        assertThat(dissect(LinkLayer.RAW, Arrays.copyOf(v6, 39), v6.length)).isEqualTo(PacketDissector.Kind.CUT);
        assertThat(dissect(LinkLayer.ETHERNET, new byte[4], 60)).isEqualTo(PacketDissector.Kind.CUT);
    }

    @Test
    @DisplayName("a packet shorter than it says without having been cut is malformed")
    void shorterThanItSays() {
        for (byte[] whole : new byte[][] {v4, v6}) {
            byte[] shorter = Arrays.copyOf(whole, whole.length - 1);
            assertThat(dissect(LinkLayer.RAW, shorter, shorter.length)).isEqualTo(PacketDissector.Kind.MALFORMED);
        }
    }

    @Test
    @DisplayName("loopback traffic and a source that no host has on the wire are captures like any other")
    void loopback() {
        byte[] p = packet("127.0.0.1", "127.0.0.1", "payload");
        isTheSegment(LinkLayer.RAW, p);
    }

    @Test
    @DisplayName("a checksum that a device was to fill in is no damage, any other wrong one is")
    void checksums() {
        byte[] p = v4.clone();
        p[36] ^= 1;
        assertThat(dissect(LinkLayer.RAW, p, p.length)).isEqualTo(PacketDissector.Kind.BAD_CHECKSUM);
        p[36] = 0;
        p[37] = 0;
        isTheSegment(LinkLayer.RAW, p);
        int pseudo = 0xc000 + 0x0201 + 0xc633 + 0x6401 + 6 + 27;
        pseudo = (pseudo & 0xffff) + (pseudo >>> 16);
        p[36] = (byte) (pseudo >>> 8);
        p[37] = (byte) pseudo;
        isTheSegment(LinkLayer.RAW, p);
    }

    @Test
    @DisplayName("a super-segment of an outgoing interface, whose IP length is 0, ends where the capture ends")
    void superSegment() {
        byte[] p = v6.clone();
        p[4] = 0;
        p[5] = 0;
        isTheSegment(LinkLayer.RAW, p);
    }

    @Test
    @DisplayName("fragments and other protocols are told apart from TCP, an IPv4 header with a wrong checksum is malformed")
    void fragments() {
        byte[] p = v4.clone();
        p[6] = 0x20;
        p[10] = 0;
        p[11] = 0;
        assertThat(dissect(LinkLayer.RAW, p, p.length)).isEqualTo(PacketDissector.Kind.FRAGMENT);
        p = v4.clone();
        p[9] = 17;
        assertThat(dissect(LinkLayer.RAW, p, p.length)).isEqualTo(PacketDissector.Kind.MALFORMED);
        p = v6.clone();
        p[6] = 17;
        assertThat(dissect(LinkLayer.RAW, p, p.length)).isEqualTo(PacketDissector.Kind.NOT_TCP);
        p = v4.clone();
        p[32] = 0x40;
        assertThat(dissect(LinkLayer.RAW, p, p.length)).isEqualTo(PacketDissector.Kind.MALFORMED);
    }
}
