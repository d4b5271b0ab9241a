package io.tributary.tcp;

import io.tributary.Rfc;

/** The send sequence variables, as 64-bit positions: the SYN is 0. */
@Rfc(value = 9293, section = "3.3.1")
public final class SendState {
    int iss;
    /** Oldest unacknowledged position. */
    long una;
    /** Next position to send. */
    long nxt;
    /** The peer's window in bytes, beyond {@link #una} as of the last update. */
    long wnd;
    /** Largest window the peer ever gave; bounds acceptable ACKs and half of it is worth a small segment. */
    long maxWnd;
    /** Position of the segment used for the last window update. */
    long wl1;
    /** Acknowledgment used for the last window update. */
    long wl2;
    /** Left shift of the window fields we receive. */
    int wndShift;
    /** What the peer can receive in one segment, its MSS option. */
    int mss;
    /** Position of the first byte of the outbound stream: behind SYN and SYN payload. */
    long textBase = 1;
    /** Position of our FIN; {@link Long#MAX_VALUE} until it is decided. */
    long finPosition = Long.MAX_VALUE;

    int seqNo(long position) {
        return iss + (int) position;
    }

    boolean finSent() {
        return nxt > finPosition;
    }

    boolean finAcked() {
        return una > finPosition;
    }
}
