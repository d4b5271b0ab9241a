package io.tributary.ip;

import io.tributary.metrics.DropReason;
import io.tributary.wire.Bytes;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import io.tributary.wire.option.OptionPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

class IpInputTest {
    private final PacketView view = new PacketView();

    private DropReason parse(byte[] packet) {
        return Packets.parse(packet, view);
    }

    @Test
    @DisplayName("R791-3.1-1 a good IPv4 packet: every field of the view")
    void goodV4() {
        byte[] packet = Packets.with(Packets.tcp4(), 1, 0xb9);
        assertThat(parse(packet)).isNull();
        assertThat(view.version).isEqualTo(4);
        assertThat(view.isV4()).isTrue();
        assertThat(view.srcHi).isZero();
        assertThat(view.srcLo).isEqualTo(Packets.A4.lo());
        assertThat(view.dstHi).isZero();
        assertThat(view.dstLo).isEqualTo(Packets.B4.lo());
        assertThat(view.ttl).isEqualTo(64);
        assertThat(view.dscp).isEqualTo(0x2e);
        assertThat(view.ecn).isEqualTo(1);
        assertThat(view.dontFragment).isTrue();
        assertThat(view.protocol).isEqualTo(IpProtocol.TCP);
        assertThat(view.length).isEqualTo(packet.length);
        assertThat(view.payloadAt).isEqualTo(20);
        assertThat(view.headerLength()).isEqualTo(20);
        assertThat(view.payloadLength).isEqualTo(packet.length - 20);
        assertThat(view.isFragment).isFalse();
        assertThat(view.fragmentId).isEqualTo(0x1234);
    }

    @Test
    @DisplayName("R8200-4-1 a good IPv6 packet: every field of the view")
    void goodV6() {
        byte[] packet = Packets.tcp6();
        packet[0] = 0x6b;
        packet[1] = (byte) 0x9f;
        assertThat(parse(packet)).isNull();
        assertThat(view.version).isEqualTo(6);
        assertThat(view.srcHi).isEqualTo(Packets.A6.hi());
        assertThat(view.srcLo).isEqualTo(Packets.A6.lo());
        assertThat(view.dstHi).isEqualTo(Packets.B6.hi());
        assertThat(view.dstLo).isEqualTo(Packets.B6.lo());
        assertThat(view.ttl).isEqualTo(64);
        assertThat(view.dscp).isEqualTo(0x2e);
        assertThat(view.ecn).isEqualTo(1);
        assertThat(view.protocol).isEqualTo(IpProtocol.TCP);
        assertThat(view.protocolField).isEqualTo(6);
        assertThat(view.payloadAt).isEqualTo(40);
        assertThat(view.payloadLength).isEqualTo(packet.length - 40);
        assertThat(view.isFragment).isFalse();
    }

    @Test
    @DisplayName("R791-3.1-1 octets that trail the packet are ignored, one octet too few is a drop")
    void trailingAndTruncated() {
        for (byte[] packet : new byte[][] {Packets.tcp4(), Packets.tcp6()}) {
            byte[] padded = Arrays.copyOf(packet, packet.length + 7);
            assertThat(parse(padded)).isNull();
            assertThat(view.length).isEqualTo(packet.length);
            for (int length = 0; length < packet.length; length++) {
                assertThat(parse(Arrays.copyOf(packet, length))).as("%d octets", length).isEqualTo(DropReason.IP_TRUNCATED);
            }
        }
    }

    @Test
    @DisplayName("R791-3.1-1 IHL below 5, or beyond the total length, is a drop")
    void headerLength() {
        byte[] packet = Packets.tcp4();
        for (int ihl = 0; ihl < 5; ihl++) {
            assertThat(parse(Packets.with(packet, 0, 0x40 | ihl))).isEqualTo(DropReason.IP_HEADER_LENGTH);
        }
        byte[] exact = Packets.with(Packets.with(Arrays.copyOf(packet, 24), 3, 24), 0, 0x46);
        exact = Packets.with(Packets.with(exact, 9, 17), 20, 0);
        assertThat(parse(exact)).as("options up to the end").isNull();
        assertThat(view.payloadLength).isZero();
        assertThat(parse(Packets.with(exact, 0, 0x47))).isEqualTo(DropReason.IP_HEADER_LENGTH);
        assertThat(parse(Packets.with(exact, 3, 19))).isEqualTo(DropReason.IP_HEADER_LENGTH);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 5, 7, 8, 15})
    @DisplayName("R791-3.1-1 only versions 4 and 6 exist")
    void version(int version) {
        assertThat(parse(Packets.with(Packets.tcp4(), 0, version << 4 | 5))).isEqualTo(DropReason.IP_VERSION);
    }

    @Test
    @DisplayName("R791-3.1-1 any single changed header bit fails the IPv4 header checksum or another check")
    void headerChecksum() {
        byte[] packet = Packets.tcp4();
        for (int bit = 0; bit < 160; bit++) {
            byte[] changed = packet.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(parse(changed)).as("bit %d", bit).isNotNull();
        }
        byte[] changed = packet.clone();
        changed[10] ^= 1;
        assertThat(parse(changed)).isEqualTo(DropReason.IP_CHECKSUM);
    }

    @Test
    @DisplayName("R791-3.1-1 TTL or hop limit 0 is a drop, 1 is not")
    void hopsSpent() {
        assertThat(parse(Packets.with(Packets.tcp4(), 8, 0))).isEqualTo(DropReason.IP_HOPS_SPENT);
        assertThat(parse(Packets.with(Packets.tcp4(), 8, 1))).isNull();
        assertThat(parse(Packets.with(Packets.tcp6(), 7, 0))).isEqualTo(DropReason.IP_HOPS_SPENT);
        assertThat(parse(Packets.with(Packets.tcp6(), 7, 1))).isNull();
    }

    @Test
    @DisplayName("R791-3.2-1 fragments are flagged with offset in octets, id and more-fragments")
    void fragments() {
        byte[] first = Packets.with(Packets.tcp4(), 6, 0x20);
        assertThat(parse(first)).isNull();
        assertThat(view.isFragment).isTrue();
        assertThat(view.moreFragments).isTrue();
        assertThat(view.fragmentOffset).isZero();
        assertThat(view.dontFragment).isFalse();
        byte[] later = Packets.with(Packets.with(Packets.tcp4(), 6, 0x1f), 7, 0xff);
        assertThat(parse(later)).isNull();
        assertThat(view.isFragment).isTrue();
        assertThat(view.moreFragments).isFalse();
        assertThat(view.fragmentOffset).isEqualTo(65_528);
    }

    @Test
    @DisplayName("TCP-MUST-50 IP options are ignored; TCP-MUST-51 but source-routed packets are dropped, and broken options")
    void options() {
        assertThat(parse(Packets.tcp4With("01010100"))).isNull();
        assertThat(view.payloadAt).isEqualTo(24);
        assertThat(parse(Packets.tcp4With("94040000"))).as("router alert").isNull();
        assertThat(parse(Packets.tcp4With("4408050000000000"))).as("timestamp").isNull();
        assertThat(parse(Packets.tcp4With("83070400000000 00"))).isEqualTo(DropReason.IP_SOURCE_ROUTE);
        assertThat(parse(Packets.tcp4With("0189070400000000"))).isEqualTo(DropReason.IP_SOURCE_ROUTE);
        assertThat(parse(Packets.tcp4With("07000000"))).isEqualTo(DropReason.IP_OPTIONS);
        assertThat(parse(Packets.tcp4With("07010000"))).isEqualTo(DropReason.IP_OPTIONS);
        assertThat(parse(Packets.tcp4With("07050000"))).isEqualTo(DropReason.IP_OPTIONS);
        assertThat(parse(Packets.tcp4With("07040000"))).isNull();
        assertThat(parse(Packets.tcp4With("01010107"))).isEqualTo(DropReason.IP_OPTIONS);
        assertThat(parse(Packets.tcp4With("00830700"))).as("nothing counts after the end").isNull();
    }

    @ParameterizedTest(name = "TCP-MUST-63 source {0}: {1}")
    @DisplayName("TCP-MUST-63 invalid sources")
    @CsvSource({
        "0.0.0.0, IP_SOURCE", "0.1.2.3, IP_SOURCE", "127.0.0.1, IP_SOURCE", "224.0.0.1, IP_SOURCE", "239.255.255.255, IP_SOURCE",
        "255.255.255.255, IP_SOURCE", "1.0.0.0, ", "126.255.255.255, ", "128.0.0.1, ", "223.255.255.255, ", "240.0.0.1, "})
    void sourceV4(String address, DropReason expected) {
        assertThat(parse(Packets.tcp(IpAddress.parse(address), Packets.B4,
            new OptionPlan(), new byte[0]))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "TCP-MUST-57 destination {0}: {1}")
    @DisplayName("TCP-MUST-57 destinations that are no single host")
    @CsvSource({
        "0.0.0.0, IP_DESTINATION", "224.0.0.1, IP_DESTINATION", "239.1.1.1, IP_DESTINATION", "255.255.255.255, IP_DESTINATION",
        "255.255.255.254, ", "127.0.0.1, ", "223.255.255.255, "})
    void destinationV4(String address, DropReason expected) {
        assertThat(parse(Packets.tcp(Packets.A4, IpAddress.parse(address),
            new OptionPlan(), new byte[0]))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "TCP-MUST-57 {0} as source: {1}, as destination: {2}")
    @DisplayName("TCP-MUST-57 TCP-MUST-63 addresses of IPv6")
    @CsvSource({"'::', IP_SOURCE, IP_DESTINATION", "'::1', IP_SOURCE, ", "'ff02::1', IP_SOURCE, IP_DESTINATION",
        "'fe80::1', , ", "'fdff::1', , ", "'::2', , "})
    void addressesV6(String address, DropReason asSource, DropReason asDestination) {
        IpAddress a = IpAddress.parse(address);
        OptionPlan none = new OptionPlan();
        assertThat(parse(Packets.tcp(a, Packets.B6, none, new byte[0]))).isEqualTo(asSource);
        assertThat(parse(Packets.tcp(Packets.A6, a, none, new byte[0]))).isEqualTo(asDestination);
    }

    @Test
    @DisplayName("DD an IPv4-mapped address in an IPv6 header is refused: inside it would pass for IPv4")
    void mapped() {
        byte[] mapped = Bytes.hex("00000000000000000000ffffc0000201");
        for (int offset : new int[] {8, 24}) {
            byte[] packet = Packets.tcp6();
            System.arraycopy(mapped, 0, packet, offset, 16);
            assertThat(parse(packet)).isEqualTo(DropReason.IP_MAPPED_ADDRESS);
            assertThat(DropReason.IP_MAPPED_ADDRESS.isForAddresseeOnly()).isFalse();
        }
    }

    @Test
    @DisplayName("R1122-3.2-1 other protocols may use any address: they are not for us to take or refuse")
    void otherProtocols() {
        byte[] packet = Packets.with(Packets.with(Packets.tcp4(), 9, 17), 16, 0xe0);
        assertThat(parse(packet)).isNull();
        assertThat(view.protocol).isEqualTo(17);
    }
}
