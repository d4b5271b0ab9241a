package io.tributary.mptcp;

import io.tributary.mptcp.schedule.SubflowsView;

/** The subflows of one connection, half-open ones included: few, in the order they came, each in a slot of its own. */
public final class Subflows {
    private final Subflow[] list = new Subflow[SubflowsView.MAX];
    private int count;
    private int everAdded;

    public int count() {
        return count;
    }

    public Subflow get(int i) {
        return list[i];
    }

    /** Number of subflows the connection has ever had, those that failed in their handshake not counted. */
    public int everEstablished() {
        return everAdded;
    }

    void established() {
        everAdded++;
    }

    /** A free slot that is none of the bits of {@code reserved}; -1 if there is none. */
    int freeSlot(long reserved) {
        for (int slot = 0; slot < SubflowsView.MAX; slot++) {
            if (bySlot(slot) == null && (reserved & 1L << slot) == 0) {
                return slot;
            }
        }
        return -1;
    }

    /** @return null if nobody has it */
    public Subflow bySlot(int slot) {
        for (int i = 0; i < count; i++) {
            if (list[i].slot() == slot) {
                return list[i];
            }
        }
        return null;
    }

    void add(Subflow f) {
        list[count++] = f;
    }

    void remove(int index) {
        System.arraycopy(list, index + 1, list, index, count - index - 1);
        list[--count] = null;
    }

    void onTimers(long nowNs) {
        for (int i = 0; i < count; i++) {
            if (list[i].tcb().deadlineNs() <= nowNs) {
                list[i].tcb().onTimers(nowNs);
            }
        }
    }

    long deadlineNs() {
        long deadline = Long.MAX_VALUE;
        for (int i = 0; i < count; i++) {
            deadline = Math.min(deadline, Math.min(list[i].tcb().deadlineNs(), list[i].timers().deadlineNs()));
        }
        return deadline;
    }

    /** No other can be in use at either end: joins of which the third packet is neither sent nor received do not count. */
    public boolean isOnly(Subflow f) {
        for (int i = 0; i < count; i++) {
            SubflowState state = list[i].state();
            if (list[i] != f && state != SubflowState.JOIN_SYN_SENT && state != SubflowState.JOIN_SYN_RECEIVED) {
                return false;
            }
        }
        return true;
    }

    /** One that lives has something to deliver still. */
    boolean anyCarries() {
        for (int i = 0; i < count; i++) {
            if (list[i].isLive() && list[i].mappings().size() > 0) {
                return true;
            }
        }
        return false;
    }

    public int halfOpenJoins() {
        int n = 0;
        for (int i = 0; i < count; i++) {
            n += list[i].state().isHalfOpenJoin() ? 1 : 0;
        }
        return n;
    }

    /** Subflows that data may be given to. */
    public int usable() {
        int n = 0;
        for (int i = 0; i < count; i++) {
            n += list[i].isUsable() ? 1 : 0;
        }
        return n;
    }

    /** One that nobody wants as backup and that makes progress: backups wait. */
    boolean hasWorkingNonBackup() {
        for (int i = 0; i < count; i++) {
            Subflow f = list[i];
            if (f.isUsable() && !f.isStale() && !f.backupByPeer() && !f.backupByUs()) {
                return true;
            }
        }
        return false;
    }

    /** The longest round trip: what a window has to last for; 0 while none is known. */
    long slowestNs() {
        long slowest = 0;
        for (int i = 0; i < count; i++) {
            slowest = Math.max(slowest, list[i].isUsable() ? list[i].tcb().srttNs() : 0);
        }
        return slowest;
    }

    int largestSegment() {
        int largest = 0;
        for (int i = 0; i < count; i++) {
            largest = Math.max(largest, list[i].tcb().effectiveMss());
        }
        return largest;
    }

    /** The usable one with the shortest round trip, stale ones last; null if none is usable. */
    public Subflow best() {
        return bestWithout(-1);
    }

    /** The same among those from other local addresses than this one. */
    public Subflow bestWithout(int localAddressId) {
        Subflow best = null;
        for (int i = 0; i < count; i++) {
            Subflow f = list[i];
            if (f.isUsable() && f.localAddressId() != localAddressId && (best == null || rank(f) < rank(best))) {
                best = f;
            }
        }
        return best;
    }

    private static long rank(Subflow f) {
        return f.tcb().srttNs() + (f.isStale() ? Long.MAX_VALUE / 2 : 0);
    }
}
