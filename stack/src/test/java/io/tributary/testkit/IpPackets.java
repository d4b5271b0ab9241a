package io.tributary.testkit;

import io.tributary.ip.IpWriter;
import io.tributary.wire.Checksum;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/** Packets that are no segments of a {@link TestPeer}: other protocols, fragments, ICMP, broken ones. */
public final class IpPackets {
    private IpPackets() {
    }

    public static byte[] ip(IpAddress from, IpAddress to, int protocol, byte[] payload) {
        UnsafeBuffer b = new UnsafeBuffer(new byte[40 + payload.length]);
        int at = IpWriter.writeHeader(b, 0, from.hi(), from.lo(), to.hi(), to.lo(), protocol, payload.length, 64, 0, 0x4711);
        b.putBytes(at, payload);
        return Arrays.copyOf(b.byteArray(), at + payload.length);
    }

    public static byte[] udp(IpAddress from, IpAddress to, int port, int length) {
        byte[] payload = new byte[8 + length];
        UnsafeBuffer u = new UnsafeBuffer(payload);
        u.putShort(0, (short) 5353, ByteOrder.BIG_ENDIAN);
        u.putShort(2, (short) port, ByteOrder.BIG_ENDIAN);
        u.putShort(4, (short) payload.length, ByteOrder.BIG_ENDIAN);
        for (int i = 8; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        long pseudo = Checksum.pseudoHeader(from.hi(), from.lo(), to.hi(), to.lo(), IpProtocol.UDP, payload.length);
        u.putShort(6, (short) Checksum.finish(Checksum.add(pseudo, Checksum.sum(u, 0, payload.length))), ByteOrder.BIG_ENDIAN);
        return ip(from, to, IpProtocol.UDP, payload);
    }

    public static byte[] icmp(IpAddress from, IpAddress to, int type, int code, int word, byte[] body) {
        byte[] payload = new byte[8 + body.length];
        UnsafeBuffer u = new UnsafeBuffer(payload);
        u.putBytes(8, body);
        if (from.isV4()) {
            Icmpv4Message.encode(u, 0, type, code, word, body.length);
        } else {
            Icmpv6Message.encode(u, 0, type, code, word, body.length, from.hi(), from.lo(), to.hi(), to.lo());
        }
        return ip(from, to, from.isV4() ? IpProtocol.ICMP : IpProtocol.ICMPV6, payload);
    }

    /** An echo request with a pattern of so many bytes. */
    public static byte[] echo(IpAddress from, IpAddress to, int identity, int bytes) {
        byte[] body = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            body[i] = (byte) (i * 7);
        }
        return icmp(from, to, from.isV4() ? Icmpv4Message.ECHO : Icmpv6Message.ECHO, 0, identity, body);
    }

    /** One fragment of a whole packet: these octets of its payload. */
    public static byte[] fragment(byte[] packet, int id, int from, int to, boolean more) {
        boolean v4 = packet[0] >>> 4 == 4;
        int header = v4 ? (packet[0] & 0xf) * 4 : 40;
        byte[] part = Arrays.copyOfRange(packet, header + from, header + to);
        int newHeader = header + (v4 ? 0 : 8);
        byte[] b = Arrays.copyOf(Arrays.copyOf(packet, header), newHeader + part.length);
        System.arraycopy(part, 0, b, newHeader, part.length);
        UnsafeBuffer u = new UnsafeBuffer(b);
        if (v4) {
            u.putShort(2, (short) b.length, ByteOrder.BIG_ENDIAN);
            u.putShort(4, (short) id, ByteOrder.BIG_ENDIAN);
            u.putShort(6, (short) (from / 8 | (more ? 0x2000 : 0)), ByteOrder.BIG_ENDIAN);
            return repaired(b);
        }
        u.putShort(4, (short) (b.length - 40), ByteOrder.BIG_ENDIAN);
        b[40] = b[6];
        b[41] = 0;
        b[6] = (byte) IpProtocol.FRAGMENT;
        u.putShort(42, (short) (from | (more ? 1 : 0)), ByteOrder.BIG_ENDIAN);
        u.putInt(44, id, ByteOrder.BIG_ENDIAN);
        return b;
    }

    /** Gives a changed IPv4 header a checksum that fits. */
    public static byte[] repaired(byte[] packet) {
        if (packet[0] >>> 4 == 4) {
            UnsafeBuffer b = new UnsafeBuffer(packet);
            b.putShort(10, (short) 0);
            b.putShort(10, (short) Checksum.finish(Checksum.sum(b, 0, (packet[0] & 0xf) * 4)), ByteOrder.BIG_ENDIAN);
        }
        return packet;
    }
}
