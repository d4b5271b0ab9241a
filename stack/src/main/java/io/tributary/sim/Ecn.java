package io.tributary.sim;

import io.tributary.Rfc;
import io.tributary.wire.Checksum;
import io.tributary.wire.Ipv6Header;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** The two ECN bits of an IP header of either family. */
@Rfc(value = 3168, section = "5")
public final class Ecn {
    public static final int NOT_ECT = 0;
    public static final int ECT_1 = 1;
    public static final int ECT_0 = 2;
    public static final int CE = 3;

    private Ecn() {
    }

    public static int of(SimPacket packet) {
        MutableDirectBuffer b = packet.buffer();
        return isV4(packet) ? b.getByte(1) & 3 : isV6(packet) ? b.getByte(1) >>> 4 & 3 : NOT_ECT;
    }

    /** Rewrites them, the IPv4 header checksum with them. */
    public static void set(SimPacket packet, int ecn) {
        MutableDirectBuffer b = packet.buffer();
        if (isV4(packet)) {
            int word = b.getShort(0, ByteOrder.BIG_ENDIAN) & 0xffff;
            int changed = word & ~3 | ecn;
            int checksum = b.getShort(10, ByteOrder.BIG_ENDIAN) & 0xffff;
            b.putShort(0, (short) changed, ByteOrder.BIG_ENDIAN);
            b.putShort(10, (short) Checksum.update(checksum, word, changed), ByteOrder.BIG_ENDIAN);
        } else if (isV6(packet)) {
            Ipv6Header.putEcn(b, 0, ecn);
        }
    }

    /** Sets Congestion Experienced. @return false if the transport does not understand it: the packet is unchanged */
    public static boolean mark(SimPacket packet) {
        if (of(packet) == NOT_ECT) {
            return false;
        }
        set(packet, CE);
        return true;
    }

    private static boolean isV4(SimPacket p) {
        return p.length() >= 20 && p.buffer().getByte(0) >>> 4 == 4;
    }

    private static boolean isV6(SimPacket p) {
        return p.length() >= Ipv6Header.LENGTH && p.buffer().getByte(0) >>> 4 == 6;
    }
}
