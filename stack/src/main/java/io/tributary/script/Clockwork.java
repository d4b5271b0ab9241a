package io.tributary.script;

import io.tributary.script.syntax.Time;

/** Turns the times of events into times since the script's start. */
final class Clockwork {
    private final boolean fromEnd;
    private long baseNs;

    /** @param fromEnd an event behind a range or a blocking call counts from its end, else from its start */
    Clockwork(boolean fromEnd) {
        this.fromEnd = fromEnd;
    }

    long startNs(Time t) {
        return t.relative() ? baseNs + t.at() : t.at();
    }

    /** The end of a range or of a blocking call. */
    long endNs(Time t) {
        if (t.kind() == Time.Kind.BLOCKING) {
            return t.endRelative() ? startNs(t) + t.end() : t.end();
        }
        return t.endRelative() ? baseNs + t.end() : t.end();
    }

    /** The event is done; {@code actualNs} is when it happened. */
    void done(Time t, long actualNs) {
        baseNs = switch (t.kind()) {
            case ANY -> actualNs;
            case POINT -> startNs(t);
            case RANGE, BLOCKING -> fromEnd ? endNs(t) : startNs(t);
        };
    }
}
