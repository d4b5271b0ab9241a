package io.tributary.convert.policy;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;
import java.util.List;

/** Addresses no Connect TLV may name, whatever the configuration says. */
@Rfc(value = 8803, section = "6.2.5")
public final class Destinations {
    private static final List<Prefix> INVALID = List.of(
        Prefix.parse("0.0.0.0/8"), Prefix.parse("127.0.0.0/8"), Prefix.parse("169.254.0.0/16"),
        Prefix.parse("224.0.0.0/4"), Prefix.parse("255.255.255.255/32"),
        Prefix.parse("::/128"), Prefix.parse("::1/128"), Prefix.parse("fe80::/10"), Prefix.parse("ff00::/8"));

    private Destinations() {
    }

    /** True for unspecified, loopback, link-local (it names no link), multicast, broadcast, and port 0. */
    public static boolean isInvalid(IpAddress address, int port) {
        return port == 0 || INVALID.stream().anyMatch(p -> p.contains(address));
    }
}
