package io.tributary.ip;

import io.tributary.metrics.DropReason;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.Ipv6Extensions;
import io.tributary.wire.PacketView;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class Ipv6ExtensionsTest {
    private static final String PAD = "0104 00000000";

    private final PacketView view = new PacketView();

    private DropReason parse(int firstHeader, String chain) {
        return Packets.parse(Packets.tcp6With(firstHeader, chain), view);
    }

    @Test
    @DisplayName("R8200-4-1 hop-by-hop, destination options, spent routing header and TCP behind them")
    void chain() {
        assertThat(parse(0, "3c00" + PAD + "2b00" + PAD + "0602 0400 00000000 0000000000000000 0000000000000000")).isNull();
        assertThat(view.protocol).isEqualTo(IpProtocol.TCP);
        assertThat(view.payloadAt).isEqualTo(40 + 8 + 8 + 24);
        assertThat(view.protocolField).isEqualTo(40 + 8 + 8);
        assertThat(view.payloadLength).isEqualTo(25);
    }

    @Test
    @DisplayName("R8200-4-1 an atomic fragment is a whole packet")
    void atomic() {
        assertThat(parse(44, "0600 0000 12345678")).isNull();
        assertThat(view.isFragment).isFalse();
        assertThat(view.payloadAt).isEqualTo(48);
        assertThat(parse(44, "0600 0006 12345678")).as("reserved bits do not matter").isNull();
        assertThat(view.isFragment).isFalse();
    }

    @Test
    @DisplayName("R8200-4-1 a fragment: offset, more-fragments, id; what is behind its header is not walked")
    void fragment() {
        assertThat(parse(44, "3c00 0009 fedcba98")).isNull();
        assertThat(view.isFragment).isTrue();
        assertThat(view.fragmentOffset).isEqualTo(8);
        assertThat(view.moreFragments).isTrue();
        assertThat(view.fragmentId).isEqualTo(0xfedcba98);
        assertThat(view.protocol).isEqualTo(IpProtocol.DESTINATION_OPTIONS);
        assertThat(view.payloadAt).isEqualTo(48);
        assertThat(parse(44, "0600 fff8 00000001")).isNull();
        assertThat(view.fragmentOffset).isEqualTo(65_528);
        assertThat(view.moreFragments).isFalse();
    }

    @Test
    @DisplayName("DD a second fragment header, here behind an atomic one, is refused")
    void twoFragmentHeaders() {
        assertThat(parse(44, "2c00 0000 00000001" + "0600 0001 00000002")).isEqualTo(DropReason.IP_EXTENSION_ORDER);
        assertThat(view.problemCode).isEqualTo(1);
        assertThat(view.problemPointer).isEqualTo(40);
    }

    @Test
    @DisplayName("R8200-4-1 hop-by-hop elsewhere than first is an unknown header: Parameter Problem 1, pointing at who named it")
    void misplacedHopByHop() {
        assertThat(parse(60, "0000" + PAD + "0600" + PAD)).isEqualTo(DropReason.IP_EXTENSION_ORDER);
        assertThat(view.problemCode).isEqualTo(1);
        assertThat(view.problemPointer).isEqualTo(40);
    }

    @Test
    @DisplayName("R8200-4-1 segments left: Parameter Problem 0, pointing at the routing type")
    void routed() {
        assertThat(parse(60, "2b00" + PAD + "0600 0001 00000000")).isEqualTo(DropReason.IP_SOURCE_ROUTE);
        assertThat(view.problemCode).isZero();
        assertThat(view.problemPointer).isEqualTo(50);
    }

    @Test
    @DisplayName("R8200-4-1 unknown options: skip, discard, discard and report, the last not to multicast")
    void unknownOptions() {
        assertThat(parse(60, "0600 1e04 00000000")).as("00: skipped").isNull();
        assertThat(parse(60, "0600 0000 00000000")).as("single padding octets").isNull();
        assertThat(parse(60, "0600 5e04 00000000")).isEqualTo(DropReason.IP_EXTENSION_OPTION);
        assertThat(view.problemCode).isEqualTo(-1);
        assertThat(parse(60, "0600 009e 0300 0000")).isEqualTo(DropReason.IP_EXTENSION_OPTION);
        assertThat(view.problemCode).isEqualTo(2);
        assertThat(view.problemPointer).isEqualTo(43);
        assertThat(parse(60, "0600 de04 00000000")).isEqualTo(DropReason.IP_EXTENSION_OPTION);
        assertThat(view.problemCode).isEqualTo(2);
        byte[] multicast = Packets.tcp6With(60, "0600 de04 00000000");
        multicast[24] = (byte) 0xff;
        assertThat(Packets.parse(multicast, view)).isEqualTo(DropReason.IP_EXTENSION_OPTION);
        assertThat(view.problemCode).isEqualTo(-1);
        multicast[42] = (byte) 0x9e;
        assertThat(Packets.parse(multicast, view)).isEqualTo(DropReason.IP_EXTENSION_OPTION);
        assertThat(view.problemCode).isEqualTo(2);
    }

    @Test
    @DisplayName("R8200-4-1 an option that reaches beyond its header is refused, one that ends with it is not")
    void optionLength() {
        assertThat(parse(60, "0600 0104 00000000")).isNull();
        assertThat(parse(60, "0600 0105 00000000")).isEqualTo(DropReason.IP_EXTENSION_TRUNCATED);
        assertThat(parse(60, "0600 0000 00000001")).as("no room for its length").isEqualTo(DropReason.IP_EXTENSION_TRUNCATED);
    }

    @Test
    @DisplayName("R8200-4-1 a header that reaches beyond the packet is refused; so are fewer than 8 octets of one")
    void truncated() {
        byte[] packet = java.util.Arrays.copyOf(Packets.tcp6With(60, "0600" + PAD), 48);
        packet[5] = 8;
        assertThat(Packets.parse(packet, view)).as("nothing behind the header").isNull();
        assertThat(view.payloadLength).isZero();
        packet[5] = 7;
        assertThat(Packets.parse(packet, view)).isEqualTo(DropReason.IP_EXTENSION_TRUNCATED);
        packet[5] = 8;
        packet[41] = 1;
        assertThat(Packets.parse(packet, view)).isEqualTo(DropReason.IP_EXTENSION_TRUNCATED);
    }

    @Test
    @DisplayName("R8200-4-1 the chain is bounded: 8 headers and 256 octets pass, one more does not")
    void bounded() {
        assertThat(parse(60, ("3c00" + PAD).repeat(7) + "0600" + PAD)).isNull();
        assertThat(view.payloadAt).isEqualTo(40 + 64);
        assertThat(parse(60, ("3c00" + PAD).repeat(8) + "0600" + PAD)).isEqualTo(DropReason.IP_EXTENSION_CHAIN);
        String filler = "00".repeat(Ipv6Extensions.MAX_BYTES - 2);
        assertThat(parse(60, "061f" + filler)).isNull();
        assertThat(parse(60, "0620" + filler + "0000000000000000")).isEqualTo(DropReason.IP_EXTENSION_CHAIN);
    }

    @Test
    @DisplayName("R8200-4-1 any other next header ends the walk as the payload's protocol, with the place that named it")
    void unknownProtocol() {
        assertThat(parse(60, "fd00" + PAD)).isNull();
        assertThat(view.protocol).isEqualTo(0xfd);
        assertThat(view.protocolField).isEqualTo(40);
        assertThat(parse(59, "")).isNull();
        assertThat(view.protocol).isEqualTo(IpProtocol.NO_NEXT_HEADER);
    }

    @Test
    @DisplayName("DD what only the addressee may judge is told from what breaks the packet for everybody")
    void addresseeOnly() {
        assertThat(DropReason.IP_EXTENSION_OPTION.isForAddresseeOnly()).isTrue();
        assertThat(DropReason.IP_SOURCE_ROUTE.isForAddresseeOnly()).isTrue();
        assertThat(DropReason.IP_CHECKSUM.isForAddresseeOnly()).isFalse();
        parse(60, "0600 5e04 00000000");
        assertThat(view.dstLo).isEqualTo(Packets.B6.lo());
        assertThat(view.length).isEqualTo(40 + 8 + 25);
    }
}
