package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.Subflows;
import io.tributary.mptcp.schedule.SubflowsView;
import io.tributary.tcp.SubflowCalls;

/**
 * What to do when the peer's window is full because its lowest byte is on its way on a slow subflow, while a faster one has room
 * (Raiciu et al., NSDI 2012): the fast one sends that segment too, and the slow one's congestion window is halved, so that next time
 * it holds less of the connection's window.
 */
@Rfc(value = 8684, section = "3.3.5")
final class HeadOfLine {
    private final DataSettings settings;
    private final Subflows subflows;
    private final Placement placement;
    private final Counters counters;
    /** By slot: everything below was repeated by a faster subflow, or delivered. */
    private final long[] overtaken = new long[SubflowsView.MAX];
    /** Not before: a window that was halved shows its effect after a round trip. */
    private long nextPenaltyNs;
    /** How large the full window was at the last penalty: while it grows by itself, slow start may go on. */
    private long lastWindow;
    private long repairs;

    HeadOfLine(DataSettings settings, Subflows subflows, Placement placement, Counters counters) {
        this.settings = settings;
        this.subflows = subflows;
        this.placement = placement;
        this.counters = counters;
    }

    /** How often the head was repeated so far. */
    long repairs() {
        return repairs;
    }

    /** The subflow holds data that a faster one has repeated. */
    boolean isOvertaken(Subflow f, long data) {
        return data < overtaken[f.slot()];
    }

    void forget(Subflow f) {
        overtaken[f.slot()] = 0;
    }

    /**
     * The window is full. Repeats its head, up to {@code length} bytes, if that helps.
     *
     * @return position behind what was repeated; {@code head} if nothing was
     */
    long unblock(long head, long length, long nowNs) {
        SubflowsView view = placement.view();
        int fast = view.fastest(view.withSpace(view.usable & ~view.stale & ~view.backup));
        Subflow holder = fast < 0 ? null : holder(head);
        if (holder == null || view.srttNs[fast] == 0 || holder.tcb().srttNs() <= view.srttNs[fast]) {
            return head;
        }
        int bytes = 0;
        if (settings.opportunistic() && !isOvertaken(holder, head)) {
            bytes = placement.give(1L << fast, head, Math.min(length, view.mss[fast]), false);
            if (bytes > 0) {
                repairs++;
                overtaken[holder.slot()] = head + bytes;
                counters.increment(Counter.MP_OPPORTUNISTIC);
            }
        }
        if (settings.penalties() && nowNs >= nextPenaltyNs && SubflowCalls.penalise(holder.tcb(), view.window <= lastWindow)) {
            nextPenaltyNs = nowNs + view.srttNs[fast];
            lastWindow = view.window;
            counters.increment(Counter.MP_PENALTIES);
        }
        return head + bytes;
    }

    /** The subflow that the head waits for: null if several have it, the fastest of them will do. */
    private Subflow holder(long head) {
        Subflow holder = null;
        for (int i = 0; i < subflows.count(); i++) {
            Subflow f = subflows.get(i);
            if (f.isLive() && !f.isStale() && f.mappings().isOutstanding(head)) {
                if (holder != null) {
                    return null;
                }
                holder = f;
            }
        }
        return holder;
    }
}
