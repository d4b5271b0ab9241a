package io.tributary.convert.main.control;

/** What was asked for cannot be done: a line of cause and a line of what to do. */
public final class RequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public RequestException(String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
