package io.tributary.tcp.congestion;

/**
 * Sizes the congestion window. It sees facts only: no connection, no segment, no clock. Bytes throughout.
 */
public interface CongestionControl {
    /** New data was acknowledged outside of recovery. {@code inFlight} is what was in flight before; {@code limited}: cwnd was the limit. */
    void onAck(long ackedBytes, long inFlight, boolean limited, long srttNs, long nowNs);

    /** Loss was found: a new recovery starts. {@code flightSize}: everything not acknowledged cumulatively. */
    void onCongestion(long flightSize, long nowNs);

    /** The retransmission timer fired; {@code first}: for the first time on this data. */
    void onTimeout(long flightSize, boolean first, long nowNs);

    /** The recovery is over: everything that was in flight at its start is acknowledged. */
    void onRecovered(long inFlight, long nowNs);

    /** More than one SYN or SYN/ACK was lost: the full initial window would be too much. */
    void onHandshakeLoss();

    /** Nothing was sent for longer than a timeout. */
    void onIdle(long nowNs);

    /** The effective segment size became known or changed. */
    void onMss(int mss);

    /** Bytes that may be in flight. */
    long cwnd();

    long ssthresh();

    /** As {@code conn show} prints it. */
    String name();
}
