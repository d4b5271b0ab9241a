package io.tributary.driver.setup;

/**
 * A device or an interface cannot be had: one line of cause and one line of what to do, for the person who started the program,
 * and the exit code that scripts expect.
 */
public final class DeviceException extends RuntimeException {
    /** Device or peer unavailable. */
    public static final int UNAVAILABLE = 69;
    /** A right is missing; the cause names the capability. */
    public static final int PERMISSION = 77;
    /** The configuration asks for what cannot be. */
    public static final int CONFIGURATION = 78;

    private static final long serialVersionUID = 1L;
    private final int exitCode;
    private final String advice;

    public DeviceException(int exitCode, String cause, String advice) {
        super(cause);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    public DeviceException(int exitCode, String cause, String advice, Throwable origin) {
        super(cause, origin);
        this.exitCode = exitCode;
        this.advice = advice;
    }

    /** {@link #UNAVAILABLE}, {@link #PERMISSION} or {@link #CONFIGURATION}. */
    public int exitCode() {
        return exitCode;
    }

    /** What to do about it, one line. The cause is the message. */
    public String advice() {
        return advice;
    }
}
