package io.tributary.sim.box;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import java.util.Arrays;

/** Cuts segments into smaller ones. */
public final class Splitter implements Middlebox {
    private final int most;
    private final boolean repeatOptions;

    /**
     * @param most          payload bytes of a piece
     * @param repeatOptions every piece carries the options, as after segmentation offload; false: the first only, the others
     *                      have no-operations
     */
    public Splitter(int most, boolean repeatOptions) {
        this.most = most;
        this.repeatOptions = repeatOptions;
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        if (p == null || p.isSyn() || p.payloadLength() <= most) {
            hop.pass(packet);
            return;
        }
        byte[] payload = p.payload();
        for (int from = 0; from < payload.length; from += most) {
            int to = Math.min(from + most, payload.length);
            boolean last = to == payload.length;
            TcpPacket piece = TcpPacket.of(packet.copy());
            piece.payload(Arrays.copyOfRange(payload, from, to)).seq(p.seq() + from);
            if (!last) {
                piece.flags(piece.flags() & ~(TcpFlags.FIN | TcpFlags.PSH));
            }
            if (from > 0 && !repeatOptions) {
                piece.packet().buffer().setMemory(piece.payloadAt() - piece.headerLength() + 20, piece.headerLength() - 20, (byte) 1);
            }
            hop.pass(piece.finish());
        }
    }
}
