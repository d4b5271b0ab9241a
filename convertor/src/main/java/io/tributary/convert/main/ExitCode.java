package io.tributary.convert.main;

/** What the program returns; the numbers of sysexits.h where it has one. */
public final class ExitCode {
    public static final int DONE = 0;
    /** The operation failed. */
    public static final int FAILED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** A peer, device or instance is not there. */
    public static final int UNAVAILABLE = 69;
    /** A right is missing; the message names the capability. */
    public static final int NO_PERMISSION = 77;
    /** Bad configuration or JVM flags. */
    public static final int BAD_CONFIG = 78;
    public static final int INTERRUPTED = 130;

    private ExitCode() {
    }
}
