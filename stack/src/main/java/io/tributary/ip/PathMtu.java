package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;

import java.util.Arrays;

/**
 * What "too big" errors taught about paths, shared by the connections of a shard. A path is a zone and two addresses: from
 * another of our addresses the way may be another one, which is what multipath lives from. Only errors that were checked against
 * a connection belong in here (RFC 5927 §7.2).
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

    private final Counters counters;
    private final long[] localHi;
    private final long[] localLo;
    private final long[] remoteHi;
    private final long[] remoteLo;
    private final int[] zone;
    /** 0: the entry is free. */
    private final int[] mtu;
    private final long[] sinceNs;
    private final int sets;
    private int changes;
    private int nextId;

    /** @param limit most paths, rounded up to a power of two and at least 8 */
    public PathMtu(int limit, Counters counters) {
        this.counters = counters;
        sets = Integer.highestOneBit(Math.max(1, (limit + WAYS - 1) / WAYS) * 2 - 1);
        int n = sets * WAYS;
        localHi = new long[n];
        localLo = new long[n];
        remoteHi = new long[n];
        remoteLo = new long[n];
        zone = new int[n];
        mtu = new int[n];
        sinceNs = new long[n];
    }

    /** Largest packet for this path, bytes: what was learned, at most {@code deviceMtu}. The ports do not matter. */
    public int mtu(FlowKey path, int deviceMtu, long nowNs) {
        int i = find(path, nowNs);
        return i < 0 ? deviceMtu : Math.min(mtu[i], deviceMtu);
    }

    /** When what {@link #mtu} says is forgotten; {@code Long.MAX_VALUE} if it is not learned. */
    public long expiresNs(FlowKey path, long nowNs) {
        int i = find(path, nowNs);
        return i < 0 ? Long.MAX_VALUE : sinceNs[i] + LIFETIME_NS;
    }

    /** Another value than the last time: some estimate has changed for another reason than its age. */
    public int changes() {
        return changes;
    }

    /**
     * What a router claims who says that a packet of {@code originalLength} bytes is too big.
     *
     * @param reported MTU of the next hop, 0 if it did not say (IPv4)
     * @param current  what is believed now
     * @return 0 if the message is none to act on: it says nothing below {@code current}, or is about a packet larger than that,
     *     sent before the last decrease, or claims less than IPv6 allows; else at least the family's least
     */
    @Rfc(value = 1191, section = {"5", "7.1"})
    @Rfc(value = 8201, section = "4")
    public static int claim(boolean v4, int reported, int originalLength, int current) {
        if (!v4 && reported < MIN_V6 || v4 && reported == 0 && originalLength > current) {
            return 0;
        }
        int claimed = v4 ? Math.max(MIN_V4, reported == 0 ? plateauBelow(originalLength) : reported) : reported;
        return claimed < current ? claimed : 0;
    }

    /** @return true if the estimate is lower now than before; it is never raised */
    public boolean lower(FlowKey path, int value, int deviceMtu, long nowNs) {
        if (value >= mtu(path, deviceMtu, nowNs)) {
            return false;
        }
        put(path, value, nowNs);
        changes++;
        counters.increment(Counter.PATH_MTU_LOWERED);
        return true;
    }

    /**
     * The identification of a packet that may be fragmented on its way: unlike those that may not, it must not meet another one
     * with the same between the same hosts. One sequence for all makes sure of it as far as 16 bits can.
     *
     * @param packets how many the device will make of it, each with the next number
     */
    @Rfc(value = 6864, section = {"4.2", "4.3"})
    public int nextId(int packets) {
        int id = nextId;
        nextId += packets;
        return id & 0xffff;
    }

    private static int plateauBelow(int length) {
        for (int plateau : PLATEAUS) {
            if (plateau < length) {
                return plateau;
            }
        }
        return MIN_V4;
    }

    private int find(FlowKey p, long nowNs) {
        int from = set(p);
        for (int i = from; i < from + WAYS; i++) {
            if (mtu[i] != 0 && remoteLo[i] == p.remoteLo() && remoteHi[i] == p.remoteHi() && localLo[i] == p.localLo()
                && localHi[i] == p.localHi() && zone[i] == p.zone()) {
                if (nowNs - sinceNs[i] < LIFETIME_NS) {
                    return i;
                }
                mtu[i] = 0;
            }
        }
        return -1;
    }

    private void put(FlowKey p, int value, long nowNs) {
        int i = find(p, nowNs);
        if (i < 0) {
            i = victim(set(p), nowNs);
        }
        localHi[i] = p.localHi();
        localLo[i] = p.localLo();
        remoteHi[i] = p.remoteHi();
        remoteLo[i] = p.remoteLo();
        zone[i] = p.zone();
        mtu[i] = value;
        sinceNs[i] = nowNs;
    }

    private int victim(int from, long nowNs) {
        int oldest = from;
        for (int i = from; i < from + WAYS; i++) {
            if (mtu[i] == 0) {
                return i;
            }
            if (sinceNs[i] - sinceNs[oldest] < 0) {
                oldest = i;
            }
        }
        if (nowNs - sinceNs[oldest] < LIFETIME_NS) {
            counters.increment(Counter.PATH_MTU_EVICTED);
        }
        return oldest;
    }

    private int set(FlowKey p) {
        long h = (p.remoteHi() ^ Long.rotateLeft(p.remoteLo(), 29)) * 0x9e3779b97f4a7c15L;
        h = (h ^ p.localLo() ^ Long.rotateLeft(p.localHi(), 31) ^ p.zone()) * 0xbf58476d1ce4e5b9L;
        return (int) (h >>> 32 & sets - 1) * WAYS;
    }

    /** Forgets everything, as after a change of routes. */
    public void clear() {
        Arrays.fill(mtu, 0);
        changes++;
    }
}
