package io.tributary.convert.main.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.convert.main.control.CommandQueue;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.random.SeededRandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("loop of a shard")
@Timeout(30)
class RunLoopTest {
    private static final long SECOND = 1_000_000_000L;

    private final List<String> log = new ArrayList<>();
    private long clockNs = 5 * SECOND;
    private boolean idle;
    private long tenantDeadlineNs = Long.MAX_VALUE;
    private RuntimeException failure;
    private RuntimeException bug;

    private final Tenant tenant = new Tenant() {
        @Override
        public void onTimers(long nowNs) {
            if (bug != null) {
                throw bug;
            }
            if (nowNs >= tenantDeadlineNs) {
                log.add("timer at " + nowNs);
                tenantDeadlineNs = Long.MAX_VALUE;
                loop.drain(0);
            }
        }

        @Override
        public long nextDeadlineNs() {
            return tenantDeadlineNs;
        }

        @Override
        public void drain(long nowNs) {
            log.add("drain");
        }

        @Override
        public void abort(long nowNs) {
            log.add("abort at " + nowNs / SECOND);
        }

        @Override
        public boolean isIdle() {
            return idle;
        }
    };

    /** Sleeping is what makes time pass. */
    private final Waiter waiter = new Waiter() {
        @Override
        public void await(long timeoutNs) {
            clockNs += timeoutNs;
            bug = null;
        }

        @Override
        public void wakeUp() {
            log.add("wakeUp");
        }

        @Override
        public boolean isBlocked() {
            return false;
        }

        @Override
        public RuntimeException failure() {
            return failure;
        }
    };

    private final CommandQueue commands = new CommandQueue(waiter::wakeUp);
    private final Counters counters = new Counters();
    private final RunLoop loop = new RunLoop(new Shard(ShardConfig.DEFAULT, new SeededRandomSource(1), counters), tenant, commands,
        waiter, () -> clockNs, new ErrorLog((line, e) -> log.add(e.getMessage())));

    @Test
    @DisplayName("an idle tenant lets a drained loop end at once")
    void drainIdle() {
        idle = true;
        commands.post(() -> loop.drain(5 * SECOND));
        loop.run();
        assertThat(log).containsExactly("wakeUp", "drain", "drain", "abort at 5");
        assertThat(clockNs).isEqualTo(5 * SECOND);
    }

    @Test
    @DisplayName("a busy tenant has the drain time, then it is aborted")
    void drainBusy() {
        commands.post(() -> loop.drain(5 * SECOND));
        loop.run();
        assertThat(log).endsWith("abort at 10");
        assertThat(clockNs).isBetween(10 * SECOND, 11 * SECOND);
    }

    @Test
    @DisplayName("drained twice, the end comes at once")
    void drainTwice() {
        commands.post(() -> loop.drain(5 * SECOND));
        commands.post(() -> loop.drain(5 * SECOND));
        loop.run();
        assertThat(log).endsWith("abort at 5");
    }

    @Test
    @DisplayName("it sleeps until the tenant's deadline and not longer")
    void deadline() {
        tenantDeadlineNs = 5 * SECOND + 123_456_789;
        idle = true;
        loop.run();
        assertThat(log).startsWith("timer at 5123456789");
    }

    @Test
    @DisplayName("a bug in a turn is told once, counted each time, and survived")
    void survives() {
        bug = new IllegalStateException("a bug");
        tenantDeadlineNs = 6 * SECOND;
        idle = true;
        loop.run();
        assertThat(counters.get(Counter.INTERNAL_ERRORS)).isGreaterThan(1);
        assertThat(log).startsWith("a bug", "timer at 6000000000");
    }

    @Test
    @DisplayName("a lost device ends it")
    void deviceLost() {
        failure = new IllegalStateException("gone");
        assertThatThrownBy(loop::run).isSameAs(failure);
    }
}
