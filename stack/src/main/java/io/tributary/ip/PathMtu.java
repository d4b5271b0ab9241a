package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.wire.IpAddress;

import java.util.Arrays;

/**
 * What "too big" errors taught about paths of one zone, by destination. Only errors that were checked against a connection
 * belong in here (RFC 5927 §7.2).
 *
 * <p>An estimate is forgotten after ten minutes, so it is not tried to raise it earlier than the five minutes both RFCs
 * demand. The table is made of sets of {@value #WAYS} entries: in a full set the oldest loses.
 */
@Rfc(value = 1191, section = {"3", "5", "6.3", "7"})
@Rfc(value = 8201, section = {"4", "5.2", "5.3"})
public final class PathMtu {
    /** Least MTU of IPv4 paths, bytes. */
    public static final int MIN_V4 = 68;
    /** Least MTU of IPv6 paths, bytes. */
    public static final int MIN_V6 = 1280;
    /** How long an estimate is kept. */
    public static final long LIFETIME_NS = 600_000_000_000L;

    private static final int WAYS = 8;
    /** Table 7-1 of RFC 1191, for routers that do not tell their MTU. */
    private static final int[] PLATEAUS = {32_000, 17_914, 8_166, 4_352, 2_002, 1_492, 1_006, 508, 296, MIN_V4};

    private final long[] hi;
    private final long[] lo;
    /** 0: the entry is free. */
    private final int[] mtu;
    private final long[] sinceNs;
    private final int sets;

    /** @param limit most destinations, rounded up to a power of two and at least 8 */
    public PathMtu(int limit) {
        sets = Integer.highestOneBit(Math.max(1, (limit + WAYS - 1) / WAYS) * 2 - 1);
        hi = new long[sets * WAYS];
        lo = new long[sets * WAYS];
        mtu = new int[sets * WAYS];
        sinceNs = new long[sets * WAYS];
    }

    /** Largest packet for this destination, bytes: what was learned, at most {@code deviceMtu}. */
    public int mtu(long hi, long lo, int deviceMtu, long nowNs) {
        int i = find(hi, lo, nowNs);
        return i < 0 ? deviceMtu : Math.min(mtu[i], deviceMtu);
    }

    /**
     * A router said that a packet of {@code originalLength} bytes is too big.
     *
     * @param reported MTU of the next hop, 0 if it did not say (IPv4)
     * @return true if the estimate is lower now than before; it is never raised, and never below the family's least
     */
    public boolean onTooBig(long hi, long lo, int reported, int originalLength, int deviceMtu, long nowNs) {
        boolean isV4 = IpAddress.isV4(hi, lo);
        if (!isV4 && reported < MIN_V6) {
            return false;
        }
        int current = mtu(hi, lo, deviceMtu, nowNs);
        int lowered = isV4 ? Math.max(MIN_V4, reported == 0 ? plateauBelow(Math.min(originalLength, current)) : reported) : reported;
        if (lowered >= current) {
            return false;
        }
        put(hi, lo, lowered, nowNs);
        return true;
    }

    private static int plateauBelow(int length) {
        for (int plateau : PLATEAUS) {
            if (plateau < length) {
                return plateau;
            }
        }
        return MIN_V4;
    }

    private int find(long hi, long lo, long nowNs) {
        int from = set(hi, lo);
        for (int i = from; i < from + WAYS; i++) {
            if (mtu[i] != 0 && this.hi[i] == hi && this.lo[i] == lo) {
                if (nowNs - sinceNs[i] < LIFETIME_NS) {
                    return i;
                }
                mtu[i] = 0;
            }
        }
        return -1;
    }

    private void put(long hi, long lo, int value, long nowNs) {
        int i = find(hi, lo, nowNs);
        if (i < 0) {
            i = victim(set(hi, lo));
        }
        this.hi[i] = hi;
        this.lo[i] = lo;
        mtu[i] = value;
        sinceNs[i] = nowNs;
    }

    private int victim(int from) {
        int oldest = from;
        for (int i = from; i < from + WAYS; i++) {
            if (mtu[i] == 0) {
                return i;
            }
            if (sinceNs[i] - sinceNs[oldest] < 0) {
                oldest = i;
            }
        }
        return oldest;
    }

    private int set(long hi, long lo) {
        long h = (hi ^ Long.rotateLeft(lo, 29)) * 0x9e3779b97f4a7c15L;
        return (int) (h >>> 32 & sets - 1) * WAYS;
    }

    /** Forgets everything, as after a change of routes. */
    public void clear() {
        Arrays.fill(mtu, 0);
    }
}
