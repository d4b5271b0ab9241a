package io.tributary.mptcp.data;

import io.tributary.Rfc;
import io.tributary.mptcp.Subflow;
import io.tributary.mptcp.Subflows;
import io.tributary.mptcp.schedule.SubflowsView;

/**
 * How far each subflow is that is to carry all data. A slow one is behind the others by as much as they have in flight; what the
 * peer has acknowledged meanwhile it leaves out.
 */
@Rfc(value = 8041, section = "3.7")
final class RedundantCopies {
    private final DataSender sender;
    private final Subflows subflows;
    private final Placement placement;
    private final long[] next = new long[SubflowsView.MAX];
    private long known;

    RedundantCopies(DataSender sender, Subflows subflows, Placement placement) {
        this.sender = sender;
        this.subflows = subflows;
        this.placement = placement;
    }

    /** Another scheduler rules: where subflows stand is forgotten. */
    void reset() {
        known = 0;
    }

    /** Fills all room of all carriers. */
    void assign(long nowNs) {
        SubflowsView view = placement.view();
        long carriers = placement.carriers(sender.dataNxt(), view.unsent, nowNs);
        known &= view.usable;
        for (int i = 0; i < subflows.count(); i++) {
            begin(subflows.get(i), carriers & 1L << subflows.get(i).slot() & ~known);
        }
        for (int i = 0; i < subflows.count(); i++) {
            fill(subflows.get(i), carriers & 1L << subflows.get(i).slot(), view);
        }
    }

    /** One that has sent nothing yet starts with the oldest data; of the others nobody knows what they have. */
    private void begin(Subflow f, long bit) {
        if (bit != 0) {
            known |= bit;
            next[f.slot()] = f.mappings().size() == 0 ? sender.dataUna() : sender.dataNxt();
        }
    }

    private void fill(Subflow f, long bit, SubflowsView view) {
        while ((view.usable & bit) != 0 && view.space[f.slot()] > 0) {
            long from = Math.max(next[f.slot()], sender.dataUna());
            int bytes = from < sender.dataNxt() ? sender.giveCopy(bit, from, sender.dataNxt() - from) : sender.giveNew(bit);
            if (bytes == 0) {
                return;
            }
            next[f.slot()] = from + bytes;
        }
    }
}
