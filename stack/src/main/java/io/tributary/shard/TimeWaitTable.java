package io.tributary.shard;

import io.tributary.ip.FlowTable;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentWriter;
import io.tributary.tcp.Tcb;

/**
 * The flows in TIME-WAIT, in the order in which they end: they all wait the same time, so one whose time begins anew goes to the
 * end of the line. When it is full the first loses.
 */
final class TimeWaitTable {
    private final FlowTable<SegmentTarget> flows;
    private final SegmentWriter writer;
    private final Counters counters;
    private final long waitNs;
    private final int limit;
    private TimeWait first;
    private TimeWait last;
    private int size;

    TimeWaitTable(FlowTable<SegmentTarget> flows, SegmentWriter writer, Counters counters, long waitNs, int limit) {
        this.flows = flows;
        this.counters = counters;
        this.writer = writer;
        this.waitNs = waitNs;
        this.limit = limit;
    }

    SegmentWriter writer() {
        return writer;
    }

    int size() {
        return size;
    }

    void add(Tcb t, long nowNs) {
        while (size > 0 && size >= limit) {
            counters.increment(Counter.TCP_TW_OVERFLOW);
            end(first);
        }
        TimeWait w = new TimeWait(this, t);
        if (flows.put(t.key(), w)) {
            append(w, nowNs);
        }
    }

    /** 2 MSL start anew. */
    void restart(TimeWait w, long nowNs) {
        unlink(w);
        append(w, nowNs);
    }

    void end(TimeWait w) {
        unlink(w);
        flows.remove(w.key(), w);
    }

    long earliestDeadlineNs() {
        return first == null ? Long.MAX_VALUE : first.deadlineNs;
    }

    void onTimers(long nowNs) {
        while (first != null && first.deadlineNs <= nowNs) {
            end(first);
        }
    }

    private void append(TimeWait w, long nowNs) {
        w.deadlineNs = nowNs + waitNs;
        w.previous = last;
        w.next = null;
        if (last == null) {
            first = w;
        } else {
            last.next = w;
        }
        last = w;
        size++;
    }

    private void unlink(TimeWait w) {
        if (w.previous == null) {
            first = w.next;
        } else {
            w.previous.next = w.next;
        }
        if (w.next == null) {
            last = w.previous;
        } else {
            w.next.previous = w.previous;
        }
        size--;
    }
}
