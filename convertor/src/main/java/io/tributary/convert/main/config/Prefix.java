package io.tributary.convert.main.config;

import io.tributary.wire.IpAddress;

/**
 * A block of addresses.
 *
 * @param address its first address, host bits zero
 * @param length  prefix length as written: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Prefix(IpAddress address, int length) {
    /** @throws IllegalArgumentException if {@code text} is no ADDRESS/LENGTH or has host bits set; ADDRESS alone is one host */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int most = address.isV4() ? 32 : 128;
        int length = most;
        if (slash >= 0) {
            String digits = text.substring(slash + 1);
            if (!digits.matches("\\d{1,3}") || Integer.parseInt(digits) > most) {
                throw new IllegalArgumentException("prefix length must be 0 to " + most + ": " + text);
            }
            length = Integer.parseInt(digits);
        }
        IpAddress first = masked(address, length);
        if (!first.equals(address)) {
            throw new IllegalArgumentException("has bits set behind its prefix length, did you mean " + new Prefix(first, length) + "?");
        }
        return new Prefix(address, length);
    }

    /** IPv4 blocks hold IPv4 addresses only, IPv6 blocks IPv6 only. */
    public boolean contains(IpAddress a) {
        return a.isV4() == address.isV4() && masked(a, length).equals(address);
    }

    private static IpAddress masked(IpAddress a, int length) {
        int bits = a.isV4() ? length + 96 : length;
        long hi = bits >= 64 ? a.hi() : a.hi() & mask(bits);
        long lo = bits <= 64 ? 0 : a.lo() & mask(bits - 64);
        return a.isV4() && bits < 128 ? new IpAddress(0, 0xffff_0000_0000L | lo & 0xffff_ffffL) : new IpAddress(hi, lo);
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << 64 - bits;
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }
}
