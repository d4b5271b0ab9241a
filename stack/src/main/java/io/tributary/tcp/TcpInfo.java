package io.tributary.tcp;

import io.tributary.tcp.loss.LossRecovery;

/**
 * A snapshot of one TCP connection: what Linux shows as {@code struct tcp_info}, in bytes and nanoseconds where that has segments
 * and microseconds. Allocates.
 *
 * @param phase how the sender sees the network ({@code tcpi_ca_state})
 */
public record TcpInfo(TcpState state, LossRecovery.Phase phase, Negotiated negotiated, Timing timing, Flight flight, Totals totals) {
    /**
     * What both sides agreed on.
     *
     * @param ecn         packets of ours may be marked instead of dropped
     * @param sndWndShift shift of the window fields we receive
     * @param rcvWndShift shift of those we send
     * @param sndMss      payload bytes of a full segment of ours, beside the options it carries
     * @param rcvMss      largest payload of a segment seen
     * @param advMss      the MSS we announced
     * @param pathMtu     largest packet that the path carries as far as routers told, bytes
     */
    public record Negotiated(boolean timestamps, boolean sack, boolean windowScaling, boolean ecn, int sndWndShift, int rcvWndShift, int sndMss,
                             int rcvMss, int advMss, int pathMtu) {
    }

    /**
     * Round trips and timers, nanoseconds.
     *
     * @param srttNs         0 before the first sample
     * @param rttvarNs       mean deviation
     * @param minRttNs       smallest sample
     * @param rtoNs          the timeout as it stands, doubled {@code backoff} times
     * @param lastDataSentNs since we last sent text
     */
    public record Timing(long srttNs, long rttvarNs, long minRttNs, long rtoNs, int backoff, long lastDataSentNs) {
    }

    /**
     * What is under way.
     *
     * @param cwnd       bytes; in a recovery less may go out than it says
     * @param ssthresh   bytes; {@link Long#MAX_VALUE} or near it: none yet
     * @param pipe       bytes believed to be in the network
     * @param pacingRate bytes per second at which text goes out; {@link Long#MAX_VALUE} if it need not wait
     * @param unacked    bytes sent and not acknowledged, SACKed ones included
     * @param unackedSegments the same in segments, as the next three
     * @param sackedSegments  reported by SACK
     * @param lostSegments    believed lost, those sent again included
     * @param retransSegments sent again and not acknowledged
     * @param reordering      segments that may be overtaken before loss is suspected at once
     * @param notSent    bytes of text that wait to be sent for the first time
     * @param sndWnd     the peer's window, bytes
     * @param rcvWnd     the window we promised last, bytes
     */
    public record Flight(long cwnd, long ssthresh, long pipe, long pacingRate, long unacked, int unackedSegments, int sackedSegments,
                         int lostSegments, int retransSegments, int reordering, long notSent, long sndWnd, long rcvWnd) {
    }

    /**
     * Counts since the connection began.
     *
     * @param bytesSent     text, retransmissions not counted
     * @param bytesAcked    text
     * @param bytesReceived text
     * @param retransmits   segments sent again
     * @param delivered     segments known to have arrived
     * @param duplicates    duplicates that the peer reported (DSACK)
     * @param reorderings   ACKs that showed the network reorders
     * @param timeouts      consecutive timeouts up to now
     * @param probes        unanswered window probes up to now
     */
    public record Totals(long bytesSent, long bytesAcked, long bytesReceived, long retransmits, long delivered, long duplicates, long reorderings, int timeouts, int probes) {
    }
}
