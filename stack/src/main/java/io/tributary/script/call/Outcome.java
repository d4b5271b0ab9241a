package io.tributary.script.call;

/**
 * What a call returned.
 *
 * @param value as the C function returns it
 * @param errno name of the error when the value is -1; null otherwise
 */
public record Outcome(long value, String errno) {
    public static final Outcome DONE = new Outcome(0, null);

    public static Outcome of(long value) {
        return value == 0 ? DONE : new Outcome(value, null);
    }

    public static Outcome error(String errno) {
        return new Outcome(-1, errno);
    }

    @Override
    public String toString() {
        return errno == null ? Long.toString(value) : value + " " + errno;
    }
}
