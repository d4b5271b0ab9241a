package io.tributary.sim;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.wire.Checksum;
import io.tributary.wire.Ipv4Header;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Cuts IPv4 packets; options, which nobody we simulate sends, go along with every fragment. */
@Rfc(value = 791, section = "3.2")
final class Fragmenter {
    private static final int MORE = 0x2000;

    private Fragmenter() {
    }

    /** @return how many fragments were sent */
    static int send(SimPacket packet, int mtu, SimDevice out) {
        MutableDirectBuffer b = packet.buffer();
        int header = new Ipv4Header().wrap(b, 0).headerLength();
        int field = b.getShort(6, ByteOrder.BIG_ENDIAN) & 0xffff;
        int step = mtu - header & ~7;
        int count = 0;
        for (int from = header; from < packet.length(); from += step) {
            int length = Math.min(step, packet.length() - from);
            SimPacket piece = new SimPacket(b, 0, header, new Offload());
            piece.length(header + length);
            MutableDirectBuffer p = piece.buffer();
            p.putBytes(header, b, from, length);
            boolean last = from + length == packet.length();
            int offset = (field & 0x1fff) + (from - header) / 8;
            p.putShort(2, (short) (header + length), ByteOrder.BIG_ENDIAN);
            p.putShort(6, (short) (field & MORE | (last ? 0 : MORE) | offset), ByteOrder.BIG_ENDIAN);
            p.putShort(10, (short) 0);
            p.putShort(10, (short) Checksum.finish(Checksum.sum(p, 0, header)), ByteOrder.BIG_ENDIAN);
            out.send(piece);
            count++;
        }
        return count;
    }
}
