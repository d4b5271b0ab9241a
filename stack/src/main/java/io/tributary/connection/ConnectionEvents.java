package io.tributary.connection;

/** Bits of what a connection has to tell its handler; delivered by the shard between inputs. */
public final class ConnectionEvents {
    public static final int ESTABLISHED = 1;
    public static final int READABLE = 2;
    public static final int WRITABLE = 4;
    public static final int SOFT_ERROR = 8;
    public static final int CLOSED = 16;
    public static final int STALLED = 32;
    public static final int URGENT = 64;
    public static final int PEER_USER_TIMEOUT = 128;

    private ConnectionEvents() {
    }
}
