package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/**
 * Sizes the congestion window. It sees facts only: no connection, no segment, no clock. Bytes throughout. Which segments are
 * lost, and what goes out during a recovery, is decided elsewhere; there {@link #ssthresh()} counts.
 */
public interface CongestionControl {
    /** New data was acknowledged outside of fast recovery. */
    void onAck(AckSample s);

    /**
     * Which text was found to be lost, and when; it went out last at {@code sentNs}. What follows from it is told beside.
     */
    @Rfc(value = 8684, section = "3.3.7")
    default void onLost(long from, long to, long sentNs, long nowNs) {
    }

    /** Loss was found: a new episode starts. {@code flightSize}: everything not acknowledged cumulatively. */
    void onCongestion(long flightSize, long nowNs);

    /** The retransmission timer fired; {@code first}: for the first time on this data. */
    void onTimeout(long flightSize, boolean first, long nowNs);

    /** The episode was none, nothing had been lost: the window is what it was before, or what it has become if that is more. */
    void onSpuriousLoss(long nowNs);

    /** This subflow holds up others: half the window, though nothing is lost. {@code endsSlowStart}: or growth goes on as before. */
    default void onPenalty(boolean endsSlowStart) {
    }

    /** The episode is over: everything that was in flight at its start is acknowledged. */
    void onRecovered(long inFlight, long nowNs);

    /** More than one SYN or SYN/ACK was lost: the full initial window would be too much. */
    void onHandshakeLoss();

    /**
     * Sending starts again after nothing was in flight.
     *
     * @param idleNs        since the last packet
     * @param beyondTimeout for longer than a timeout: what the window was says little now
     */
    void onIdle(long idleNs, boolean beyondTimeout, long nowNs);

    /** The effective segment size became known or changed. */
    void onMss(int mss);

    /** Its connection is over: nothing of it counts any more, for itself or for others. */
    default void onClosed() {
    }

    /** Bytes that may be in flight. */
    long cwnd();

    long ssthresh();

    /** As {@code conn show} prints it. */
    String name();
}
