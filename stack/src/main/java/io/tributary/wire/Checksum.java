package io.tributary.wire;

import io.tributary.Rfc;
import org.agrona.DirectBuffer;

import java.nio.ByteOrder;

/**
 * The Internet checksum. A <em>partial</em> is a ones'-complement sum in network byte order that is not folded yet;
 * partials of pieces that start at an even offset add up with {@link #add}, those that start at an odd offset after
 * {@link #swap(int) swapping} their folded value.
 */
@Rfc(value = 1071, section = "1")
public final class Checksum {
    private static final long LOW = 0xffff_ffffL;

    private Checksum() {
    }

    /**
     * The partial of {@code len} bytes, an odd one padded with a zero byte. It is a folded 16-bit value, so a handful may be
     * added with a plain {@code +}. Words are taken little-endian and the sum swapped once at the end: the sum does
     * not mind (RFC 1071 §2B) and the common machine need not swap each word.
     */
    @Rfc(value = 1071, section = "2")
    public static long sum(DirectBuffer b, int at, int len) {
        long even = 0;
        long odd = 0;
        int i = at;
        int end = at + len;
        for (int stop = end - 31; i < stop; i += 32) {
            long v0 = b.getLong(i, ByteOrder.LITTLE_ENDIAN);
            long v1 = b.getLong(i + 8, ByteOrder.LITTLE_ENDIAN);
            long v2 = b.getLong(i + 16, ByteOrder.LITTLE_ENDIAN);
            long v3 = b.getLong(i + 24, ByteOrder.LITTLE_ENDIAN);
            even += (v0 & LOW) + (v1 & LOW) + (v2 & LOW) + (v3 & LOW);
            odd += (v0 >>> 32) + (v1 >>> 32) + (v2 >>> 32) + (v3 >>> 32);
        }
        for (; i + 8 <= end; i += 8) {
            long v = b.getLong(i, ByteOrder.LITTLE_ENDIAN);
            even += v & LOW;
            odd += v >>> 32;
        }
        for (int shift = 0; i < end; i++, shift ^= 8) {
            even += (b.getByte(i) & 0xffL) << shift;
        }
        return swap(fold(even + odd));
    }

    /** Ones'-complement addition of two partials, at any size. */
    public static long add(long a, long b) {
        long s = a + b;
        return Long.compareUnsigned(s, a) < 0 ? s + 1 : s;
    }

    /** The 16-bit ones'-complement sum, not inverted. */
    public static int fold(long partial) {
        long s = (partial >>> 32) + (partial & LOW);
        s = (s >>> 16) + (s & 0xffff);
        s = (s >>> 16) + (s & 0xffff);
        return (int) ((s >>> 16) + (s & 0xffff));
    }

    /** The value of a checksum field: the folded sum inverted. */
    public static int finish(long partial) {
        return ~fold(partial) & 0xffff;
    }

    /** Exchanges the two bytes of a folded sum, for a piece that starts at an odd offset of the whole. */
    public static int swap(int folded) {
        return (folded & 0xff) << 8 | folded >>> 8 & 0xff;
    }

    /** Partial of the IPv4 pseudo-header. */
    @Rfc(value = 9293, section = "3.1")
    public static long pseudoHeaderV4(int source, int destination, int protocol, int length) {
        return (source & LOW) + (destination & LOW) + protocol + length;
    }

    /** Partial of the IPv6 pseudo-header; {@code destination} is the final one and {@code length} that of the upper layer. */
    @Rfc(value = 8200, section = "8.1")
    public static long pseudoHeaderV6(long sourceHi, long sourceLo, long destinationHi, long destinationLo,
                                      int protocol, int length) {
        return half(sourceHi) + half(sourceLo) + half(destinationHi) + half(destinationLo) + protocol + (length & LOW);
    }

    /** The pseudo-header of either family, IPv4 addresses in the form of {@link IpAddress}. */
    public static long pseudoHeader(long sourceHi, long sourceLo, long destinationHi, long destinationLo,
                                    int protocol, int length) {
        return IpAddress.isV4(sourceHi, sourceLo)
            ? pseudoHeaderV4((int) sourceLo, (int) destinationLo, protocol, length)
            : pseudoHeaderV6(sourceHi, sourceLo, destinationHi, destinationLo, protocol, length);
    }

    /**
     * The checksum field after one 16-bit word it covers changed. Equation 3 of the RFC, because the older one yields
     * 0xffff where a computation from scratch yields 0.
     */
    @Rfc(value = 1624, section = "3")
    public static int update(int hc, int m, int m2) {
        return finish((~hc & 0xffffL) + (~m & 0xffffL) + (m2 & 0xffffL));
    }

    private static long half(long v) {
        return (v >>> 32) + (v & LOW);
    }
}
