package io.tributary.tcp.loss;

import io.tributary.Rfc;

/**
 * Whether an episode was for nothing: by timestamps, when the ACK answers something that was sent before the first
 * retransmission; by duplicate reports, when every retransmission of the episode turns out to have been one too many.
 */
@Rfc(value = 3522, section = "3.2")
@Rfc(value = 3708, section = "3.3")
final class LossUndo {
    private boolean open;
    private long start;
    private long firstNs = AckNews.NONE;
    private boolean repeated;
    /** Bytes sent again and not reported as duplicates. */
    private long unreported;

    /** An episode starts at the left edge {@code una}. */
    void begin(long una) {
        open = true;
        start = una;
        firstNs = AckNews.NONE;
        repeated = false;
        unreported = 0;
    }

    void close() {
        open = false;
    }

    void onRetransmitted(long bytes, long nowNs) {
        if (firstNs == AckNews.NONE) {
            firstNs = nowNs;
        }
        repeated = true;
        unreported += bytes;
    }

    void onDuplicateReported(AckNews n) {
        if (n.reportedFrom >= start) {
            unreported = Math.max(0, unreported - (n.reportedTo - n.reportedFrom));
        }
    }

    /** All that the episode sent again had arrived before. */
    boolean allDuplicates() {
        return open && repeated && unreported == 0;
    }

    /** New text is acknowledged, and by its timestamp the answer is to the original. */
    boolean answersOriginal(AckNews n) {
        return open && n.advances() && firstNs != AckNews.NONE && n.precedes(firstNs);
    }
}
