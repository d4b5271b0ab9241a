package io.tributary.mptcp.open;

import io.tributary.Rfc;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * Remembers zones in which SYNs with MP_CAPABLE disappear while plain ones are answered, so that the next connections need not find
 * it out again, one timeout after the other. As on Linux it is one memory for the whole zone, whatever the destination, and each time
 * that the next try fails as well it holds for twice as long.
 */
@Rfc(value = 8684, section = "3.9.3")
public final class MiddleboxMemory {
    private static final int MOST_DOUBLINGS = 6;

    private static final class Entry {
        int times;
        long sinceNs;
    }

    private final long timeoutNs;
    private final Int2ObjectHashMap<Entry> zones = new Int2ObjectHashMap<>();

    /** @param timeoutNs how long the first finding holds, nanoseconds; 0: nothing is remembered */
    public MiddleboxMemory(long timeoutNs) {
        this.timeoutNs = timeoutNs;
    }

    /** Whether a new connection had better not offer MPTCP. */
    public boolean avoids(int zone, long nowNs) {
        Entry e = zones.get(zone);
        return e != null && nowNs - e.sinceNs < Math.multiplyExact(timeoutNs, 1L << Math.min(e.times - 1, MOST_DOUBLINGS));
    }

    /** A plain SYN was answered, and those with the option before it were not. @return true if that will be remembered */
    public boolean onDropped(int zone, long nowNs) {
        if (timeoutNs == 0) {
            return false;
        }
        Entry e = zones.computeIfAbsent(zone, z -> new Entry());
        e.times++;
        e.sinceNs = nowNs;
        return true;
    }

    /** MPTCP was agreed on: what was found before does not hold any more. */
    public void onPassed(int zone) {
        zones.remove(zone);
    }
}
