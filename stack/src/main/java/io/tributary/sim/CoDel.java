package io.tributary.sim;

import io.tributary.Rfc;

/**
 * Controlled delay: looks at how long packets waited, and once all of them waited longer than a target for a whole interval,
 * drops (or marks) one at shrinking distances until the queue obeys.
 */
@Rfc(value = 8289, section = {"3", "4", "5"})
final class CoDel extends DropTail {
    /** Standing wait that is still good. */
    static final long TARGET_NS = 5_000_000;
    /** About the longest round trip of the flows, so that senders have time to react. */
    static final long INTERVAL_NS = 100_000_000;
    /** A dropping state entered again within so many intervals starts near the rate it had. */
    private static final int MEMORY = 16;

    private final long targetNs;
    private final long intervalNs;
    private final boolean ecn;
    private int largest;
    /** When the wait will have been above the target for an interval; 0 while it is not. */
    private long firstAboveNs;
    private boolean mayDrop;
    private boolean dropping;
    private long dropNextNs;
    private long count;
    private long lastCount;

    CoDel(long targetNs, long intervalNs, boolean ecn) {
        this.targetNs = targetNs;
        this.intervalNs = intervalNs;
        this.ecn = ecn;
    }

    @Override
    public boolean offer(SimPacket packet, long nowNs) {
        largest = Math.max(largest, packet.length());
        return super.offer(packet, nowNs);
    }

    @Override
    @Rfc(value = 8289, section = "5.5")
    public SimPacket poll(long nowNs, Fate fate) {
        SimPacket packet = next(nowNs, fate);
        if (dropping) {
            dropping = mayDrop;
            while (dropping && nowNs >= dropNextNs) {
                count++;
                boolean kept = mark(packet, fate);
                if (!kept) {
                    packet = next(nowNs, fate);
                    dropping = mayDrop;
                }
                if (dropping) {
                    dropNextNs = later(dropNextNs);
                }
                if (kept) {
                    break;
                }
            }
        } else if (mayDrop) {
            if (!mark(packet, fate)) {
                packet = next(nowNs, fate);
            }
            dropping = true;
            long delta = count - lastCount;
            count = delta > 1 && nowNs - dropNextNs < MEMORY * intervalNs ? delta : 1;
            dropNextNs = later(nowNs);
            lastCount = count;
        }
        return packet;
    }

    /** The head of the queue, and whether it may be dropped. */
    @Rfc(value = 8289, section = "5.6")
    private SimPacket next(long nowNs, Fate fate) {
        SimPacket packet = super.poll(nowNs, fate);
        mayDrop = false;
        if (packet == null || nowNs - packet.queuedAtNs() < targetNs || bytes() <= largest) {
            firstAboveNs = 0;
        } else if (firstAboveNs == 0) {
            firstAboveNs = nowNs + intervalNs;
        } else {
            mayDrop = nowNs >= firstAboveNs;
        }
        return packet;
    }

    /** @return true if the packet was marked and goes on, false if it was dropped */
    private boolean mark(SimPacket packet, Fate fate) {
        if (ecn && Ecn.mark(packet)) {
            fate.marked(packet);
            return true;
        }
        fate.dropped(packet);
        return false;
    }

    /** The control law; Java's square root is the same on every machine. */
    private long later(long timeNs) {
        return timeNs + (long) (intervalNs / Math.sqrt(count));
    }
}
