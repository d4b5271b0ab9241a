package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * How losses are found and repaired, and when patience ends. Times in nanoseconds.
 *
 * @param initialRtoNs before the first sample
 * @param minRtoNs     floor of the retransmission timeout
 * @param maxRtoNs     ceiling of the retransmission timeout
 * @param dataRetries  repetitions of an unacknowledged segment before the connection is given up (R2)
 */
public record RecoverySettings(long initialRtoNs, long minRtoNs, long maxRtoNs, int dataRetries) {
    private static final long MS = 1_000_000;

    /** The floor is Linux's 200 ms and not the RFC's second: over two paths a second of silence is what multipath is meant to spare. */
    @Rfc(value = 6298, section = "2.4", deviation = "minimum RTO of 200 ms instead of 1 s, as every large deployment does")
    public static final RecoverySettings DEFAULT = new RecoverySettings(1000 * MS, 200 * MS, 120_000 * MS, 15);

    public RecoverySettings withMinRto(long ns) {
        return new RecoverySettings(initialRtoNs, ns, maxRtoNs, dataRetries);
    }

    public RecoverySettings withDataRetries(int retries) {
        return new RecoverySettings(initialRtoNs, minRtoNs, maxRtoNs, retries);
    }
}
