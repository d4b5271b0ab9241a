package io.tributary.sim.box;

import io.tributary.random.RandomStream;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds a secret number to the sequence numbers of each connection and direction, as firewalls do that do not trust the hosts'
 * choice of initial ones.
 */
public final class SequenceShift implements Middlebox {
    private final RandomStream random;
    private final boolean sackToo;
    private final Map<Flow, int[]> shifts = new HashMap<>();

    /** @param sackToo false: SACK blocks stay as they are and mean nothing any more, a fault of early boxes */
    public SequenceShift(RandomStream random, boolean sackToo) {
        this.random = random;
        this.sackToo = sackToo;
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        if (p != null) {
            int[] shift = shifts.computeIfAbsent(Flow.of(p, forward), f -> new int[] {random.nextInt(), random.nextInt()});
            int own = shift[forward ? 0 : 1];
            int others = shift[forward ? 1 : 0];
            p.seq(p.seq() + own);
            if (p.has(TcpFlags.ACK)) {
                p.ack(p.ack() - others);
            }
            if (sackToo) {
                SackBlocks.map(p, edge -> edge - others);
            }
            p.finish();
        }
        hop.pass(packet);
    }
}
