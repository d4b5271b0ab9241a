package io.tributary.driver.nativeio;

import io.tributary.abi.Errno;
import io.tributary.abi.Eventfd;
import io.tributary.abi.Fcntl;
import io.tributary.abi.Poll;
import io.tributary.abi.Time;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Lets an event loop sleep until one of its descriptors is ready, a time is over, or somebody calls {@link #wakeUp}.
 * Everything but {@code wakeUp} belongs to the loop's thread.
 *
 * <p>A wake-up is never lost: the caller makes its work visible, then calls {@code wakeUp}; the loop announces that it is about
 * to sleep before it does, and does not if it was called in between. A loop that is awake costs its callers no system call.
 */
public final class EventLoopWaiter implements AutoCloseable {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int CALLED = 2;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final AtomicInteger state = new AtomicInteger(AWAKE);
    private final int eventFd;
    private final UnsafeBuffer timeout = Native.memory(Time.TIMESPEC_SIZE);
    private final UnsafeBuffer counter = Native.memory(Long.BYTES);
    private final UnsafeBuffer one = Native.memory(Long.BYTES);
    private UnsafeBuffer pollFds;
    private int[] fds = new int[0];
    private boolean closed;

    public EventLoopWaiter(int... fds) {
        eventFd = Native.check(Native.LIBC.eventfd(0, Eventfd.EFD_NONBLOCK | Eventfd.EFD_CLOEXEC), "eventfd");
        one.putLong(0, 1);
        watch(fds);
    }

    /** Waits for readability of one more descriptor. */
    public void add(int fd) {
        int[] more = Arrays.copyOf(fds, fds.length + 1);
        more[fds.length] = fd;
        watch(more);
    }

    /** Forgets a descriptor; to be called before it is closed. */
    public void remove(int fd) {
        watch(Arrays.stream(fds).filter(f -> f != fd).toArray());
    }

    private void watch(int[] wanted) {
        fds = wanted;
        pollFds = Native.memory(Poll.POLLFD_SIZE * (wanted.length + 1));
        pollFds.putInt(Poll.POLLFD_FD, eventFd);
        pollFds.putShort(Poll.POLLFD_EVENTS, (short) Poll.POLLIN);
        for (int i = 0; i < wanted.length; i++) {
            int at = Poll.POLLFD_SIZE * (i + 1);
            pollFds.putInt(at + Poll.POLLFD_FD, wanted[i]);
            pollFds.putShort(at + Poll.POLLFD_EVENTS, (short) Poll.POLLIN);
        }
    }

    /** Also wait until the descriptor can be written, or no longer. */
    public void wantWritable(int fd, boolean wanted) {
        for (int i = 0; i < fds.length; i++) {
            if (fds[i] == fd) {
                pollFds.putShort(Poll.POLLFD_SIZE * (i + 1) + Poll.POLLFD_EVENTS,
                    (short) (wanted ? Poll.POLLIN | Poll.POLLOUT : Poll.POLLIN));
            }
        }
    }

    /**
     * Sleeps until a descriptor is ready, {@link #wakeUp} is called or {@code timeoutNs} nanoseconds are over; a signal may end
     * the sleep early, which an event loop cannot tell from a spurious wake-up and need not.
     *
     * @param timeoutNs 0 or less looks without waiting, {@link Long#MAX_VALUE} waits for ever
     * @return how many descriptors are ready, the one behind {@code wakeUp} not counted
     */
    public int await(long timeoutNs) {
        boolean maySleep = state.compareAndSet(AWAKE, ASLEEP);
        long wait = maySleep ? Math.max(0, timeoutNs) : 0;
        timeout.putLong(Time.TIMESPEC_SEC, wait / NS_PER_SECOND);
        timeout.putLong(Time.TIMESPEC_NSEC, wait % NS_PER_SECOND);
        int ready = Native.LIBC.ppoll(pollFds.addressOffset(), fds.length + 1L,
            wait == Long.MAX_VALUE ? 0 : timeout.addressOffset(), 0);
        int errno = ready < 0 ? Native.errno() : 0;
        state.set(AWAKE);
        if (ready < 0) {
            if (errno == Errno.EINTR || errno == Errno.EAGAIN) {
                return 0;
            }
            throw new NativeException("ppoll", errno);
        }
        return ready == 0 ? 0 : collect(ready);
    }

    private int collect(int ready) {
        int left = ready;
        if (pollFds.getShort(Poll.POLLFD_REVENTS) != 0) {
            Native.LIBC.read(eventFd, counter.addressOffset(), Long.BYTES);
            left--;
        }
        for (int at = Poll.POLLFD_SIZE, seen = 0; seen < left; at += Poll.POLLFD_SIZE) {
            int events = pollFds.getShort(at + Poll.POLLFD_REVENTS);
            if (events != 0) {
                seen++;
            }
            if ((events & (Poll.POLLERR | Poll.POLLNVAL)) != 0) {
                // A device that is gone would be ready for ever and turn the sleep into a spin: its reader learns of the
                // end this once, by its next read. poll skips negative numbers.
                pollFds.putInt(at + Poll.POLLFD_FD, -1);
            }
        }
        return left;
    }

    /** Ends the loop's present sleep, or its next one if it is awake. From any thread. */
    public void wakeUp() {
        if (state.getAndSet(CALLED) == ASLEEP) {
            Native.LIBC.write(eventFd, one.addressOffset(), Long.BYTES);
        }
    }

    /** Nobody may call {@link #wakeUp} any more. The watched descriptors stay open. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Native.LIBC.close(eventFd);
        }
    }
}
