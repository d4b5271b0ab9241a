package io.tributary.convert.leg;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * When sessions want to be looked at. An entry fires at its time or is moved on if its session has a later one by then, so
 * that postponing, the common case, costs nothing. A session that is over leaves an empty entry behind; these are swept
 * when they are the majority.
 */
final class Deadlines {
    private static final int SWEEP = 1024;

    /** A place in the queue; belongs to one session. */
    static final class Entry {
        private final long atNs;
        private TransportSession session;

        private Entry(long atNs, TransportSession session) {
            this.atNs = atNs;
            this.session = session;
        }

        long atNs() {
            return atNs;
        }
    }

    private final PriorityQueue<Entry> queue = new PriorityQueue<>(Comparator.comparingLong(Entry::atNs));
    private int cancelled;

    Entry add(long atNs, TransportSession session) {
        Entry e = new Entry(atNs, session);
        queue.add(e);
        return e;
    }

    void cancel(Entry e) {
        if (e.session != null) {
            e.session = null;
            if (++cancelled > SWEEP && 2 * cancelled > queue.size()) {
                queue.removeIf(x -> x.session == null);
                cancelled = 0;
            }
        }
    }

    /** {@link Long#MAX_VALUE}: nobody waits. */
    long nextNs() {
        while (!queue.isEmpty() && queue.peek().session == null) {
            queue.poll();
            cancelled--;
        }
        return queue.isEmpty() ? Long.MAX_VALUE : queue.peek().atNs;
    }

    /** Calls the sessions whose time has come, each once. */
    void run(long nowNs) {
        while (nextNs() <= nowNs) {
            Entry e = queue.poll();
            TransportSession s = e.session;
            e.session = null;
            s.onDeadlineEntry(nowNs);
        }
    }

    int size() {
        return queue.size();
    }
}
