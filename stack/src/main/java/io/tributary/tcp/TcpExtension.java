package io.tributary.tcp;

import io.tributary.wire.option.OptionPlan;

/**
 * What a protocol on top of TCP options (MPTCP) may see and add. TCP knows nothing else about it.
 * No method may transmit; whatever is owed is asked for with {@link Tcb#requestAck()} or the connection's ready list.
 */
public interface TcpExtension {
    /**
     * A SYN/ACK (or, in a simultaneous open, a SYN) that TCP accepted in SYN-SENT, before the state changes.
     *
     * @return false if the extension has ended this subflow (it called {@link Tcb#abort})
     */
    boolean onSynAck(SegmentView s, Tcb tcb, long nowNs);

    /**
     * Every other acceptable segment, after the sequence, RST and ACK checks of RFC 9293 §3.10.7.4 and after the
     * acknowledgment was processed, before its text is stored. The third packet of a passive open comes here too,
     * while the state is still SYN-RECEIVED: {@link Tcb#state()} tells.
     *
     * @return false to drop the segment's text and FIN (the subflow may have been aborted)
     */
    boolean onSegment(SegmentView s, Tcb tcb, long nowNs);

    /** A RST that passed the checks of RFC 5961, before the subflow dies: its options may say more. */
    void onReset(SegmentView s, Tcb tcb, long nowNs);

    /** The handshake is complete as TCP sees it. */
    void onEstablished(Tcb tcb, long nowNs);

    /** Text up to the stream position {@code upTo} (see {@link Tcb}) is acknowledged by the subflow. */
    void onTextAcked(Tcb tcb, long upTo, long nowNs);

    /** A retransmission timeout fired on this subflow, for the {@code count}th time in a row. */
    void onRetransmissionTimeout(Tcb tcb, int count, long nowNs);

    /** The peer's FIN was taken in order. */
    void onFin(Tcb tcb, long nowNs);

    /** The subflow is gone; no further call follows. */
    void onClosed(Tcb tcb, CloseReason reason, long nowNs);

    /** The peer sent its SYN again after we answered it: the next SYN/ACK obeys this one's options (RFC 8684 §3.1). */
    default void onRepeatedSyn(SegmentView s, Tcb tcb) {
    }

    /** An ICMP error came that does not end the connection; {@link Tcb#icmpError()} says which. */
    default void onSoftError(Tcb tcb, long nowNs) {
    }

    /** The peer's urgent pointer is new, or has moved on. */
    default void onUrgent(Tcb tcb) {
    }

    /** The peer's User Timeout Option says something new. */
    default void onPeerUserTimeout(Tcb tcb) {
    }

    /**
     * Adds options to a segment about to be written. TCP's own (MSS, SACK-permitted, timestamps, window scale) are in the
     * plan already, SACK blocks are added afterwards into what is left.
     *
     * @param flags  the segment's flags (see {@link io.tributary.wire.TcpFlags})
     * @param text   stream position of the first payload byte (see {@link Tcb}); meaningless when {@code length} is 0
     * @param length payload bytes
     */
    void planOptions(OptionPlan plan, Tcb tcb, int flags, long text, int length);

    /** Bytes that {@link #planOptions} will want in a SYN, or in a SYN/ACK, of a connection's first flow. */
    default int synOptionLength(boolean answer) {
        return 0;
    }

    /** Bytes, padded, that {@link #planOptions} will want in data segments, for the time before there was one. */
    default int dataOptionLength() {
        return 0;
    }

    /** How many of the {@code length} payload bytes from stream position {@code text} may share one segment: a mapping's end. */
    int limitSegment(Tcb tcb, long text, int length);

    /** Whether an otherwise unremarkable duplicate ACK counts as a sign of loss. */
    boolean countsAsDuplicate(SegmentView s, Tcb tcb);
}
