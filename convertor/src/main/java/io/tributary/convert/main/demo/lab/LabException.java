package io.tributary.convert.main.demo.lab;

/** The laboratory cannot be built or has broken: one line of cause, one line of what to do about it. */
public final class LabException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String remedy;
    private final int exitCode;

    /** @param exitCode 1 the operation failed, 69 something needed is missing, 77 not permitted */
    public LabException(int exitCode, String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
        this.exitCode = exitCode;
    }

    public LabException(int exitCode, String cause, String remedy, Throwable origin) {
        super(cause, origin);
        this.remedy = remedy;
        this.exitCode = exitCode;
    }

    public String remedy() {
        return remedy;
    }

    public int exitCode() {
        return exitCode;
    }
}
