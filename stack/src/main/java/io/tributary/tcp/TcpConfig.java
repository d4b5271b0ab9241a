package io.tributary.tcp;

import io.tributary.Rfc;

/**
 * TCP's knobs. Times in nanoseconds.
 *
 * @param initialRtoNs          before the first sample
 * @param minRtoNs              floor of the retransmission timeout
 * @param maxRtoNs              ceiling of the retransmission timeout
 * @param synRetries            repetitions of an unanswered SYN or SYN/ACK before it is given up
 * @param dataRetries           repetitions of an unacknowledged segment before the connection is given up (R2)
 * @param delayedAckNs          longest wait before an ACK is sent, below half a second
 * @param timeWaitNs            2 MSL
 * @param initialWindowSegments initial congestion window, segments
 * @param timestamps            offer timestamps
 * @param sack                  offer selective acknowledgments
 * @param windowScaling         offer window scaling
 * @param hopLimit              TTL or hop limit of what we send
 */
public record TcpConfig(long initialRtoNs, long minRtoNs, long maxRtoNs, int synRetries, int dataRetries, long delayedAckNs,
                        long timeWaitNs, int initialWindowSegments, boolean timestamps, boolean sack, boolean windowScaling,
                        int hopLimit) {
    private static final long MS = 1_000_000;

    /**
     * The floor is Linux's 200 ms and not the RFC's second: over two paths a second of silence is what multipath is meant to
     * spare. Seven SYN repetitions make 255 s, more than the three minutes of RFC 9293.
     */
    @Rfc(value = 6298, section = "2.4", deviation = "minimum RTO of 200 ms instead of 1 s, as every large deployment does")
    public static final TcpConfig DEFAULT =
        new TcpConfig(1000 * MS, 200 * MS, 120_000 * MS, 7, 15, 40 * MS, 60_000 * MS, 10, true, true, true, 64);

    public TcpConfig {
        if (delayedAckNs >= 500 * MS) {
            throw new IllegalArgumentException("the ACK delay must stay below 0.5 s (RFC 9293, MUST-40)");
        }
    }

    public TcpConfig withMinRto(long ns) {
        return new TcpConfig(initialRtoNs, ns, maxRtoNs, synRetries, dataRetries, delayedAckNs, timeWaitNs,
            initialWindowSegments, timestamps, sack, windowScaling, hopLimit);
    }

    public TcpConfig withOptions(boolean timestamps, boolean sack, boolean windowScaling) {
        return new TcpConfig(initialRtoNs, minRtoNs, maxRtoNs, synRetries, dataRetries, delayedAckNs, timeWaitNs,
            initialWindowSegments, timestamps, sack, windowScaling, hopLimit);
    }

    public TcpConfig withDataRetries(int retries) {
        return new TcpConfig(initialRtoNs, minRtoNs, maxRtoNs, synRetries, retries, delayedAckNs, timeWaitNs,
            initialWindowSegments, timestamps, sack, windowScaling, hopLimit);
    }
}
