package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.buffer.RangeSet;

/** The receive sequence variables, as 64-bit positions: the peer's SYN is 0. */
@Rfc(value = 9293, section = "3.3.1")
public final class ReceiveState {
    /** Ranges out of order that one connection may hold; beyond that the newest loses. */
    static final int MAX_RANGES = 256;

    int irs;
    /** Next position expected. */
    long nxt;
    /** Largest right window edge ever advertised: what lies below must be taken (RFC 7323 §2.4). */
    long edge;
    /** The most room the inbound stream ever had: stands for the size of the receive buffer. */
    long buffer;
    /** Right shift of the window fields we send. */
    int wndShift;
    /** Position of the first byte of the inbound stream: behind SYN and the SYN payload that was consumed. */
    long textBase = 1;
    /** Position of the peer's FIN; {@link Long#MAX_VALUE} until seen. */
    long finPosition = Long.MAX_VALUE;
    /** Acknowledgment, sequence position and window of what the peer was told last, as it keeps them. */
    long toldAck;
    long toldSeq;
    long toldWindow;
    /** Text that arrived beyond {@link #nxt}. */
    final RangeSet outOfOrder = new RangeSet(MAX_RANGES);
    /** Largest payload of a wire segment seen: what "full-sized" means here. */
    int segmentSize = 536;
    /** Acknowledgment of the latest segment sent: decides which timestamp is echoed. */
    long lastAckSent;
    /** Text bytes taken, each once. */
    long textBytes;
}
