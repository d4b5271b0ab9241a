package io.tributary.tcp.receive;

import io.tributary.Rfc;

/** Timestamps: our clock, the peer's last value to echo, and the protection against old segments. */
@Rfc(value = 7323, section = {"3.2", "4.3", "5.3", "5.5"})
public final class TimestampState {
    /** After this long without a segment the stored value says nothing any more. */
    private static final long OUTDATED_NS = 24L * 24 * 3600 * 1_000_000_000L;

    private boolean enabled;
    private int offset;
    private int recent;
    private long recentAtNs;

    /** @param offset added to our millisecond clock, random per flow */
    public void offset(int offset) {
        this.offset = offset;
    }

    /** Both SYNs carried the option; {@code peerValue} is the peer's first. */
    public void enable(int peerValue, long nowNs) {
        enabled = true;
        recent = peerValue;
        recentAtNs = nowNs;
    }

    /** Our SYN/ACK has no room for the option: the connection goes without. */
    @Rfc(value = 8684, section = "B.1")
    public void giveUp() {
        enabled = false;
    }

    public boolean enabled() {
        return enabled;
    }

    /** Our TSval: one tick a millisecond. */
    public int value(long nowNs) {
        return (int) (nowNs / 1_000_000) + offset;
    }

    /** TSecr of what we send. */
    public int echo() {
        return recent;
    }

    /** PAWS: the segment is older than one that was taken. */
    @Rfc(value = 7323, section = "5.3")
    public boolean isOld(int tsVal, long nowNs) {
        return tsVal - recent < 0 && nowNs - recentAtNs < OUTDATED_NS;
    }

    /** A valid segment that covers the last acknowledgment sent: its value is to be echoed. */
    @Rfc(value = 7323, section = "4.3")
    public void update(int tsVal, long nowNs) {
        if (tsVal - recent >= 0 || nowNs - recentAtNs >= OUTDATED_NS) {
            recent = tsVal;
            recentAtNs = nowNs;
        }
    }

    /** Moment behind everything that carried this value: what was sent since then the echo does not answer. */
    @Rfc(value = 3522, section = "3.2")
    public long echoEndNs(int tsEcr, long nowNs) {
        return (nowNs / 1_000_000 - (value(nowNs) - tsEcr) + 1) * 1_000_000;
    }

    /** Round trip that an echo measures, milliseconds' resolution; -1 if it makes no sense. */
    public long roundTripNs(int tsEcr, long nowNs) {
        int ticks = value(nowNs) - tsEcr;
        return ticks < 0 || ticks > 300_000 ? -1 : ticks * 1_000_000L;
    }
}
