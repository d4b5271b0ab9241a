package io.tributary.capture;

/** The memory that everything of one decoder shares that grows with what packets hold. */
final class BufferBudget {
    /** Each piece of payload costs about this much beside its bytes. */
    private static final int OVERHEAD = 96;

    private long left;
    private long refused;

    BufferBudget(long bytes) {
        left = bytes;
    }

    /** Takes room for something that is no payload. */
    boolean takeSilently(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    void giveBackSilently(int bytes) {
        left += bytes;
    }

    /** Takes room for one piece of payload. @return false, and the bytes are counted, if there is none */
    boolean take(int bytes) {
        if (bytes + OVERHEAD > left) {
            refused += bytes;
            return false;
        }
        left -= bytes + OVERHEAD;
        return true;
    }

    void giveBack(int bytes) {
        left += bytes + OVERHEAD;
    }

    long left() {
        return left;
    }

    /** Bytes that were not kept for want of room. */
    long refused() {
        return refused;
    }
}
