package io.tributary.convert.main.control;

/** What was asked cannot be done, and nothing has changed: a line of cause and a line of what to do. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String remedy;

    public Refusal(String cause, String remedy) {
        super(cause);
        this.remedy = remedy;
    }

    public String remedy() {
        return remedy;
    }
}
