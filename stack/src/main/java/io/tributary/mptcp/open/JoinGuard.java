package io.tributary.mptcp.open;

import io.tributary.Rfc;

/**
 * Sources that keep sending joins with a wrong HMAC: theirs are refused for a while. Only third packets count, as their sender has
 * seen our SYN/ACK: nobody can have another's address blocked by sending in its name.
 */
@Rfc(value = 8684, section = "3.9.3")
public final class JoinGuard {
    /** Failures of one source, none longer than {@link #MEMORY_NS} after the one before, from which on it is blocked. */
    public static final int TOLERATED = 8;
    /** For how long a failure is remembered. */
    public static final long MEMORY_NS = 60_000_000_000L;
    private static final int SOURCES = 64;

    private final long[] hi = new long[SOURCES];
    private final long[] lo = new long[SOURCES];
    private final long[] lastNs = new long[SOURCES];
    private final int[] failures = new int[SOURCES];

    /** A third packet with a wrong HMAC, or none. Where there are too many sources the one heard of longest ago is forgotten. */
    public void failed(long sourceHi, long sourceLo, long nowNs) {
        int i = find(sourceHi, sourceLo);
        if (i < 0) {
            i = oldest();
            hi[i] = sourceHi;
            lo[i] = sourceLo;
            failures[i] = 0;
        } else if (nowNs - lastNs[i] >= MEMORY_NS) {
            failures[i] = 0;
        }
        failures[i]++;
        lastNs[i] = nowNs;
    }

    public boolean isBlocked(long sourceHi, long sourceLo, long nowNs) {
        int i = find(sourceHi, sourceLo);
        return i >= 0 && failures[i] >= TOLERATED && nowNs - lastNs[i] < MEMORY_NS;
    }

    private int find(long sourceHi, long sourceLo) {
        for (int i = 0; i < SOURCES; i++) {
            if (failures[i] > 0 && hi[i] == sourceHi && lo[i] == sourceLo) {
                return i;
            }
        }
        return -1;
    }

    private int oldest() {
        int oldest = 0;
        for (int i = 0; i < SOURCES; i++) {
            if (failures[i] == 0) {
                return i;
            }
            oldest = lastNs[i] < lastNs[oldest] ? i : oldest;
        }
        return oldest;
    }
}
