package io.tributary.tcp.open;

/** When a plain listener answers SYNs without remembering them. */
public enum SynCookieMode {
    NEVER,
    /** When its backlog is full. */
    ON_OVERFLOW,
    ALWAYS
}
