package io.tributary.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 or IPv6 address as two longs; IPv4 is held as ::ffff:a.b.c.d. The data path passes the longs themselves,
 * this record is for configuration and display.
 */
public record IpAddress(long hi, long lo) implements Comparable<IpAddress> {
    public static final IpAddress ANY = new IpAddress(0, 0);

    /** The low half of the IPv4-mapped form. */
    public static long v4(int address) {
        return 0xffff_0000_0000L | (address & 0xffff_ffffL);
    }

    public static boolean isV4(long hi, long lo) {
        return hi == 0 && (lo >>> 32) == 0xffff;
    }

    public boolean isV4() {
        return isV4(hi, lo);
    }

    /** @return the address that {@code text} spells, never by a name lookup
     *  @throws IllegalArgumentException if it is no literal address */
    public static IpAddress parse(String text) {
        if (!text.matches(text.indexOf(':') >= 0 ? "[0-9a-fA-F:.]+" : "((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}")) {
            throw new IllegalArgumentException("not an IP address: " + text);
        }
        try {
            return of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IP address: " + text, e);
        }
    }

    public static IpAddress of(InetAddress address) {
        byte[] b = address.getAddress();
        if (b.length == 4) {
            return new IpAddress(0, v4((b[0] & 0xff) << 24 | (b[1] & 0xff) << 16 | (b[2] & 0xff) << 8 | b[3] & 0xff));
        }
        long hi = 0;
        long lo = 0;
        for (int i = 0; i < 8; i++) {
            hi = hi << 8 | b[i] & 0xff;
            lo = lo << 8 | b[i + 8] & 0xff;
        }
        return new IpAddress(hi, lo);
    }

    /** 4 or 16 bytes, network order. */
    public byte[] bytes() {
        byte[] b = new byte[isV4() ? 4 : 16];
        for (int i = 0; i < b.length; i++) {
            int shift = 8 * (b.length - 1 - i);
            b[i] = (byte) (shift >= 64 ? hi >>> shift - 64 : lo >>> shift);
        }
        return b;
    }

    public InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(bytes());
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Literal as people write it; IPv6 compressed as RFC 5952 asks. */
    @Override
    public String toString() {
        return isV4()
            ? (lo >>> 24 & 0xff) + "." + (lo >>> 16 & 0xff) + "." + (lo >>> 8 & 0xff) + "." + (lo & 0xff)
            : compressed();
    }

    private String compressed() {
        int[] group = new int[8];
        for (int i = 0; i < 8; i++) {
            group[i] = (int) ((i < 4 ? hi >>> 48 - 16 * i : lo >>> 48 - 16 * (i - 4)) & 0xffff);
        }
        int bestAt = -1;
        int bestLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && group[end] == 0) {
                end++;
            }
            if (end - i > bestLength) {
                bestAt = i;
                bestLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == bestAt) {
                s.append("::");
                i += bestLength - 1;
                continue;
            }
            if (s.length() > 0 && s.charAt(s.length() - 1) != ':') {
                s.append(':');
            }
            s.append(Integer.toHexString(group[i]));
        }
        return s.toString();
    }

    /** With the port, IPv6 in brackets. */
    public String withPort(int port) {
        return isV4() ? this + ":" + port : "[" + this + "]:" + port;
    }

    @Override
    public int compareTo(IpAddress o) {
        int c = Long.compareUnsigned(hi, o.hi);
        return c != 0 ? c : Long.compareUnsigned(lo, o.lo);
    }
}
