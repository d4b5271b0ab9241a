package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/**
 * Whether the congestion window was used up in the last round trip. An ACK of what was sent while it had room says nothing about
 * a larger window.
 */
@Rfc(value = 7661, section = {"4.1", "4.2"}, deviation = "the window is not taken back while it is not used, it only does not grow")
public final class WindowUsage {
    private long roundEnd;
    private boolean usedUp;
    private long mostInFlight;

    /**
     * All that may go out now has gone.
     *
     * @param room bytes of the congestion window that are left
     * @param mss  what is not worth to be called room
     */
    public void onSent(long room, int mss, long inFlight, long una, long nxt) {
        boolean nowUsedUp = room < mss;
        if (una >= roundEnd || nowUsedUp || !usedUp && inFlight > mostInFlight) {
            roundEnd = nxt;
            usedUp = nowUsedUp;
            mostInFlight = inFlight;
        }
    }

    /** In slow start half a window is enough: the ACKs of one round trip would double it. */
    public boolean isLimited(long cwnd, boolean slowStart) {
        return usedUp || slowStart && cwnd < 2 * mostInFlight;
    }
}
