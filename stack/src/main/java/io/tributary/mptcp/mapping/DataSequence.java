package io.tributary.mptcp.mapping;

import io.tributary.Rfc;

/**
 * One direction's data sequence space: wire numbers on one side, 64-bit positions on the other. Position 0 is the initial
 * data sequence number, which the MP_CAPABLE SYN occupies; position 1 is the first byte.
 */
@Rfc(value = 8684, section = "3.3.1")
public final class DataSequence {
    private DataSequence() {
    }

    /** Data sequence number of a position; wraps as the wire does. */
    public static long dsn(long idsn, long position) {
        return idsn + position;
    }

    /** Position of a 64-bit data sequence number; far outside every window if the number is nonsense. */
    public static long position(long idsn, long dsn) {
        return dsn - idsn;
    }

    /**
     * Position of a 32-bit data sequence number or Data ACK: of all numbers with these low bits the one nearest to
     * {@code reference}, so that neither an old packet nor a wrap bumps the upper half.
     *
     * @param reference a position known to be near: next expected one for a DSN, oldest unacknowledged one for a Data ACK
     */
    public static long promote(long idsn, long reference, int low) {
        return reference + (low - (int) (idsn + reference));
    }
}
