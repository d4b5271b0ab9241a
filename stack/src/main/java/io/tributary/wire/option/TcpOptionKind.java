package io.tributary.wire.option;

import io.tributary.Rfc;

/** Kinds of the TCP options we understand. */
@Rfc(value = 9293, section = "3.2")
public final class TcpOptionKind {
    public static final int END = 0;
    public static final int NOP = 1;
    public static final int MSS = 2;
    public static final int WINDOW_SCALE = 3;
    public static final int SACK_PERMITTED = 4;
    public static final int SACK = 5;
    public static final int TIMESTAMPS = 8;
    public static final int USER_TIMEOUT = 28;
    public static final int MPTCP = 30;
    public static final int FAST_OPEN = 34;
    /** Shared by experiments, told apart by the magic number behind the length (RFC 6994). */
    public static final int EXPERIMENT = 254;
    /** Fast Open as long as it was an experiment. */
    public static final int FAST_OPEN_MAGIC = 0xf989;

    private TcpOptionKind() {
    }
}
