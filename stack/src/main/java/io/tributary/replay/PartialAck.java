package io.tributary.replay;

import io.tributary.mptcp.open.ReceivedOptions;
import java.nio.ByteOrder;

/** An acknowledgment as the peer would have sent it for a part of what it had received. */
final class PartialAck {
    private PartialAck() {
    }

    /**
     * The Data ACK goes down by as much, and the window's right edge stays where it was.
     *
     * @param upTo  what it acknowledges, as a position
     * @param shift the peer's window scale
     */
    static ReplayPacket of(ReplayPacket p, long upTo, int shift) {
        long less = p.ack - upTo;
        ReplayPacket part = p.acknowledgingLess(less, (int) Math.min(65_535, p.window + (less >> shift)));
        ReceivedOptions o = new ReceivedOptions().parse(part.options, part.flags);
        if (o.hasDss() && o.dss().hasDataAck()) {
            int at = o.dss().at() + 4;
            if (o.dss().isDataAck64()) {
                part.buffer.putLong(at, o.dss().dataAck() - less, ByteOrder.BIG_ENDIAN);
            } else {
                part.buffer.putInt(at, (int) o.dss().dataAck() - (int) less, ByteOrder.BIG_ENDIAN);
            }
        }
        return part;
    }
}
