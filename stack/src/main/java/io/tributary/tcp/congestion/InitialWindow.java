package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/** How much may be sent into a path of which nothing is known: at the start, and again after a pause. */
@Rfc(value = 6928, section = "2")
final class InitialWindow {
    /** Loss among less than this says nothing about the size of the window. */
    private static final long LITTLE = 4096;

    private final int segments;
    private boolean handshakeLost;
    private boolean wasTooMuch;
    /** What is still to be acknowledged before the start, or restart, is behind us. */
    private long untried;

    InitialWindow(int segments) {
        this.segments = segments;
    }

    /** Bytes for the start of a connection. */
    long bytes(int mss) {
        return handshakeLost ? mss : Math.min((long) segments * mss, Math.max(2L * mss, 1460L * segments));
    }

    /** Bytes for going on after a pause; less if as much was too much before. */
    @Rfc(value = 5681, section = "4.1")
    long afterPause(int mss) {
        long rfc3390 = Math.min(4L * mss, Math.max(2L * mss, 4380));
        return wasTooMuch ? Math.min(bytes(mss), rfc3390) : bytes(mss);
    }

    void onHandshakeLoss() {
        handshakeLost = true;
    }

    /** The window starts with {@code bytes}. */
    void begin(long bytes) {
        untried = bytes;
    }

    void onAck(long bytes) {
        untried = Math.max(0, untried - bytes);
    }

    void onLoss(long flightSize) {
        wasTooMuch |= untried > 0 && flightSize > LITTLE;
    }
}
