package io.tributary.convert.main.control;

import io.tributary.mptcp.path.PathEvent;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Events of connections' paths on their way to those who watch. The loop never waits for them: what does not fit into a watcher's
 * queue is dropped and counted, and the watcher is told how much it missed.
 */
public final class PathMonitor {
    /** Watchers at a time. */
    public static final int MOST = 8;
    /** Events that wait for one watcher. */
    public static final int CAPACITY = 1024;

    private final Runnable onDropped;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** @param onDropped called on the loop's thread for each event that a watcher misses */
    public PathMonitor(Runnable onDropped) {
        this.onDropped = onDropped;
    }

    /** On the loop's thread. */
    public void publish(PathEvent e) {
        for (Watcher w : watchers) {
            if (!w.queue.offer(e)) {
                w.dropped.incrementAndGet();
                onDropped.run();
            }
        }
    }

    /** From any thread. @return null if too many watch already */
    synchronized Watcher watch() {
        if (watchers.size() == MOST) {
            return null;
        }
        Watcher w = new Watcher();
        watchers.add(w);
        return w;
    }

    /** Sends all watchers away. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    static Refusal full() {
        return new Refusal("there are " + MOST + " monitors already", "end one of them");
    }

    void leave(Watcher w) {
        watchers.remove(w);
    }

    /** One who watches; used by one thread. */
    static final class Watcher {
        private final BlockingQueue<PathEvent> queue = new ArrayBlockingQueue<>(CAPACITY);
        private final AtomicLong dropped = new AtomicLong();

        /** @return null if nothing happened in that time */
        PathEvent next(long timeoutMs) throws InterruptedException {
            return queue.poll(timeoutMs, TimeUnit.MILLISECONDS);
        }

        /** Events missed since the last call. */
        long takeDropped() {
            return dropped.getAndSet(0);
        }
    }
}
