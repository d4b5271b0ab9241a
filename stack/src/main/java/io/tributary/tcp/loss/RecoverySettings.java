package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * How losses are found and repaired, and when patience ends. Times in nanoseconds.
 *
 * @param initialRtoNs  before the first sample
 * @param minRtoNs      floor of the retransmission timeout
 * @param maxRtoNs      ceiling of the retransmission timeout
 * @param dataRetries   repetitions of an unacknowledged segment before the connection is given up (R2)
 * @param reordering    segments that may be overtaken before loss is suspected at once, at least 1; grows with what the path shows
 * @param duplicateSack tell the sender of text that arrives twice (DSACK)
 * @param tailLossProbe send a probe when ACKs stay away, before the timer does (TLP)
 * @param frto          look for signs that a timeout was spurious before everything is sent again (F-RTO)
 */
public record RecoverySettings(long initialRtoNs, long minRtoNs, long maxRtoNs, int dataRetries, int reordering,
                               boolean duplicateSack, boolean tailLossProbe, boolean frto) {
    private static final long MS = 1_000_000;

    /** The floor is Linux's 200 ms and not the RFC's second: over two paths a second of silence is what multipath is meant to spare. */
    @Rfc(value = 6298, section = "2.4", deviation = "minimum RTO of 200 ms instead of 1 s, as every large deployment does")
    public static final RecoverySettings DEFAULT = new RecoverySettings(1000 * MS, 200 * MS, 120_000 * MS, 15, 3, true, true, true);

    /** @throws IllegalArgumentException for times and counts that make no sense */
    public RecoverySettings {
        if (initialRtoNs <= 0 || minRtoNs <= 0 || maxRtoNs < Math.max(initialRtoNs, minRtoNs) || reordering < 1) {
            throw new IllegalArgumentException("recovery: timeouts " + initialRtoNs + ", " + minRtoNs + " to " + maxRtoNs + " ns, reordering "
                + reordering);
        }
    }

    public RecoverySettings withMinRto(long ns) {
        return new RecoverySettings(initialRtoNs, ns, maxRtoNs, dataRetries, reordering, duplicateSack, tailLossProbe, frto);
    }

    public RecoverySettings withDataRetries(int retries) {
        return new RecoverySettings(initialRtoNs, minRtoNs, maxRtoNs, retries, reordering, duplicateSack, tailLossProbe, frto);
    }

    public RecoverySettings withReordering(int segments) {
        return new RecoverySettings(initialRtoNs, minRtoNs, maxRtoNs, dataRetries, segments, duplicateSack, tailLossProbe, frto);
    }

    public RecoverySettings withDuplicateSack(boolean on) {
        return new RecoverySettings(initialRtoNs, minRtoNs, maxRtoNs, dataRetries, reordering, on, tailLossProbe, frto);
    }

    public RecoverySettings withTailLossProbe(boolean on) {
        return new RecoverySettings(initialRtoNs, minRtoNs, maxRtoNs, dataRetries, reordering, duplicateSack, on, frto);
    }

    public RecoverySettings withFrto(boolean on) {
        return new RecoverySettings(initialRtoNs, minRtoNs, maxRtoNs, dataRetries, reordering, duplicateSack, tailLossProbe, on);
    }
}
