package io.tributary.device;

import io.tributary.wire.Checksum;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Does a device's share of checksum offload in software, where the packet goes somewhere that does none. */
final class TransportChecksum {
    private static final int TCP = 6;
    private static final int TCP_CHECKSUM_AT = 16;

    private TransportChecksum() {
    }

    /**
     * Fills in the checksum of the TCP packet at {@code at}, unless it is right already: inbound, "partial" may also mean that
     * somebody else has verified it.
     */
    static void complete(MutableDirectBuffer b, int at, int length, int transportAt) {
        int segment = length - transportAt;
        if (segment < TCP_CHECKSUM_AT + 2) {
            return;
        }
        long pseudo = pseudoHeader(b, at, segment);
        int transport = at + transportAt;
        if (Checksum.finish(pseudo + Checksum.sum(b, transport, segment)) == 0) {
            return;
        }
        b.putShort(transport + TCP_CHECKSUM_AT, (short) 0, ByteOrder.BIG_ENDIAN);
        int checksum = Checksum.finish(pseudo + Checksum.sum(b, transport, segment));
        b.putShort(transport + TCP_CHECKSUM_AT, (short) checksum, ByteOrder.BIG_ENDIAN);
    }

    private static long pseudoHeader(MutableDirectBuffer b, int at, int segment) {
        boolean v4 = (b.getByte(at) >> 4 & 0xf) == 4;
        return TCP + segment + (v4 ? Checksum.sum(b, at + 12, 8) : Checksum.sum(b, at + 8, 32));
    }
}
