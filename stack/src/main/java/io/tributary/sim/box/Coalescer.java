package io.tributary.sim.box;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Joins segments that follow each other into larger ones, which keep the options of the first: those of the others are lost,
 * mappings of MPTCP among them.
 */
public final class Coalescer implements Middlebox {
    private final int most;
    private final long waitNs;
    private final Map<Flow, TcpPacket[]> held = new HashMap<>();

    /**
     * @param most   payload bytes of what it makes
     * @param waitNs how long a segment waits for the next one
     */
    public Coalescer(int most, long waitNs) {
        this.most = most;
        this.waitNs = waitNs;
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        if (p == null) {
            hop.pass(packet);
            return;
        }
        TcpPacket[] waiting = held.computeIfAbsent(Flow.of(p, forward), f -> new TcpPacket[2]);
        int side = forward ? 0 : 1;
        TcpPacket first = waiting[side];
        if (first != null && follows(first, p)) {
            join(first, p);
            if (p.has(TcpFlags.FIN) || first.payloadLength() == most) {
                release(waiting, side, hop);
            }
            return;
        }
        if (first != null) {
            release(waiting, side, hop);
        }
        if (!mayWait(p)) {
            hop.pass(packet);
            return;
        }
        waiting[side] = p;
        hop.after(waitNs, () -> {
            if (waiting[side] == p) {
                release(waiting, side, hop);
            }
        });
    }

    private boolean mayWait(TcpPacket p) {
        return p.payloadLength() > 0 && p.payloadLength() < most && !p.has(TcpFlags.SYN | TcpFlags.RST | TcpFlags.FIN | TcpFlags.URG);
    }

    private boolean follows(TcpPacket first, TcpPacket p) {
        return p.seq() == first.seq() + first.payloadLength() && p.payloadLength() > 0
            && first.payloadLength() + p.payloadLength() <= most && !p.has(TcpFlags.SYN | TcpFlags.RST | TcpFlags.URG);
    }

    private static void join(TcpPacket first, TcpPacket p) {
        byte[] start = first.payload();
        byte[] all = Arrays.copyOf(start, start.length + p.payloadLength());
        p.buffer().getBytes(p.payloadAt(), all, start.length, p.payloadLength());
        first.payload(all).ack(p.ack()).window(p.window()).flags(first.flags() | p.flags());
    }

    private static void release(TcpPacket[] waiting, int side, Hop hop) {
        TcpPacket p = waiting[side];
        waiting[side] = null;
        hop.pass(p.finish());
    }
}
