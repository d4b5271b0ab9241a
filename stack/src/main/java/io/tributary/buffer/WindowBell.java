package io.tributary.buffer;

import io.tributary.Rfc;

/**
 * Decides when room that was freed is worth telling the receiving connection: small steps would make it promise windows
 * that invite small segments.
 */
@Rfc(value = 9293, section = "3.8.6.2.2")
final class WindowBell {
    /** Two full segments of an Ethernet path: what an acknowledgment is owed for anyway. */
    static final int STEP = 2 * 1460;

    private final long step;
    private volatile Doorbell bell = Doorbell.NONE;
    private long toldEdge;

    WindowBell(int maxCapacity) {
        step = Math.max(1, Math.min(maxCapacity / 2, STEP));
        toldEdge = maxCapacity;
    }

    void bell(Doorbell d) {
        bell = d;
    }

    /**
     * @param windowBefore bytes of window before the room was freed
     * @param edge         position up to which may be stored now
     */
    void onRoom(long windowBefore, long edge) {
        if (windowBefore <= 0 || edge - toldEdge >= step) {
            toldEdge = edge;
            bell.ring();
        }
    }
}
