package io.tributary.mptcp.schedule;

import io.tributary.Rfc;

/** What a scheduler may know of a connection's subflows: plain fields, one slot each, filled before every decision. */
public final class SubflowsView {
    /** Most subflows of a connection, half-open ones included: the first and the 8 that Linux allows beside it. */
    public static final int MAX = 9;

    /** Bytes that could be sent right now. */
    public final long[] space = new long[MAX];
    /** Smoothed round-trip time; 0 without a sample. */
    public final long[] srttNs = new long[MAX];
    /** Mean deviation of the round-trip time. */
    public final long[] rttvarNs = new long[MAX];
    /** Congestion window, bytes. */
    public final long[] cwnd = new long[MAX];
    /** Bytes in the network, what was just assigned included. */
    public final long[] inFlight = new long[MAX];
    /** Payload bytes of a full segment. */
    public final int[] mss = new int[MAX];
    /** Bit per slot: the subflow may carry data. */
    public long usable;
    /** Bit per slot: the peer or we want it used only when no other works. */
    public long backup;
    /** Bit per slot: it has timed out and made no progress since. */
    public long stale;
    /** Bit per slot: it must not carry this chunk, since it has it already. */
    public long excluded;
    /** Bytes beyond the lowest one without Data ACK that the peer's connection-level window takes. */
    public long window;
    /** Bytes of the stream that were never given to a subflow. */
    public long unsent;
    /** How often so far the window was full and its lowest byte was sent again on a faster subflow. */
    public long headRepairs;

    public void clear() {
        usable = 0;
        backup = 0;
        stale = 0;
        excluded = 0;
    }

    /**
     * The subflows to choose from, with room or without: those that nobody wants as backup, else backups, stale ones only when
     * nothing else is left; and any other when these have the chunk already.
     */
    @Rfc(value = 8684, section = "3.3.8")
    public long preferred() {
        long working = usable & ~stale;
        long tier = working & ~backup;
        if (tier == 0) {
            tier = working;
        }
        if (tier == 0 || (tier & ~excluded) == 0) {
            tier = usable;
        }
        return tier & ~excluded;
    }

    /** Bits of those that may carry this chunk and have room for some of it. */
    public long withSpace() {
        return withSpace(usable & ~excluded);
    }

    /** Those of {@code among} that have room. */
    public long withSpace(long among) {
        long bits = among;
        for (int i = 0; i < MAX; i++) {
            if (space[i] <= 0) {
                bits &= ~(1L << i);
            }
        }
        return bits;
    }

    /** Slot of the one with the shortest round trip, one without a sample last; -1 if there is none. */
    public int fastest(long among) {
        int best = -1;
        long bestRtt = Long.MAX_VALUE;
        for (int i = 0; i < MAX; i++) {
            long rtt = srttNs[i] == 0 ? Long.MAX_VALUE - 1 : srttNs[i];
            if ((among & 1L << i) != 0 && rtt < bestRtt) {
                best = i;
                bestRtt = rtt;
            }
        }
        return best;
    }

    /** Whether any usable subflow has room, for whatever chunk. */
    public boolean hasSpace() {
        return withSpace(usable) != 0;
    }

    /** Bytes in the network on subflows that make progress. */
    public long moving() {
        long bytes = 0;
        for (int i = 0; i < MAX; i++) {
            bytes += (usable & ~stale & 1L << i) != 0 ? inFlight[i] : 0;
        }
        return bytes;
    }
}
