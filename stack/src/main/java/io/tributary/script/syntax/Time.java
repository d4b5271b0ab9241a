package io.tributary.script.syntax;

/**
 * When an event happens. Nanoseconds; {@code end} has the same reference as {@code at}, except that of a blocking call written
 * with '+', which counts from the call's start.
 *
 * @param kind        how to read the rest
 * @param relative    {@code at} counts from the previous event, else from the script's start
 * @param endRelative the end was written with '+'
 */
public record Time(Kind kind, boolean relative, long at, boolean endRelative, long end) {
    /** The forms of a time. */
    public enum Kind { POINT, ANY, RANGE, BLOCKING }

    static Time parse(Cursor c) throws ScriptException {
        if (c.take("*")) {
            return new Time(Kind.ANY, true, 0, false, 0);
        }
        boolean relative = c.take("+");
        long at = c.seconds();
        Kind kind = c.take("~") ? Kind.RANGE : c.take("...") ? Kind.BLOCKING : Kind.POINT;
        if (kind == Kind.POINT) {
            return new Time(kind, relative, at, relative, at);
        }
        boolean endRelative = c.take("+");
        long end = c.seconds();
        if (kind == Kind.RANGE && endRelative == relative && end < at) {
            throw c.error("the end of the time lies before its start");
        }
        return new Time(kind, relative, at, endRelative, end);
    }

    static boolean startsHere(Cursor c) {
        char p = c.peek();
        return p == '*' || p == '+' || p == '.' || p >= '0' && p <= '9';
    }
}
