package io.tributary.convert.policy;

import io.tributary.wire.IpAddress;

/**
 * An IPv4 or IPv6 network. The families never match each other: {@code ::/0} does not contain an IPv4 address although that
 * is held as a mapped one.
 *
 * @param address first address of the network
 * @param bits    prefix length in the family's own count: 0 to 32 or 0 to 128
 */
public record Prefix(IpAddress address, int bits) {
    public Prefix {
        if (bits < 0 || bits > (address.isV4() ? 32 : 128)) {
            throw new IllegalArgumentException("prefix length " + bits + " of " + address);
        }
        if (!address.equals(masked(address, bits))) {
            throw new IllegalArgumentException(address + "/" + bits + " has host bits set, meant " + masked(address, bits) + "/" + bits);
        }
    }

    /**
     * @param text "10.1.0.0/24", or an address alone for just that one
     * @throws IllegalArgumentException if it is neither
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress a = IpAddress.parse(text);
            return new Prefix(a, a.isV4() ? 32 : 128);
        }
        String length = text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}")) {
            throw new IllegalArgumentException("not a prefix: " + text);
        }
        return new Prefix(IpAddress.parse(text.substring(0, slash)), Integer.parseInt(length));
    }

    public boolean contains(IpAddress a) {
        return a.isV4() == address.isV4() && masked(a, bits).equals(address);
    }

    private static IpAddress masked(IpAddress a, int bits) {
        int kept = a.isV4() ? bits + 96 : bits;
        long hi = kept >= 64 ? a.hi() : kept == 0 ? 0 : a.hi() & -1L << 64 - kept;
        long lo = kept >= 128 ? a.lo() : kept <= 64 ? 0 : a.lo() & -1L << 128 - kept;
        return new IpAddress(hi, lo);
    }

    @Override
    public String toString() {
        return address + "/" + bits;
    }
}
