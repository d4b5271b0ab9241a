package io.tributary.tcp;

/** The one place where 32-bit sequence numbers become 64-bit positions. */
public final class Positions {
    private Positions() {
    }

    /**
     * @param wire    a sequence number
     * @param initial the number of position 0
     * @param near    a position within 2^31 of the answer
     * @return the position nearest to {@code near} that has this number; negative for what lies before position 0
     */
    public static long expand(int wire, int initial, long near) {
        return near + (wire - (initial + (int) near));
    }
}
