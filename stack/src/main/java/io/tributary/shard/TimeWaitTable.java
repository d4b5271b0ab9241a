package io.tributary.shard;

import io.tributary.ip.FlowTable;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentWriter;
import io.tributary.tcp.Tcb;
import java.util.ArrayDeque;

/**
 * The flows in TIME-WAIT, oldest first: they all wait the same time, so a queue orders them. When it is full the oldest loses.
 */
final class TimeWaitTable {
    private final FlowTable<SegmentTarget> flows;
    private final SegmentWriter writer;
    private final long waitNs;
    private final int limit;
    private final ArrayDeque<TimeWait> queue = new ArrayDeque<>();

    TimeWaitTable(FlowTable<SegmentTarget> flows, SegmentWriter writer, long waitNs, int limit) {
        this.flows = flows;
        this.writer = writer;
        this.waitNs = waitNs;
        this.limit = limit;
    }

    SegmentWriter writer() {
        return writer;
    }

    int size() {
        return queue.size();
    }

    void add(Tcb t, long nowNs) {
        while (queue.size() >= limit) {
            end(queue.poll());
        }
        TimeWait w = new TimeWait(this, t, nowNs + waitNs);
        if (flows.put(t.key(), w)) {
            queue.add(w);
        }
    }

    /** 2 MSL start anew: the entry stays in the queue and is looked at again when its turn comes. */
    void restart(TimeWait w, long nowNs) {
        w.deadlineNs(nowNs + waitNs);
    }

    void end(TimeWait w) {
        flows.remove(w.key(), w);
    }

    long earliestDeadlineNs() {
        TimeWait w = queue.peek();
        return w == null ? Long.MAX_VALUE : w.deadlineNs();
    }

    void onTimers(long nowNs) {
        for (int n = queue.size(); n > 0 && queue.peek().deadlineNs() <= nowNs; n--) {
            end(queue.poll());
        }
        TimeWait head = queue.peek();
        if (head != null && head.deadlineNs() > nowNs + waitNs / 2 && queue.size() > 1) {
            // A restarted entry at the head must not hide older ones behind it.
            queue.add(queue.poll());
        }
    }
}
