package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.SubflowState;
import io.tributary.mptcp.Subflows;
import io.tributary.mptcp.schedule.ChunkView;
import io.tributary.mptcp.schedule.Scheduler;
import io.tributary.mptcp.schedule.SubflowsView;
import io.tributary.tcp.SubflowCalls;

/** Which subflow carries which chunk, cut to whose segments: asks the scheduler and maps what it chose. */
final class Placement {
    static final long NEVER = Long.MAX_VALUE;
    private static final int MAX_MAPPING = 65_535;
    /** Segments to follow a larger one that is tried out. */
    private static final int FOLLOWERS = 4;
    private static final long UNKNOWN_RTT_NS = 100_000_000L;
    private static final long LEAST_WAIT_NS = 1_000_000L;

    private final Subflows subflows;
    private final SubflowsView view = new SubflowsView();
    private final ChunkView chunk = new ChunkView();
    private Scheduler scheduler;
    /** When a scheduler that waits is asked again at the latest. */
    private long wakeNs = NEVER;
    private boolean finGiven;

    Placement(Subflows subflows, Scheduler scheduler) {
        this.subflows = subflows;
        this.scheduler = scheduler;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    void scheduler(Scheduler next) {
        scheduler = next;
        wakeNs = NEVER;
    }

    SubflowsView view() {
        return view;
    }

    long wakeNs() {
        return wakeNs;
    }

    /** The subflows as they are now. @param wanted bytes that wait for a subflow */
    void look(long wanted, long nowNs) {
        wakeNs = NEVER;
        view.clear();
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            int slot = f.slot();
            long bit = 1L << slot;
            if (f.isUsable()) {
                view.usable |= bit;
                // one that takes no more mappings must not keep a scheduler that likes it from the others
                view.space[slot] = f.mappings().isFull() ? 0 : f.tcb().sendSpace(wanted, nowNs);
                view.srttNs[slot] = f.tcb().srttNs();
                view.rttvarNs[slot] = SubflowCalls.rttvarNs(f.tcb());
                view.cwnd[slot] = f.tcb().cwnd();
                view.inFlight[slot] = f.tcb().pipe();
                view.mss[slot] = f.tcb().effectiveMss();
            }
            view.backup |= f.backupByPeer() || f.backupByUs() ? bit : 0;
            view.stale |= f.isStale() || f.isSilent() ? bit : 0;
        }
    }

    /** Whom the scheduler wants to have {@code length} bytes from data position {@code from}. @return bit per slot; 0: nobody now */
    long choose(long from, long length, boolean again, long nowNs) {
        long chosen = scheduler.select(view, chunk.set(from, length, again), nowNs) & view.withSpace();
        if (chosen == 0) {
            chosen = overrule(nowNs);
        }
        return chosen;
    }

    /** Bytes of the chunk that the scheduler chose for. */
    long chosenLength() {
        return chunk.length;
    }

    /** Subflows that are to have all data. */
    long carriers(long from, long length, long nowNs) {
        return scheduler.select(view, chunk.set(from, length, false), nowNs) & view.usable;
    }

    /** A scheduler may wait for what is in flight to be acknowledged, and for a round trip at most; for nothing it cannot wait. */
    private long overrule(long nowNs) {
        long candidates = view.withSpace(view.preferred());
        if (candidates == 0 || scheduler.isBinding()) {
            return 0;
        }
        if (view.moving() == 0) {
            return 1L << view.fastest(candidates);
        }
        int fast = view.fastest(view.usable & ~view.stale);
        long wait = view.srttNs[fast] == 0 ? UNKNOWN_RTT_NS : Math.max(LEAST_WAIT_NS, view.srttNs[fast]);
        wakeNs = Math.min(wakeNs, nowNs + wait);
        return 0;
    }

    /**
     * Maps the beginning of a chunk on the chosen subflows, which have room.
     *
     * @param toTheEnd the chunk ends where the stream does: the DATA_FIN may go with it
     * @return how many bytes of it, the same on each
     */
    int give(long chosen, long from, long length, boolean toTheEnd) {
        int bytes = MAX_MAPPING;
        for (int slot = 0; slot < SubflowsView.MAX; slot++) {
            if ((chosen & 1L << slot) != 0) {
                bytes = Math.min(bytes, chunkSize(subflows.bySlot(slot), view.space[slot], length));
            }
        }
        boolean withFin = toTheEnd && bytes == length && bytes < MAX_MAPPING;
        for (int slot = 0; slot < SubflowsView.MAX; slot++) {
            if ((chosen & 1L << slot) != 0) {
                Subflow f = subflows.bySlot(slot);
                boolean finHere = withFin && f.state() == SubflowState.ESTABLISHED;
                f.mappings().add(from, bytes, finHere);
                finGiven |= finHere;
                view.space[slot] = f.mappings().isFull() ? 0 : view.space[slot] - bytes;
                view.inFlight[slot] += bytes;
            }
        }
        scheduler.onAssigned(view, chosen, bytes);
        return bytes;
    }

    /** A mapping carries the DATA_FIN. */
    boolean isFinGiven() {
        return finGiven;
    }

    /**
     * One mapping per packet handed to the device, whole wire segments as long as more follows. The first data before the peer
     * is known to have our key is one mapping that each of its segments repeats with the keys. A subflow that wants to try a larger
     * segment gets a mapping of its size, if what follows is enough to show its loss.
     */
    @Rfc(value = 8041, section = "3.8")
    private static int chunkSize(Subflow f, long space, long length) {
        boolean unconfirmed = f.state() == SubflowState.KEYS_SENT;
        int most = unconfirmed && f.mappings().textEnd() == 0 ? MAX_MAPPING : Math.min(MAX_MAPPING, f.tcb().maxSegment());
        int segment = f.tcb().effectiveMss();
        int probe = unconfirmed ? 0 : f.tcb().probePayload();
        if (probe > most && space >= probe && length >= probe + FOLLOWERS * (long) segment && f.mappings().textEnd() == f.tcb().sndTextNxt()) {
            return probe;
        }
        long n = Math.min(Math.min(space, length), most);
        return (int) (n < length && n > segment ? n - n % segment : n);
    }
}
