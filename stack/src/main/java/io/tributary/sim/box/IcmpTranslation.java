package io.tributary.sim.box;

import io.tributary.Rfc;
import io.tributary.sim.SimPacket;
import io.tributary.wire.Checksum;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import java.nio.ByteOrder;
import java.util.function.IntFunction;
import org.agrona.MutableDirectBuffer;

/** Gives ICMP errors from outside to the host inside that the packet they quote came from. */
@Rfc(value = 5508, section = "4")
final class IcmpTranslation {
    private static final int TCP = 6;

    /** Who is behind a port of the NAT. */
    record Inside(IpAddress address, int port) {
    }

    private IcmpTranslation() {
    }

    /** @return false if it is no error about a flow of ours: unchanged */
    static boolean inwards(SimPacket packet, IpAddress outside, IntFunction<Inside> lookup) {
        boolean v4 = outside.isV4();
        int icmp = TcpPacket.transportAt(packet, v4 ? 1 : 58);
        int quoted = icmp + 8;
        int header = v4 ? 20 : 40;
        MutableDirectBuffer b = packet.buffer();
        if (icmp < 0 || packet.length() < quoted + header + 8) {
            return false;
        }
        int type = b.getByte(icmp) & 0xff;
        int protocol = b.getByte(quoted + (v4 ? 9 : 6)) & 0xff;
        int ports = quoted + (v4 ? (b.getByte(quoted) & 0xf) * 4 : header);
        byte[] address = outside.bytes();
        if (!(v4 ? Icmpv4Message.isError(type) : Icmpv6Message.isError(type)) || protocol != TCP || packet.length() < ports + 8
            || !matches(b, quoted + (v4 ? 12 : 8), address)) {
            return false;
        }
        Inside inside = lookup.apply(b.getShort(ports, ByteOrder.BIG_ENDIAN) & 0xffff);
        if (inside == null) {
            return false;
        }
        byte[] own = inside.address.bytes();
        b.putBytes(quoted + (v4 ? 12 : 8), own);
        b.putShort(ports, (short) inside.port, ByteOrder.BIG_ENDIAN);
        b.putBytes(v4 ? 16 : 24, own);
        int length = packet.length() - icmp;
        b.putShort(icmp + 2, (short) 0);
        if (v4) {
            putSum(b, quoted + 10, Checksum.sum(b, quoted, ports - quoted), true);
            putSum(b, 10, Checksum.sum(b, 0, icmp), true);
            putSum(b, icmp + 2, Checksum.sum(b, icmp, length), false);
        } else {
            long pseudo = Checksum.pseudoHeaderV6(b.getLong(8, ByteOrder.BIG_ENDIAN), b.getLong(16, ByteOrder.BIG_ENDIAN),
                inside.address.hi(), inside.address.lo(), 58, length);
            putSum(b, icmp + 2, Checksum.add(pseudo, Checksum.sum(b, icmp, length)), false);
        }
        return true;
    }

    /** @param includesOld the sum was taken with the old field in place */
    private static void putSum(MutableDirectBuffer b, int at, long sum, boolean includesOld) {
        long rest = includesOld ? sum + (~b.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff) : sum;
        b.putShort(at, (short) Checksum.finish(rest), ByteOrder.BIG_ENDIAN);
    }

    private static boolean matches(MutableDirectBuffer b, int at, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (b.getByte(at + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
