package io.tributary.tcp.congestion;

import io.tributary.Rfc;

/**
 * Ends slow start before it overflows the queue: when the smallest round-trip time of a round is well above that of the round
 * before, the window grows at a quarter of the pace for some rounds, and if the delay stays, that was slow start.
 */
@Rfc(value = 9406, section = "4.2")
final class HyStart {
    static final int SAMPLES = 8;
    static final int CONSERVATIVE_ROUNDS = 5;
    static final int CONSERVATIVE_DIVISOR = 4;
    private static final long LEAST_RISE_NS = 4_000_000;
    private static final long MOST_RISE_NS = 16_000_000;
    private static final long UNKNOWN = Long.MAX_VALUE;

    private long roundEnd;
    private long lastRoundMinNs = UNKNOWN;
    private long roundMinNs = UNKNOWN;
    private int samples;
    private long baselineNs = UNKNOWN;
    /** Rounds left in conservative slow start; 0 outside. */
    private int roundsLeft;

    /** Looks at an ACK in slow start. @return true if slow start ends here */
    boolean onAck(AckSample s) {
        if (s.rttNs >= 0) {
            roundMinNs = Math.min(roundMinNs, s.rttNs);
            samples++;
        }
        if (samples >= SAMPLES) {
            judge();
        }
        return s.una >= roundEnd && endRound(s.nxt);
    }

    private void judge() {
        if (roundsLeft > 0) {
            if (roundMinNs < baselineNs) {
                roundsLeft = 0;
                baselineNs = UNKNOWN;
            }
        } else if (lastRoundMinNs != UNKNOWN && roundMinNs >= lastRoundMinNs + rise()) {
            baselineNs = roundMinNs;
            roundsLeft = CONSERVATIVE_ROUNDS;
        }
    }

    private long rise() {
        return Math.max(LEAST_RISE_NS, Math.min(lastRoundMinNs / 8, MOST_RISE_NS));
    }

    private boolean endRound(long nxt) {
        roundEnd = nxt;
        lastRoundMinNs = roundMinNs;
        roundMinNs = UNKNOWN;
        samples = 0;
        return roundsLeft > 0 && --roundsLeft == 0;
    }

    /** True while the delay has risen, and it is not yet decided whether it stays so. */
    boolean isConservative() {
        return roundsLeft > 0;
    }
}
