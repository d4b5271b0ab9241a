package io.tributary.convert.leg;

/** The side towards the server of one session. It tells its session when the server has answered, or that it never will. */
interface DownstreamLeg {
    /** Opens the connection at once. */
    void open(Target target, boolean drivenByClient, long nowNs);

    /** The client has sent its SYN again: so do we. {@code synCount}: SYNs of the client so far. */
    void repeatSyn(int synCount, long nowNs);

    /** Nobody waits for it any more. */
    void abandon(long nowNs);
}
