package io.tributary.convert.leg;

/**
 * Why there is no connection to the server.
 *
 * @param icmpCode code of the ICMP error for {@link Kind#UNREACHABLE}, else 0
 */
public record Failure(Kind kind, int icmpCode) {
    /** Who says no. */
    public enum Kind {
        /** The server, by a reset. */
        RESET,
        /** A router or the server's host, by ICMP. */
        UNREACHABLE,
        /** We: a table is full. */
        RESOURCES,
        /** We: no way to send, or no answer at all. */
        NETWORK
    }

    public static Failure of(Kind kind) {
        return new Failure(kind, 0);
    }

    public static Failure unreachable(int icmpCode) {
        return new Failure(Kind.UNREACHABLE, icmpCode);
    }
}
