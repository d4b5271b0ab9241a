package io.tributary.sim.box;

import io.tributary.random.RandomStream;
import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/** Adds a secret number to the timestamps of each connection and direction, and takes it off the echoes: hides uptimes. */
public final class TimestampShift implements Middlebox {
    private static final int TIMESTAMPS = 8;

    private final RandomStream random;
    private final Map<Flow, int[]> shifts = new HashMap<>();

    public TimestampShift(RandomStream random) {
        this.random = random;
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        int at = p == null ? -1 : p.option(TIMESTAMPS);
        if (at >= 0) {
            int[] shift = shifts.computeIfAbsent(Flow.of(p, forward), f -> new int[] {random.nextInt(), random.nextInt()});
            p.put32(at + 2, p.i32(at + 2) + shift[forward ? 0 : 1]);
            if (p.has(TcpFlags.ACK)) {
                p.put32(at + 6, p.i32(at + 6) - shift[forward ? 1 : 0]);
            }
            p.finish();
        }
        hop.pass(packet);
    }
}
