package io.tributary.tcp.congestion;

/**
 * What one ACK of new data says, as plain facts: a struct that its connection fills anew for each. Positions are those of the
 * sending side, sizes are bytes, times nanoseconds.
 */
public final class AckSample {
    /** Everything below is acknowledged cumulatively. */
    public long una;
    /** Everything below was sent: data sent from here on belongs to the next round trip. */
    public long nxt;
    /** Newly acknowledged cumulatively. */
    public long ackedBytes;
    /** What was in flight before this ACK. */
    public long inFlight;
    /** The congestion window, and neither the peer's nor the application, was what held the sender back. */
    public boolean limited;
    /** Most bytes that one packet handed to the device carries: an ACK may stand for all of them at once. */
    public long quantum;
    /** Round-trip time measured by this ACK; -1 if it measured none. */
    public long rttNs = -1;
    /** Smoothed; 0 before the first measurement. */
    public long srttNs;
    /** Smallest of the connection; 0 before the first measurement. */
    public long minRttNs;
    public long nowNs;
}
