package io.tributary.sim;

import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** Which way packets to which addresses go; the longest prefix decides, among equals the one added last. */
final class ForwardingTable {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(IpAddress prefix, int bits, SimDevice out) {
        /** IPv4 addresses are compared in their IPv6 form, where their 32 bits are the last. */
        boolean matches(long hi, long lo) {
            return prefix.isV4() == IpAddress.isV4(hi, lo) && same(prefix.hi(), hi, Math.min(length(), 64))
                && same(prefix.lo(), lo, length() - 64);
        }

        int length() {
            return prefix.isV4() ? bits + 96 : bits;
        }

        private static boolean same(long a, long b, int bits) {
            return bits <= 0 || (a ^ b) >>> 64 - bits == 0;
        }
    }

    /** @param prefix {@code ADDRESS/LENGTH}, or an address alone */
    void add(String prefix, SimDevice out) {
        int slash = prefix.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? prefix : prefix.substring(0, slash));
        int most = address.isV4() ? 32 : 128;
        int bits = slash < 0 ? most : Integer.parseInt(prefix.substring(slash + 1));
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("no prefix length for " + address + ": " + bits);
        }
        entries.add(new Entry(address, bits, out));
    }

    /** null if there is no way. */
    SimDevice lookup(long hi, long lo) {
        Entry best = null;
        for (Entry e : entries) {
            if (e.matches(hi, lo) && (best == null || e.bits >= best.bits)) {
                best = e;
            }
        }
        return best == null ? null : best.out;
    }
}
