package io.tributary.wire;

import io.tributary.Rfc;

/**
 * What sort of address two longs in the form of {@link IpAddress} are. Directed broadcasts are not recognised: that
 * needs the prefix length of a network the stack need not know.
 */
@Rfc(value = 1122, section = "3.2.1.3")
@Rfc(value = 4291, section = "2.4")
public final class AddressKind {
    private AddressKind() {
    }

    public static boolean isMulticast(long hi, long lo) {
        return IpAddress.isV4(hi, lo) ? (lo >>> 28 & 0xf) == 0xe : hi >>> 56 == 0xff;
    }

    /** 255.255.255.255. */
    public static boolean isBroadcast(long hi, long lo) {
        return hi == 0 && lo == 0xffff_ffff_ffffL;
    }

    /** 0.0.0.0/8 or ::. */
    public static boolean isUnspecified(long hi, long lo) {
        return IpAddress.isV4(hi, lo) ? (lo >>> 24 & 0xff) == 0 : hi == 0 && lo == 0;
    }

    /** 127.0.0.0/8 or ::1. */
    public static boolean isLoopback(long hi, long lo) {
        return IpAddress.isV4(hi, lo) ? (lo >>> 24 & 0xff) == 127 : hi == 0 && lo == 1;
    }

    /** May stand as a destination of one host. */
    @Rfc(value = 9293, section = "3.9.1.1")
    public static boolean isUnicast(long hi, long lo) {
        return !isMulticast(hi, lo) && !isBroadcast(hi, lo) && !isUnspecified(hi, lo);
    }

    /** May stand as the source of a packet that came over a network: one host, and not this one. */
    @Rfc(value = 9293, section = "3.9.2.3")
    public static boolean isForeignSource(long hi, long lo) {
        return isUnicast(hi, lo) && !isLoopback(hi, lo);
    }
}
