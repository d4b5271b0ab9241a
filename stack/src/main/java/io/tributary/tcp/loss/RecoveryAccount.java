package io.tributary.tcp.loss;

import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;

/** What loss detection counts: for the shard under the kernel's names, and for the connection itself. */
public final class RecoveryAccount {
    private final Counters counters;
    private long deliveredSegments;
    private long reportedDuplicates;
    private long reorderings;

    RecoveryAccount(Counters counters) {
        this.counters = counters;
    }

    /** Segments that are known to have arrived. */
    public long deliveredSegments() {
        return deliveredSegments;
    }

    /** Reports of text that arrived twice. */
    public long reportedDuplicates() {
        return reportedDuplicates;
    }

    /** ACKs that showed the network reorders. */
    public long reorderings() {
        return reorderings;
    }

    void count(Counter c) {
        counters.increment(c);
    }

    void onLostRepairs(int segments) {
        counters.add(Counter.TCP_LOST_RETRANSMIT, segments);
    }

    void onAck(AckNews n, boolean reordered) {
        deliveredSegments += n.segments;
        if (reordered) {
            reorderings++;
            count(Counter.TCP_SACK_REORDER);
        }
        if (n.duplicateReported) {
            reportedDuplicates++;
            count(n.reportedBelow ? Counter.TCP_DSACK_RECV : Counter.TCP_DSACK_OFO_RECV);
        }
    }

    /** The timer fired, and what was tried before has failed. */
    void onTimeout(LossRecovery.Phase phase, boolean sack) {
        switch (phase) {
            case LOSS -> count(Counter.TCP_LOSS_FAILURES);
            case RECOVERY -> count(sack ? Counter.TCP_SACK_RECOVERY_FAIL : Counter.TCP_RENO_RECOVERY_FAIL);
            case DISORDER -> count(sack ? Counter.TCP_SACK_FAILURES : Counter.TCP_RENO_FAILURES);
            default -> { }
        }
    }
}
