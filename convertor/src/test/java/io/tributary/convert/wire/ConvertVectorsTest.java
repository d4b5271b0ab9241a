package io.tributary.convert.wire;

import static io.tributary.convert.wire.Octets.hex;
import static io.tributary.convert.wire.Octets.of;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of the specification, both ways. */
class ConvertVectorsTest {
    private static final IpAddress V4 = IpAddress.parse("198.51.100.9");
    private static final String V4_TLV = "01bb 00000000 00000000 0000ffff c6336409";
    private static final byte[] COOKIE = of("00112233445566778899aabbccddeeff");
    private static final String TCP_OPTIONS = "020405b4 0402080a 0000000000000000 01030307";

    static Stream<Arguments> vectors() {
        return Stream.of(
            Arguments.of("CONV-6.2.3-1 Info request", "01022263 01010000", List.of(new InfoTlv())),
            Arguments.of("CONV-6.2.5-1 CONV-6.2.5-3 base Connect, IPv4", "01062263 0a05" + V4_TLV, List.of(ConnectTlv.base(V4, 443))),
            Arguments.of("CONV-6.2.5-1 base Connect, IPv6", "01062263 0a051f90 20010db8 00050000 00000000 00000009",
                List.of(ConnectTlv.base(IpAddress.parse("2001:db8:5::9"), 8080))),
            Arguments.of("CONV-6.2.5-3 CONV-7.5-2 extended Connect that asks for MPTCP", "01072263 0a06" + V4_TLV + "1e020000",
                List.of(new ConnectTlv(V4, 443, List.of(TcpOption.withoutValue(30))))),
            Arguments.of("CONV-6.2.5-3 extended Connect with MPTCP and a Fast Open cookie",
                "01092263 0a08" + V4_TLV + "1e02220a1122334455667788",
                List.of(new ConnectTlv(V4, 443, List.of(TcpOption.withoutValue(30), new TcpOption(34, of("1122334455667788")))))),
            Arguments.of("CONV-DD-10 Cookie and base Connect", "010b2263 16050000 00112233445566778899aabbccddeeff 0a05" + V4_TLV,
                List.of(new CookieTlv(COOKIE), ConnectTlv.base(V4, 443))),
            Arguments.of("CONV-6.2.4-4 Supported Extensions", "01032263 15020000 1e220408",
                List.of(SupportedExtensionsTlv.announce(30, 34, 4, 8))),
            Arguments.of("CONV-6.2.6-2 Extended TCP Header of a server without MPTCP", "01072263 14060000" + TCP_OPTIONS,
                List.of(new ExtendedTcpHeaderTlv(of(TCP_OPTIONS)))),
            Arguments.of("CONV-6.2.6-2 Extended TCP Header of a server with MPTCP",
                "010a2263 14090000" + TCP_OPTIONS + "1e0c0181f0f1f2f3f4f5f6f7",
                List.of(new ExtendedTcpHeaderTlv(of(TCP_OPTIONS + "1e0c0181f0f1f2f3f4f5f6f7")))),
            Arguments.of("CONV-6.2.8-11 Error 96", "01022263 1e016000", List.of(ErrorTlv.of(96, 0))),
            Arguments.of("CONV-6.2.8-12 Error 97 with ICMP code 3", "01022263 1e016103", List.of(ErrorTlv.of(97, 3))),
            Arguments.of("CONV-6.2.8-3 Error 0", "01022263 1e010001", List.of(ErrorTlv.listing(0, 1))),
            Arguments.of("CONV-6.2.8-8 Error 33 for one kind", "01022263 1e01211d", List.of(ErrorTlv.listing(33, 29))),
            Arguments.of("CONV-6.2.8-8 Error 33 for two kinds", "01032263 1e02211d fe000000", List.of(ErrorTlv.listing(33, 29, 254))),
            Arguments.of("CONV-6.2.8-5 Error 3 with its cookie", "01062263 1e050300 00112233445566778899aabbccddeeff",
                List.of(ErrorTlv.missingCookie(COOKIE))),
            Arguments.of("CONV-6.2.8-4 Error 1 with the echo",
                "01082263 1e070100 01062263 0a050050 00000000 00000000 0000ffff e0000001",
                List.of(ErrorTlv.echoing(1, of("01062263 0a050050 00000000 00000000 0000ffff e0000001"), 0, 24))),
            Arguments.of("CONV-DD-21 Error 64 with a delay", "01022263 1e01403c", List.of(ErrorTlv.of(64, 60))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void encodesAndDecodes(String name, String octets, List<Tlv> tlvs) {
        byte[] wire = of(octets);
        assertThat(hex(ConvertMessage.encode(tlvs.toArray(Tlv[]::new)))).isEqualTo(hex(wire));

        Parsed.Complete parsed = (Parsed.Complete) ConvertMessage.parse(wire, 0, wire.length);
        assertThat(parsed.length()).isEqualTo(wire.length);
        assertThat(parsed.message().tlvs()).usingRecursiveComparison().isEqualTo(tlvs);
    }

    @Test
    @DisplayName("CONV-5.1-4 MP_CAPABLE in the server's options is seen, no other subtype and no broken list is")
    void multipathInServerOptions() {
        assertThat(new ExtendedTcpHeaderTlv(of(TCP_OPTIONS + "1e0c0181f0f1f2f3f4f5f6f7")).showsMultipath()).isTrue();
        assertThat(new ExtendedTcpHeaderTlv(of(TCP_OPTIONS)).showsMultipath()).isFalse();
        assertThat(new ExtendedTcpHeaderTlv(of("1e0c1181f0f1f2f3f4f5f6f7")).showsMultipath()).isFalse();
        assertThat(new ExtendedTcpHeaderTlv(of("00000000 1e0c0181f0f1f2f3f4f5f6f7")).showsMultipath()).isFalse();
        assertThat(new ExtendedTcpHeaderTlv(of("02000000 1e0c0181f0f1f2f3f4f5f6f7")).showsMultipath()).isFalse();
        assertThat(new ExtendedTcpHeaderTlv(of("1e020101 1e0c0181f0f1f2f3f4f5f6f7")).showsMultipath()).isTrue();
        assertThat(new ExtendedTcpHeaderTlv(of("0101011e")).showsMultipath()).isFalse();
        assertThat(new ExtendedTcpHeaderTlv(of("1e0c0181")).showsMultipath()).isFalse();
    }

    @Test
    @DisplayName("CONV-6.2.4-3 kinds 0, 1, 2, 3, 5 and 29 are never announced")
    void neverAnnounced() {
        for (int kind : new int[] {0, 1, 2, 3, 5, 29}) {
            assertThatIllegalArgumentException()
                .isThrownBy(() -> SupportedExtensionsTlv.announce(30, kind));
        }
    }

    @Test
    @DisplayName("CONV-6.2.4-2 CONV-6.2.6-3 CONV-6.2.4-4 unassigned fields are ignored, zeros are padding")
    void unassignedIgnored() {
        Parsed.Complete p = (Parsed.Complete) ConvertMessage.parse(of("01052263 1502abcd 1e000000 1402ffff 01010402"), 0, 20);
        assertThat(p.message().find(SupportedExtensionsTlv.class)).hasValueSatisfying(s -> {
            assertThat(s.kinds()).containsExactly(30);
            assertThat(s.lists(30)).isTrue();
            assertThat(s.lists(4)).isFalse();
        });
        assertThat(p.message().find(ExtendedTcpHeaderTlv.class)).hasValueSatisfying(
            h -> assertThat(hex(h.options())).isEqualTo("01010402"));
    }
}
