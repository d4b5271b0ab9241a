package io.tributary.convert.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tributary.wire.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessPolicyTest {
    private static List<Prefix> prefixes(String... text) {
        return Stream.of(text).map(Prefix::parse).toList();
    }

    private static AccessPolicy policy(boolean hairpin) {
        return new AccessPolicy(prefixes("10.1.0.0/24", "fd00:1::/64"), prefixes("0.0.0.0/0", "::/0"),
            prefixes("192.0.2.0/24", "2001:db8:bad::/48"), hairpin,
            List.of(Endpoint.parse("10.1.0.10:5124"), Endpoint.parse("[fd00:1::10]:5124")));
    }

    private static boolean allows(AccessPolicy p, String address, int port) {
        return p.allowsDestination(IpAddress.parse(address), port);
    }

    @Test
    @DisplayName("CONV-9.2-1 nobody is served by a converter without lists")
    void closedByDefault() {
        AccessPolicy none = new AccessPolicy(List.of(), List.of(), List.of(), true, List.of());
        assertThat(none.allowsClient(IpAddress.parse("10.1.0.1"))).isFalse();
        assertThat(allows(none, "198.51.100.9", 443)).isFalse();
    }

    @Test
    @DisplayName("CONV-9.2-1 clients are known by their address")
    void clients() {
        assertThat(policy(true).allowsClient(IpAddress.parse("10.1.0.1"))).isTrue();
        assertThat(policy(true).allowsClient(IpAddress.parse("fd00:1::1"))).isTrue();
        assertThat(policy(true).allowsClient(IpAddress.parse("10.1.1.1"))).isFalse();
        assertThat(policy(true).allowsClient(IpAddress.parse("2001:db8::1"))).isFalse();
    }

    @Test
    @DisplayName("CONV-9.2-1 deny wins over allow, also over a more specific one")
    void deny() {
        assertThat(allows(policy(true), "198.51.100.9", 443)).isTrue();
        assertThat(allows(policy(true), "192.0.2.1", 443)).isFalse();
        assertThat(allows(policy(true), "2001:db8:bad::1", 443)).isFalse();
        AccessPolicy specific = new AccessPolicy(List.of(), prefixes("192.0.2.1"), prefixes("192.0.2.0/24"), true, List.of());
        assertThat(allows(specific, "192.0.2.1", 443)).isFalse();
    }

    @Test
    @DisplayName("CONV-9.2-3 hairpinning is allowed or refused as configured")
    void hairpin() {
        assertThat(allows(policy(true), "10.1.0.7", 80)).isTrue();
        assertThat(allows(policy(false), "10.1.0.7", 80)).isFalse();
        assertThat(allows(policy(false), "198.51.100.9", 80)).isTrue();
    }

    @Test
    @DisplayName("CONV-DD-16 the converter's own address and port is a loop, its other ports are not")
    void loop() {
        assertThat(allows(policy(true), "10.1.0.10", 5124)).isFalse();
        assertThat(allows(policy(true), "fd00:1::10", 5124)).isFalse();
        assertThat(allows(policy(true), "10.1.0.10", 5125)).isTrue();
        assertThat(allows(policy(true), "10.1.0.11", 5124)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.255", "169.254.1.1", "224.0.0.1", "239.255.255.255",
        "255.255.255.255", "'::'", "::1", "fe80::1", "febf::1", "ff02::1", "ffff::1"})
    @DisplayName("CONV-6.2.5-2 CONV-DD-16 unspecified, loopback, link-local, multicast and broadcast addresses are invalid")
    void invalid(String address) {
        assertThat(Destinations.isInvalid(IpAddress.parse(address), 80)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1.0.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "223.255.255.255", "240.0.0.1",
        "255.255.255.254", "::2", "fe7f::1", "fec0::1", "feff::1", "2001:db8::1"})
    @DisplayName("CONV-6.2.5-2 their neighbours are valid, but not with port 0")
    void valid(String address) {
        assertThat(Destinations.isInvalid(IpAddress.parse(address), 1)).isFalse();
        assertThat(Destinations.isInvalid(IpAddress.parse(address), 65535)).isFalse();
        assertThat(Destinations.isInvalid(IpAddress.parse(address), 0)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10.1.0.10", "10.1.0.10:", "10.1.0.10:0", "10.1.0.10:65536", "10.1.0.10:x", "fd00::1:5124",
        "[fd00::1]", "[10.1.0.10:5124", "[]:5124", ":5124", "[10.1.0.1]:80"})
    @DisplayName("CONV-10.1-1 the convert port has no default: an endpoint without a port is refused")
    void noEndpoint(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Endpoint.parse(text));
    }

    @Test
    @DisplayName("CONV-10.1-1 endpoints are written as they are read")
    void endpoint() {
        assertThat(Endpoint.parse("10.1.0.10:5124")).hasToString("10.1.0.10:5124");
        assertThat(Endpoint.parse("[fd00::1]:65535")).hasToString("[fd00::1]:65535");
    }
}
