package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/** Congestion avoidance by byte counting: a whole window acknowledged is worth one segment more. */
@Rfc(value = 5681, section = "3.1")
@Rfc(value = 3465, section = "2.1")
public final class RenoGrowth {
    private long acked;

    /** {@code bytes} more are acknowledged. @return by how much the window grows: nothing, or a segment */
    public long onAcked(long bytes, long cwnd, int mss) {
        acked += bytes;
        long sendable = cwnd - cwnd % mss;
        if (acked < sendable) {
            return 0;
        }
        acked -= sendable;
        return mss;
    }

    /** The window was reduced: counting starts over. */
    public void restart() {
        acked = 0;
    }
}
