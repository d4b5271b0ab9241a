package io.tributary.abi;

/** Readiness events and {@code struct pollfd}. */
@Header("poll.h")
public final class Poll {
    public static final int POLLIN = 1;
    public static final int POLLOUT = 4;
    public static final int POLLERR = 8;
    public static final int POLLHUP = 0x10;
    public static final int POLLNVAL = 0x20;

    @C("sizeof(struct pollfd)")
    public static final int POLLFD_SIZE = 8;
    @C("offsetof(struct pollfd, fd)")
    public static final int POLLFD_FD = 0;
    @C("offsetof(struct pollfd, events)")
    public static final int POLLFD_EVENTS = 4;
    @C("offsetof(struct pollfd, revents)")
    public static final int POLLFD_REVENTS = 6;

    private Poll() {
    }
}
