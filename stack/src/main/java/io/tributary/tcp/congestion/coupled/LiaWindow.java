package io.tributary.tcp.congestion.coupled;

import io.tributary.Rfc;
import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionSettings;

/**
 * Linked increases. What an ACK adds is {@code alpha * acked * mss / total}, and never more than it adds in TCP, which is
 * {@code acked * mss / cwnd}: the acknowledged bytes times the segment size over the larger of two windows.
 */
@Rfc(value = 6356, section = {"3", "4.1", "5"})
final class LiaWindow extends CoupledWindow {
    static final int ALPHA_SCALE = 1 << 16;

    private long alpha = ALPHA_SCALE;
    /** The window a TCP connection would have that grows as fast as all of them together. */
    private long common;
    /** Below one byte of growth, in acknowledged bytes times segment size. */
    private long rest;
    private long since;

    LiaWindow(CongestionSettings settings, int mss, Siblings siblings) {
        super(settings, mss, siblings);
    }

    @Override
    void derive(Siblings inUse) {
        double best = 0;
        double rates = 0;
        long total = 0;
        for (int i = 0; i < inUse.count(); i++) {
            CoupledWindow w = inUse.get(i);
            total += w.counted();
            rates += w.rate();
            best = Math.max(best, w.rate() / w.rttNs());
        }
        alpha = (long) (ALPHA_SCALE * (total * best / (rates * rates)) + 0.5);
        // never less than one over their number (Cauchy-Schwarz), so never 0
        alpha = Math.max(alpha, ALPHA_SCALE / inUse.count());
        common = ALPHA_SCALE * total / alpha;
    }

    /** Times {@link #ALPHA_SCALE}. */
    long alpha() {
        return alpha;
    }

    /** A full segment acknowledged adds a byte at least; split ACKs gain nothing by that. */
    @Override
    long coupled(AckSample s, long bytes) {
        long divisor = Math.max(common, cwnd());
        rest += bytes * mss();
        since += bytes;
        long grown = rest / divisor;
        rest -= grown * divisor;
        if (grown == 0 && since >= mss()) {
            grown = 1;
            rest = 0;
        }
        since = grown > 0 ? 0 : since;
        return grown;
    }

    @Override
    public String name() {
        return Lia.NAME;
    }
}
