package io.tributary.driver.nativeio;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.abi.Eventfd;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopWaiterTest {
    private static final long MS = 1_000_000;

    private static int eventFd(int initial) {
        return Native.check(Native.LIBC.eventfd(initial, Eventfd.EFD_NONBLOCK), "eventfd");
    }

    @Test
    @DisplayName("sleeps for the time it is told, to well below a millisecond")
    void timeout() {
        try (EventLoopWaiter waiter = new EventLoopWaiter()) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < 20; i++) {
                long t0 = System.nanoTime();
                assertThat(waiter.await(300_000)).isZero();
                long slept = System.nanoTime() - t0;
                assertThat(slept).isGreaterThanOrEqualTo(300_000);
                best = Math.min(best, slept);
            }
            assertThat(best).as("best of 20 sleeps of 300 us").isLessThan(MS);
        }
    }

    @Test
    @DisplayName("a ready descriptor ends the sleep, a removed one does not")
    void readable() {
        int quiet = eventFd(0);
        int ready = eventFd(1);
        try (EventLoopWaiter waiter = new EventLoopWaiter(quiet)) {
            assertThat(waiter.await(0)).isZero();
            waiter.add(ready);
            assertThat(waiter.await(Long.MAX_VALUE)).isEqualTo(1);
            waiter.remove(ready);
            assertThat(waiter.await(MS)).isZero();
        }
        Native.LIBC.close(quiet);
        Native.LIBC.close(ready);
    }

    @Test
    @DisplayName("writability counts only while it is asked for")
    void writable() {
        int fd = eventFd(0);
        try (EventLoopWaiter waiter = new EventLoopWaiter(fd)) {
            waiter.wantWritable(fd, true);
            assertThat(waiter.await(Long.MAX_VALUE)).isEqualTo(1);
            waiter.wantWritable(fd, false);
            assertThat(waiter.await(MS)).isZero();
        }
        Native.LIBC.close(fd);
    }

    @Test
    @DisplayName("a dead descriptor is reported once and never turns the sleep into a spin")
    void deadDescriptor() {
        int fd = eventFd(0);
        try (EventLoopWaiter waiter = new EventLoopWaiter(fd)) {
            Native.LIBC.close(fd);
            assertThat(waiter.await(Long.MAX_VALUE)).isEqualTo(1);
            long t0 = System.nanoTime();
            assertThat(waiter.await(5 * MS)).isZero();
            assertThat(System.nanoTime() - t0).isGreaterThanOrEqualTo(5 * MS);
        }
    }

    @Test
    @DisplayName("a wake-up before the sleep prevents exactly that one")
    void wakeUpWhileAwake() {
        try (EventLoopWaiter waiter = new EventLoopWaiter()) {
            waiter.wakeUp();
            waiter.wakeUp();
            assertThat(waiter.await(Long.MAX_VALUE)).isZero();
            long t0 = System.nanoTime();
            waiter.await(2 * MS);
            assertThat(System.nanoTime() - t0).isGreaterThanOrEqualTo(2 * MS);
        }
    }

    @Test
    @DisplayName("no wake-up is lost in 100,000 hand-overs between two threads that both sleep")
    void handOver() throws Exception {
        int rounds = 100_000;
        AtomicInteger ball = new AtomicInteger();
        try (EventLoopWaiter even = new EventLoopWaiter(); EventLoopWaiter odd = new EventLoopWaiter()) {
            Thread other = new Thread(() -> play(ball, 1, rounds, odd, even));
            other.start();
            play(ball, 0, rounds, even, odd);
            other.join();
        }
        assertThat(ball.get()).isEqualTo(rounds);
    }

    /** Waits for ever for its turn: a lost wake-up hangs the test until its time limit. */
    private static void play(AtomicInteger ball, int parity, int rounds, EventLoopWaiter mine, EventLoopWaiter theirs) {
        while (true) {
            int b = ball.get();
            if (b >= rounds) {
                theirs.wakeUp();
                return;
            }
            if (b % 2 == parity) {
                ball.set(b + 1);
                theirs.wakeUp();
            } else {
                mine.await(Long.MAX_VALUE);
            }
        }
    }

    @Test
    @DisplayName("the idle strategy spins its rounds, then sleeps to the deadline, and anew after work")
    void idleStrategy() {
        AtomicLong now = new AtomicLong(1_000);
        CountDownLatch asked = new CountDownLatch(2);
        try (EventLoopWaiter waiter = new EventLoopWaiter()) {
            PollIdleStrategy idle = new PollIdleStrategy(waiter, now::get, () -> {
                asked.countDown();
                return now.get() + 3 * MS;
            }, 2, Long.MAX_VALUE);
            idle.idle(0);
            idle.idle(0);
            assertThat(asked.getCount()).as("still spinning").isEqualTo(2);
            long t0 = System.nanoTime();
            idle.idle(0);
            assertThat(System.nanoTime() - t0).isGreaterThanOrEqualTo(3 * MS);
            assertThat(asked.getCount()).isEqualTo(1);
            idle.idle(5);
            idle.idle(0);
            idle.idle(0);
            assertThat(asked.getCount()).as("spinning again").isEqualTo(1);
        }
    }

    @Test
    @DisplayName("the idle strategy does not sleep past a deadline that is over, nor longer than its limit")
    void idleLimits() {
        int never = eventFd(0);
        try (EventLoopWaiter waiter = new EventLoopWaiter(never)) {
            new PollIdleStrategy(waiter, () -> 10, () -> 5, 0, Long.MAX_VALUE).idle(0);
            long t0 = System.nanoTime();
            new PollIdleStrategy(waiter, () -> 10, () -> Long.MAX_VALUE, 0, 2 * MS).idle(0);
            assertThat(System.nanoTime() - t0).isGreaterThanOrEqualTo(2 * MS);
        }
        UnsafeBuffer counter = Native.memory(8);
        assertThat(Native.LIBC.read(never, counter.addressOffset(), 8)).isEqualTo(-1);
        Native.LIBC.close(never);
    }
}
