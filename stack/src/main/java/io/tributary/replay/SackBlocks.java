package io.tributary.replay;

import java.util.ArrayList;
import java.util.List;

/** SACK blocks of segments as positions; one of below the acknowledgment, or inside the one behind it, reports a duplicate (RFC 2883). */
final class SackBlocks {
    private final int peerIsn;

    SackBlocks(int peerIsn) {
        this.peerIsn = peerIsn;
    }

    record Block(long left, long right, boolean duplicate) {
        @Override
        public String toString() {
            return left + "-" + right + (duplicate ? " (duplicate)" : "");
        }
    }

    List<Block> of(ReplayPacket p) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < p.options.sackBlocks(); i++) {
            long left = position(p, p.options.sackLeft(i));
            long right = position(p, p.options.sackRight(i));
            boolean inside = i == 0 && p.options.sackBlocks() > 1 && left >= position(p, p.options.sackLeft(1))
                && right <= position(p, p.options.sackRight(1));
            blocks.add(new Block(left, right, right <= p.ack || inside));
        }
        return blocks;
    }

    private long position(ReplayPacket p, int number) {
        return p.ack + (number - (peerIsn + (int) p.ack));
    }

    /** A block of the segment holds all of this range. */
    boolean contain(ReplayPacket p, long left, long right) {
        for (Block b : of(p)) {
            if (b.left <= left && b.right >= right) {
                return true;
            }
        }
        return false;
    }
}
