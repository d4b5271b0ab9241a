package io.tributary.mptcp.schedule;

/** What a scheduler may know of a connection's subflows: plain fields, one slot each, filled before every decision. */
public final class SubflowsView {
    /** Most subflows of a connection, half-open ones included: the first and the 8 that Linux allows beside it. */
    public static final int MAX = 9;

    /** Bytes that could be sent right now. */
    public final long[] space = new long[MAX];
    /** Smoothed round-trip time; 0 without a sample. */
    public final long[] srttNs = new long[MAX];
    /** Bit per slot: the subflow may carry data. */
    public long usable;
    /** Bit per slot: the peer or we want it used only when no other works. */
    public long backup;
    /** Bit per slot: it has timed out and made no progress since. */
    public long stale;
    /** Bit per slot: it must not carry this chunk, since it has it already. */
    public long excluded;

    public void clear() {
        usable = 0;
        backup = 0;
        stale = 0;
        excluded = 0;
    }

    /** Bits of those that may carry this chunk and have room for some of it. */
    public long withSpace() {
        long bits = usable & ~excluded;
        for (int i = 0; i < MAX; i++) {
            if (space[i] <= 0) {
                bits &= ~(1L << i);
            }
        }
        return bits;
    }

    /** Whether any usable subflow has room, for whatever chunk. */
    public boolean hasSpace() {
        for (int i = 0; i < MAX; i++) {
            if ((usable & 1L << i) != 0 && space[i] > 0) {
                return true;
            }
        }
        return false;
    }
}
