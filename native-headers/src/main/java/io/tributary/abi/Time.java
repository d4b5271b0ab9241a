package io.tributary.abi;

/** {@code struct timespec} and {@code struct timeval} of 64-bit systems. */
@Header({"time.h", "sys/time.h"})
public final class Time {
    @C("sizeof(struct timespec)")
    public static final int TIMESPEC_SIZE = 16;
    @C("offsetof(struct timespec, tv_sec)")
    public static final int TIMESPEC_SEC = 0;
    @C("offsetof(struct timespec, tv_nsec)")
    public static final int TIMESPEC_NSEC = 8;
    @C("sizeof(struct timeval)")
    public static final int TIMEVAL_SIZE = 16;
    @C("offsetof(struct timeval, tv_sec)")
    public static final int TIMEVAL_SEC = 0;
    @C("offsetof(struct timeval, tv_usec)")
    public static final int TIMEVAL_USEC = 8;

    private Time() {
    }
}
