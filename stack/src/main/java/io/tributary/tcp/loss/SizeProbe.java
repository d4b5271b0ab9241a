package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * Text that was sent in a larger packet than usual, to see whether it passes. If it alone is lost that says nothing about
 * congestion.
 */
@Rfc(value = 4821, section = "7.6.2")
public final class SizeProbe {
    private long from;
    private long to;
    private boolean failed;

    public void sent(long from, long to) {
        this.from = from;
        this.to = to;
        failed = false;
    }

    public void forget() {
        to = 0;
        failed = false;
    }

    public boolean isThere() {
        return to > 0;
    }

    /** Position behind it. */
    public long to() {
        return to;
    }

    public boolean hasFailed() {
        return failed;
    }

    /**
     * Losses were found that would start a recovery.
     *
     * @return true if nothing but the probe is lost: it is to be sent again, and no window to be reduced
     */
    boolean takesBlame(SentSegments sent) {
        if (!isThere() || failed) {
            return false;
        }
        for (int i = 0; i < sent.size(); i++) {
            if (sent.is(i, SentSegments.LOST) && (sent.start(i) < from || sent.end(i) > to)) {
                return false;
            }
        }
        for (int i = sent.indexOf(from); i < sent.size() && sent.end(i) <= to; i++) {
            sent.markLost(i);
        }
        failed = true;
        return true;
    }
}
