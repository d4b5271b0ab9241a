package io.tributary.ip;

import io.tributary.device.Offload;
import io.tributary.metrics.DropReason;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.Bytes;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SegmentParserTest {
    private final SegmentParser parser = new SegmentParser();
    private final SegmentView segment = new SegmentView();
    private final Offload partial = new Offload().set(1448, true, 20, 40);

    @Test
    @DisplayName("TCP-MUST-5 a segment of either family: every field, options, payload")
    void fields() {
        OptionPlan options = new OptionPlan();
        TcpOptionWriter.timestamps(options, 7, 8);
        for (boolean v4 : new boolean[] {true, false}) {
            byte[] packet = Packets.tcp(v4 ? Packets.A4 : Packets.A6, v4 ? Packets.B4 : Packets.B6, options, Bytes.hex("68656c6c6f"));
            PacketView p = Packets.view(packet);
            p.ecn = 3;
            assertThat(parser.parse(p, Packets.NONE, 9, segment)).isNull();
            assertThat(segment.zone).isEqualTo(9);
            assertThat(segment.remoteHi).isEqualTo(v4 ? 0 : Packets.A6.hi());
            assertThat(segment.remoteLo).isEqualTo(v4 ? Packets.A4.lo() : Packets.A6.lo());
            assertThat(segment.localHi).isEqualTo(v4 ? 0 : Packets.B6.hi());
            assertThat(segment.localLo).isEqualTo(v4 ? Packets.B4.lo() : Packets.B6.lo());
            assertThat(segment.remotePort).isEqualTo(1000);
            assertThat(segment.localPort).isEqualTo(2000);
            assertThat(segment.seqNo).isEqualTo(0x01020304);
            assertThat(segment.ackNo).isEqualTo(0xa0b0c0d0);
            assertThat(segment.flags).isEqualTo(TcpFlags.ACK | TcpFlags.PSH);
            assertThat(segment.window).as("unsigned (TCP-MUST-1)").isEqualTo(65_535);
            assertThat(segment.urgentPointer).isZero();
            assertThat(segment.ecn).isEqualTo(3);
            assertThat(segment.gsoSize).isZero();
            assertThat(segment.options.tsVal()).isEqualTo(7);
            assertThat(segment.payloadLength).isEqualTo(5);
            assertThat(Bytes.hex(segment.buffer, segment.payloadAt, 5)).isEqualTo("68656c6c6f");
            assertThat(segment.isV4()).isEqualTo(v4);
        }
    }

    @Test
    @DisplayName("TCP-MUST-3 any changed octet of segment or pseudo-header fails the checksum")
    void checksum() {
        for (byte[] packet : new byte[][] {Packets.tcp4(), Packets.tcp6()}) {
            int addresses = packet[0] >>> 4 == 4 ? 12 : 8;
            for (int i = addresses; i < packet.length; i++) {
                byte[] changed = Packets.with(packet, i, packet[i] ^ 0x04);
                assertThat(parser.parse(Packets.view(changed), Packets.NONE, 0, segment)).as("octet %d", i).isNotNull();
            }
            byte[] changed = Packets.with(packet, packet.length - 1, packet[packet.length - 1] ^ 1);
            assertThat(parser.parse(Packets.view(changed), Packets.NONE, 0, segment)).isEqualTo(DropReason.TCP_CHECKSUM);
        }
    }

    @Test
    @DisplayName("TCP-MUST-3 a checksum the device vouches for is not looked at; the super-segment's size goes along")
    void partialChecksum() {
        byte[] packet = Packets.tcp4();
        packet[packet.length - 1] ^= 1;
        PacketView p = Packets.view(packet);
        assertThat(parser.parse(p, partial, 0, segment)).isNull();
        assertThat(segment.gsoSize).isEqualTo(1448);
    }

    @Test
    @DisplayName("TCP-MUST-7 data offset below 5 or beyond the segment is a drop, exactly to the end is not")
    void dataOffset() {
        byte[] packet = java.util.Arrays.copyOf(Packets.tcp4(), 44);
        packet = Packets.with(packet, 3, 44);
        for (int offset = 0; offset < 16; offset++) {
            PacketView p = Packets.view(Packets.with(packet, 32, offset << 4));
            DropReason expected = offset == 5 || offset == 6 ? null : DropReason.TCP_HEADER;
            assertThat(parser.parse(p, partial, 0, segment)).as("data offset %d", offset).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("TCP-MUST-7 every length of a cut segment from 0 to 19 octets is a drop, 20 are a segment")
    void tooShort() {
        for (int length = 0; length <= 20; length++) {
            byte[] packet = Packets.with(java.util.Arrays.copyOf(Packets.tcp4(), 20 + length), 3, 20 + length);
            DropReason expected = length < 20 ? DropReason.TCP_HEADER : null;
            assertThat(parser.parse(Packets.view(packet), partial, 0, segment)).as("%d octets", length).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("R791-3.2-1 a fragment, or another protocol, is no segment")
    void notTcp() {
        assertThat(parser.parse(Packets.view(Packets.with(Packets.tcp4(), 6, 0x20)), partial, 0, segment)).isEqualTo(DropReason.NOT_TCP);
        assertThat(parser.parse(Packets.view(Packets.with(Packets.tcp4(), 9, 17)), partial, 0, segment)).isEqualTo(DropReason.NOT_TCP);
    }
}
