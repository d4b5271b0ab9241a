package io.tributary.sim.box;

import java.util.function.IntUnaryOperator;

/** Rewrites the numbers in a segment's SACK option. */
final class SackBlocks {
    private static final int SACK = 5;

    private SackBlocks() {
    }

    static void map(TcpPacket p, IntUnaryOperator edge) {
        int at = p.option(SACK);
        if (at < 0) {
            return;
        }
        for (int i = at + 2; i + 4 <= at + p.optionLength(at); i += 4) {
            p.put32(i, edge.applyAsInt(p.i32(i)));
        }
    }
}
