package io.tributary.tcp.loss;

import io.tributary.Rfc;

/** Whether, and by how much, segments overtake each other on their way. */
@Rfc(value = 8985, section = "6.2")
final class Reordering {
    private static final int MOST = 300;

    private int degree;
    private boolean seen;
    /** Highest position known to be delivered. */
    private long highest = Long.MIN_VALUE;

    Reordering(int degree) {
        this.degree = degree;
    }

    /** @return true if this ACK shows reordering: something sent once arrived behind what was sent later */
    boolean onAck(AckNews n) {
        boolean late = n.late != Long.MAX_VALUE;
        if (late) {
            seen = true;
            degree = (int) Math.min(MOST, Math.max(degree, (highest - n.late + n.mss - 1) / n.mss));
        }
        highest = Math.max(highest, n.highest);
        return late;
    }

    /** A repair was for nothing. In a {@code recovery} that means: what it repaired had only been overtaken. */
    void onUndo(boolean recovery) {
        seen |= recovery;
    }

    boolean isSeen() {
        return seen;
    }

    /** Segments: so many may be overtaken without loss. */
    int degree() {
        return degree;
    }

    long highest() {
        return highest;
    }
}
