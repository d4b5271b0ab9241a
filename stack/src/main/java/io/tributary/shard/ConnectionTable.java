package io.tributary.shard;

import io.tributary.connection.AbstractConnection;
import io.tributary.connection.ConnectionHost;
import io.tributary.time.ShardTimers;
import java.util.Arrays;
import java.util.function.Consumer;

/** The shard's connections: where each is kept, which owe output, which have events, when each wants to be woken. */
final class ConnectionTable implements ConnectionHost {
    private final int limit;
    private final Guard guard;
    private final ShardTimers timers = new ShardTimers(64);
    private final ConnectionQueue ready = new ConnectionQueue();
    private final ConnectionQueue eventful = new ConnectionQueue();
    private AbstractConnection[] slots = new AbstractConnection[64];
    private int[] free = new int[64];
    private int freeCount;
    private int used;
    private long nextId = 1;

    ConnectionTable(int limit, Guard guard) {
        this.limit = limit;
        this.guard = guard;
    }

    boolean isFull() {
        return size() >= limit;
    }

    int size() {
        return used - freeCount;
    }

    /** The id of a connection about to be made. */
    long nextId() {
        return nextId++;
    }

    void add(AbstractConnection c) {
        int slot;
        if (freeCount > 0) {
            slot = free[--freeCount];
        } else {
            if (used == slots.length) {
                slots = Arrays.copyOf(slots, used * 2);
            }
            slot = used++;
        }
        slots[slot] = c;
        c.slot(slot);
        c.wake();
    }

    @Override
    public void ready(AbstractConnection c) {
        ready.add(c);
    }

    @Override
    public void eventsPending(AbstractConnection c) {
        eventful.add(c);
    }

    long earliestDeadlineNs() {
        return timers.earliest();
    }

    boolean hasWork() {
        return ready.size() > 0 || eventful.size() > 0;
    }

    void onTimers(long nowNs) {
        for (int slot = timers.takeDue(nowNs); slot >= 0; slot = timers.takeDue(nowNs)) {
            AbstractConnection c = slots[slot];
            try {
                c.onTimers(nowNs);
            } catch (RuntimeException e) {
                guard.onConnectionFailed(c, e, nowNs);
            }
            c.wake();
        }
    }

    /**
     * Lets at most {@code limit} ready connections transmit. One whose device is full stays ready and does not hold up others.
     *
     * @return how many sent all they had to
     */
    int transmit(int limit, long nowNs) {
        int done = 0;
        for (int n = Math.min(limit, ready.size()); n > 0; n--) {
            AbstractConnection c = ready.poll();
            c.clearReady();
            if (c.slot() < 0) {
                continue;
            }
            if (transmit(c, nowNs)) {
                done++;
                settle(c);
            } else {
                c.wake();
            }
        }
        return done;
    }

    private boolean transmit(AbstractConnection c, long nowNs) {
        try {
            return c.transmit(nowNs);
        } catch (RuntimeException e) {
            guard.onConnectionFailed(c, e, nowNs);
            return true;
        }
    }

    int deliverEvents(long nowNs) {
        int done = 0;
        for (int n = eventful.size(); n > 0; n--) {
            AbstractConnection c = eventful.poll();
            try {
                c.deliverEvents(nowNs);
            } catch (RuntimeException e) {
                guard.onConnectionFailed(c, e, nowNs);
            }
            settle(c);
            done++;
        }
        return done;
    }

    /** After anything happened to it: its deadline, or its end. */
    private void settle(AbstractConnection c) {
        if (c.slot() < 0) {
            return;
        }
        if (c.isClosed() && c.hasNoEvents() && c.isFinished() && !c.isReady()) {
            timers.remove(c.slot());
            slots[c.slot()] = null;
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, freeCount * 2);
            }
            free[freeCount++] = c.slot();
            c.slot(-1);
            return;
        }
        timers.set(c.slot(), c.deadlineNs());
    }

    void forEach(Consumer<? super AbstractConnection> consumer) {
        for (int i = 0; i < used; i++) {
            if (slots[i] != null) {
                consumer.accept(slots[i]);
            }
        }
    }
}
