package io.tributary.driver.nativeio;

import java.util.function.LongSupplier;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NanoClock;

/**
 * Idles an event loop in the kernel: after a few empty rounds it sleeps until a descriptor is ready, the next deadline, or a
 * {@link EventLoopWaiter#wakeUp}. Looking in the kernel costs 0.3 us, being woken on a virtual machine 20 to 50 us, hence the rounds.
 */
public final class PollIdleStrategy implements IdleStrategy {
    private final EventLoopWaiter waiter;
    private final NanoClock clock;
    private final LongSupplier nextDeadlineNs;
    private final int emptyRounds;
    private final long maxSleepNs;
    private int rounds;

    /**
     * @param clock          the clock that the deadlines are told in
     * @param nextDeadlineNs when the loop has to run again at the latest; {@link Long#MAX_VALUE}: when something comes in
     * @param emptyRounds    rounds without work before the first sleep, 0 or more
     * @param maxSleepNs     longest sleep, for loops that also look at things which cannot wake them
     */
    public PollIdleStrategy(EventLoopWaiter waiter, NanoClock clock, LongSupplier nextDeadlineNs, int emptyRounds, long maxSleepNs) {
        this.waiter = waiter;
        this.clock = clock;
        this.nextDeadlineNs = nextDeadlineNs;
        this.emptyRounds = emptyRounds;
        this.maxSleepNs = maxSleepNs;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            rounds = 0;
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (rounds < emptyRounds) {
            rounds++;
            Thread.onSpinWait();
            return;
        }
        long deadline = nextDeadlineNs.getAsLong();
        waiter.await(deadline == Long.MAX_VALUE ? maxSleepNs : Math.min(maxSleepNs, deadline - clock.nanoTime()));
    }

    @Override
    public void reset() {
        rounds = 0;
    }

    @Override
    public String alias() {
        return "poll";
    }
}
