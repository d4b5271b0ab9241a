package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * Proportional rate reduction: spreads the reduction to ssthresh over the recovery's first round trip, clocked by what arrives,
 * and rebuilds the flight when losses took more than the reduction wanted.
 */
@Rfc(value = 6937, section = "3")
final class RateReduction {
    private long flight = 1;
    private long ssthresh;
    private long delivered;
    private long out;
    private long allowance;

    /** @param flightSize what was in flight; segments that limited transmit added do not count */
    void begin(long flightSize, long ssthresh) {
        this.flight = Math.max(1, flightSize);
        this.ssthresh = ssthresh;
        delivered = 0;
        out = 0;
        allowance = 0;
    }

    /**
     * Sets what may be sent now. Above ssthresh whole segments, as the rest of a division by two would delay each second one.
     *
     * @param newly     bytes that this ACK says are delivered
     * @param pipe      bytes in the network now
     * @param slowStart the reduction bound lets a segment more go out than arrived; else exactly as much
     */
    void onAck(long newly, long pipe, boolean slowStart, int mss) {
        delivered += newly;
        long send;
        if (pipe > ssthresh) {
            send = (delivered * ssthresh + flight - 1) / flight - out;
            send = send > 0 ? (send + mss - 1) / mss * mss : 0;
        } else {
            long banked = delivered - out;
            send = Math.min(ssthresh - pipe, slowStart ? Math.max(banked, newly) + mss : banked);
        }
        allowance = Math.max(send, out == 0 ? mss : 0);
    }

    void onSent(long bytes) {
        out += bytes;
        allowance = Math.max(0, allowance - bytes);
    }

    /** Bytes that may be sent before the next ACK. */
    long allowance() {
        return allowance;
    }
}
