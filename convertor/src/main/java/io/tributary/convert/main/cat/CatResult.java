package io.tributary.convert.main.cat;

import io.tributary.tcp.CloseReason;

/**
 * How it ended.
 *
 * @param kind  what to return
 * @param cause one line for people; empty when all went well
 */
public record CatResult(Kind kind, String cause) {
    /** What to return. */
    public enum Kind { DONE, UNAVAILABLE, BROKEN }

    static CatResult of(CloseReason reason, boolean established, String peer) {
        if (reason == CloseReason.NORMAL) {
            return new CatResult(Kind.DONE, "");
        }
        String what = switch (reason) {
            case REFUSED -> "refuses the connection";
            case RESET -> "reset the connection";
            case TIMED_OUT -> "does not answer";
            case UNREACHABLE -> "is unreachable";
            case ABORTED -> "was left: the connection was aborted here";
            case PROTOCOL_ERROR -> "broke the protocol";
            default -> "cannot be connected: no free port or route here";
        };
        return new CatResult(established ? Kind.BROKEN : Kind.UNAVAILABLE, peer + " " + what);
    }
}
