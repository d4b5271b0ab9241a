package io.tributary.tcp.open;

import io.tributary.Rfc;
import io.tributary.ip.FlowKey;

/**
 * Initial numbers that hold what a SYN said, so that nothing need be remembered of it: from the top a keyed hash of flow, the
 * peer's number and the rest (26 bits), whether timestamps are in use (1 bit), the age (2 bits, periods of 64 s), and the MSS (3 bits). What else the SYN offered comes
 * back in the low six bits of a timestamp, if the peer uses them; else it is lost.
 */
@Rfc(value = 4987, section = {"3.6", "A"})
public final class SynCookies {
    /** How long a cookie is good at least. */
    public static final long PERIOD_NS = 64_000_000_000L;

    private static final int[] MSS_V4 = {216, 536, 1220, 1360, 1400, 1440, 1460, 8960};
    private static final int[] MSS_V6 = {536, 1220, 1280, 1340, 1380, 1420, 1440, 8940};
    private static final int MSS = 7;
    private static final int STAMPED = 32;
    private static final int OPTIONS = 63;
    private static final int NO_SCALE = 15;
    private static final int SACK = 16;
    private static final int ECN = 32;

    private final SipHash hash;

    public SynCookies(long secret0, long secret1) {
        this.hash = new SipHash(secret0, secret1);
    }

    /** @return false if the peer's MSS is smaller than any that a cookie can say */
    public static boolean canSay(int mss, boolean v4) {
        return mss >= table(v4)[0];
    }

    /**
     * @param mss       as the SYN said, or what counts where it said none
     * @param stamped   the answer carries {@code timestamp}, made by {@link #timestamp}
     */
    public int make(FlowKey k, int peerIsn, int mss, boolean stamped, int timestamp, long nowNs) {
        int[] table = table(k.isV4());
        int index = table.length - 1;
        while (index > 0 && table[index] > mss) {
            index--;
        }
        return word(k, peerIsn, nowNs / PERIOD_NS, index | (stamped ? STAMPED : 0), timestamp);
    }

    /**
     * @param echo the timestamp that came back with it: it must be the one the number went out with, if any did
     * @return the MSS that the SYN said, rounded down; 0 if the number is none of ours, or too old
     */
    public int mssOf(FlowKey k, int peerIsn, int number, int echo, long nowNs) {
        long period = nowNs / PERIOD_NS;
        long age = (int) period - (number >>> 3) & 3;
        return age <= 1 && word(k, peerIsn, period - age, number & (STAMPED | MSS), echo) == number ? table(k.isV4())[number & MSS] : 0;
    }

    /** Whether a good number went out beside a timestamp: what comes back beside one proves nothing. */
    public static boolean isStamped(int number) {
        return (number & STAMPED) != 0;
    }

    private int word(FlowKey k, int peerIsn, long period, int said, int timestamp) {
        long options = (said & STAMPED) != 0 ? timestamp & OPTIONS : 0;
        long mac = hash.of(k.localHi(), k.localLo(), k.remoteHi(), k.remoteLo(),
            (long) k.localPort() << 32 | (long) k.remotePort() << 16 | k.zone(), Integer.toUnsignedLong(peerIsn), (period << 6 | options) << 6 | said);
        return (int) mac << 6 | (int) (period & 3) << 3 | said;
    }

    private static int[] table(boolean v4) {
        return v4 ? MSS_V4 : MSS_V6;
    }

    /** A timestamp, not above {@code now}, that says what the SYN offered. @param scale the peer's; -1 if it offered none */
    public static int timestamp(int now, int scale, boolean sack, boolean ecn) {
        int options = (scale < 0 ? NO_SCALE : scale) | (sack ? SACK : 0) | (ecn ? ECN : 0);
        int value = now & ~OPTIONS | options;
        return value - now > 0 ? value - OPTIONS - 1 : value;
    }

    /** -1 if the peer offered no window scale. */
    public static int scaleOf(int timestamp) {
        int scale = timestamp & NO_SCALE;
        return scale == NO_SCALE ? -1 : scale;
    }

    public static boolean sackOf(int timestamp) {
        return (timestamp & SACK) != 0;
    }

    public static boolean ecnOf(int timestamp) {
        return (timestamp & ECN) != 0;
    }
}
