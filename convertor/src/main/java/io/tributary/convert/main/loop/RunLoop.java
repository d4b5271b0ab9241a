package io.tributary.convert.main.loop;

import io.tributary.convert.main.control.CommandQueue;
import io.tributary.metrics.Counter;
import io.tributary.shard.Shard;
import org.agrona.concurrent.NanoClock;

/**
 * The thread of a shard: reads the clock once a turn, then packets in, timers, commands, events, packets out, and sleeps until
 * the next deadline when a few turns found nothing to do.
 */
public final class RunLoop {
    /** Packets taken from each interface in a turn: enough to amortise a turn, few enough that answers leave soon. */
    private static final int PACKETS = 64;
    private static final int CONNECTIONS = 256;
    /** Looking again costs less than being woken. */
    private static final int EMPTY_TURNS = 20;
    private static final long MS = 1_000_000L;
    private static final long LONGEST_SLEEP_NS = 1000 * MS;
    /** How long a full device is waited for before it is tried again anyway. */
    private static final long BLOCKED_NS = MS;
    /** How long resets may take to leave. */
    private static final long FAREWELL_NS = 500 * MS;

    private enum Phase { RUNNING, DRAINING, ABORTING, OVER }

    private final Shard shard;
    private final Tenant tenant;
    private final CommandQueue commands;
    private final Waiter waiter;
    private final NanoClock clock;
    private final ErrorLog errors;
    private Phase phase = Phase.RUNNING;
    private long phaseEndsNs = Long.MAX_VALUE;
    private int emptyTurns;
    private long nowNs;

    public RunLoop(Shard shard, Tenant tenant, CommandQueue commands, Waiter waiter, NanoClock clock, ErrorLog errors) {
        this.shard = shard;
        this.tenant = tenant;
        this.commands = commands;
        this.waiter = waiter;
        this.clock = clock;
        this.errors = errors;
        this.nowNs = clock.nanoTime();
    }

    /**
     * Runs until it was drained or aborted.
     *
     * @throws RuntimeException what {@link Waiter#failure} says, when a device is lost
     */
    public void run() {
        while (phase != Phase.OVER) {
            long now = clock.nanoTime();
            int work = turn(now);
            if (waiter.failure() != null) {
                throw waiter.failure();
            }
            if (phase != Phase.OVER) {
                idle(work);
            }
        }
    }

    /** One turn without sleep. @return how much there was to do */
    int turn(long now) {
        nowNs = now;
        int work = 0;
        try {
            work += shard.receive(PACKETS, now);
            shard.onTimers(now);
            tenant.onTimers(now);
            work += commands.drain();
            work += shard.drainEvents(now);
            work += shard.transmit(CONNECTIONS, now);
        } catch (RuntimeException e) {
            shard.counters().increment(Counter.INTERNAL_ERRORS);
            errors.record(e);
        }
        leave(now);
        return work;
    }

    private void leave(long now) {
        if (tenant.isFinished() || phase == Phase.DRAINING && (tenant.isIdle() || now >= phaseEndsNs)) {
            abort();
        }
        if (phase == Phase.ABORTING && (shard.isEmpty() && !waiter.isBlocked() || now >= phaseEndsNs)) {
            phase = Phase.OVER;
        }
    }

    private void idle(int work) {
        if (work > 0 || emptyTurns < EMPTY_TURNS) {
            emptyTurns = work > 0 ? 0 : emptyTurns + 1;
            Thread.onSpinWait();
            return;
        }
        long now = clock.nanoTime();
        long wait = waiter.isBlocked() ? BLOCKED_NS : Math.min(LONGEST_SLEEP_NS, nextDeadlineNs() - now);
        if (wait > 0) {
            waiter.await(wait);
        }
    }

    private long nextDeadlineNs() {
        return Math.min(phaseEndsNs, Math.min(shard.nextDeadlineNs(), tenant.nextDeadlineNs()));
    }

    /** By command: nothing new, and an end when all is done or the time is over. Said twice, the end comes at once. */
    public void drain(long timeoutNs) {
        if (phase == Phase.RUNNING) {
            phase = Phase.DRAINING;
            phaseEndsNs = nowNs + timeoutNs;
            tenant.drain(nowNs);
        } else {
            abort();
        }
    }

    /** By command: everything is reset, and the loop ends when the resets have left. */
    public void abort() {
        if (phase == Phase.RUNNING || phase == Phase.DRAINING) {
            phase = Phase.ABORTING;
            phaseEndsNs = nowNs + FAREWELL_NS;
            tenant.drain(nowNs);
            tenant.abort(nowNs);
        }
    }
}
