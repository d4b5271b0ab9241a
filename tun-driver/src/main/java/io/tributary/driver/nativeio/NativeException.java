package io.tributary.driver.nativeio;

import io.tributary.abi.Errno;

/** A system call that failed. Unchecked: most callers can do nothing but pass it on, and those that can look at errno. */
public class NativeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int errno;

    public NativeException(String call, int errno) {
        super(call + ": " + Native.describe(errno) + " (" + Errno.nameOf(errno) + ")");
        this.errno = errno;
    }

    /** One of the constants of {@link Errno}. */
    public int errno() {
        return errno;
    }

    /** Its symbol, {@code "ECONNRESET"}. */
    public String errnoName() {
        return Errno.nameOf(errno);
    }

    /** The call would have had to wait longer than it may (SO_RCVTIMEO, SO_SNDTIMEO, a non-blocking descriptor). */
    public boolean isTimeout() {
        return errno == Errno.EAGAIN || errno == Errno.EINPROGRESS;
    }
}
