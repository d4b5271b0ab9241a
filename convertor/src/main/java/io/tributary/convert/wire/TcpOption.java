package io.tributary.convert.wire;

/**
 * A TCP option as a Connect TLV names it.
 *
 * @param kind  2 to 255: options 0 and 1 have no length and cannot be named
 * @param value what follows kind and length; empty: the converter makes its own value
 */
public record TcpOption(int kind, byte[] value) {
    public static final int END_OF_LIST = 0;
    public static final int NOP = 1;
    public static final int MSS = 2;
    public static final int WINDOW_SCALE = 3;
    public static final int SACK_PERMITTED = 4;
    public static final int SACK = 5;
    public static final int TIMESTAMPS = 8;
    public static final int TCP_AO = 29;
    public static final int MPTCP = 30;
    public static final int FAST_OPEN = 34;

    public TcpOption {
        if (kind <= NOP || kind > 255 || value.length > 253) {
            throw new IllegalArgumentException("option kind " + kind + " with " + value.length + " octets");
        }
    }

    /** Asks for an option whose value the converter makes. */
    public static TcpOption withoutValue(int kind) {
        return new TcpOption(kind, new byte[0]);
    }

    /** Octets on the wire. */
    public int length() {
        return 2 + value.length;
    }
}
