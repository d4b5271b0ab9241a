package io.tributary.capture;

/** The bytes that all buffers of one decoder share. */
final class BufferBudget {
    private long left;
    private long refused;

    BufferBudget(long bytes) {
        left = bytes;
    }

    boolean take(int bytes) {
        if (bytes > left) {
            refused += bytes;
            return false;
        }
        left -= bytes;
        return true;
    }

    void giveBack(int bytes) {
        left += bytes;
    }

    long left() {
        return left;
    }

    /** Bytes that were not kept for want of room. */
    long refused() {
        return refused;
    }
}
