package io.tributary.convert.main;

/** Ends a verb with an exit code, a line of cause and a line of what to do. */
public final class FailureException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int exitCode;
    private final String remedy;

    /** @param exitCode one of {@link ExitCode} */
    public FailureException(int exitCode, String cause, String remedy) {
        super(cause);
        this.exitCode = exitCode;
        this.remedy = remedy;
    }

    public int exitCode() {
        return exitCode;
    }

    public String remedy() {
        return remedy;
    }
}
