package io.tributary.driver.tun;

/** What a queue counts. Written by its thread; others may read them late. */
public final class TunStatistics {
    /** Packets read; a super-segment counts once. */
    public long received;
    /** Super-segments among them. */
    public long superSegmentsReceived;
    /** Packets dropped because what the kernel says about them contradicts them. */
    public long malformed;
    /** Packets written; a super-segment counts once. */
    public long sent;
    /** Super-segments among them. */
    public long superSegmentsSent;
    /** Packets that the kernel refused: the interface is down or gone, the packet is none. */
    public long refused;
    /** errno of the last refusal, 0 before the first. */
    public int lastRefusal;
    /** Times the kernel had no room and the packet had to wait. */
    public long blocked;
}
