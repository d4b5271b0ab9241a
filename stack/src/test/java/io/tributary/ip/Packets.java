package io.tributary.ip;

import io.tributary.device.Offload;
import io.tributary.metrics.DropReason;
import io.tributary.wire.Bytes;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.OptionPlan;
import org.agrona.concurrent.UnsafeBuffer;

import java.nio.ByteOrder;
import java.util.Arrays;

/** Builds packets for tests, and parses them in buffers that allow no read outside. */
final class Packets {
    static final IpAddress A4 = IpAddress.parse("192.0.2.1");
    static final IpAddress B4 = IpAddress.parse("198.51.100.7");
    static final IpAddress A6 = IpAddress.parse("2001:db8::1");
    static final IpAddress B6 = IpAddress.parse("2001:db8:ffff::7");
    static final Offload NONE = new Offload().none();

    private Packets() {
    }

    /** A TCP segment from A to B with ports 1000 and 2000, correct checksums. */
    static byte[] tcp(IpAddress from, IpAddress to, OptionPlan options, byte[] payload) {
        int tcpLength = TcpHeader.LENGTH + options.paddedLength() + payload.length;
        UnsafeBuffer b = new UnsafeBuffer(new byte[40 + tcpLength]);
        int at = IpWriter.writeHeader(b, 0, from.hi(), from.lo(), to.hi(), to.lo(), IpProtocol.TCP, tcpLength, 64, 0, 0x1234);
        int header = TcpHeader.encode(b, at, 1000, 2000, 0x01020304, 0xa0b0c0d0, TcpFlags.ACK | TcpFlags.PSH, 0xffff, 0, options);
        b.putBytes(at + header, payload);
        long pseudo = Checksum.pseudoHeader(from.hi(), from.lo(), to.hi(), to.lo(), IpProtocol.TCP, tcpLength);
        TcpHeader.putChecksum(b, at, Checksum.finish(pseudo + Checksum.sum(b, at, tcpLength)));
        return Arrays.copyOf(b.byteArray(), at + tcpLength);
    }

    static byte[] tcp4() {
        return tcp(A4, B4, new OptionPlan(), Bytes.hex("68656c6c6f"));
    }

    static byte[] tcp6() {
        return tcp(A6, B6, new OptionPlan(), Bytes.hex("68656c6c6f"));
    }

    static PacketView view(byte[] packet) {
        PacketView p = new PacketView();
        DropReason reason = parse(packet, p);
        if (reason != null) {
            throw new AssertionError(reason + " " + Bytes.hex(new UnsafeBuffer(packet), 0, packet.length));
        }
        return p;
    }

    static DropReason parse(byte[] packet, PacketView out) {
        return new IpInput().parse(Bytes.exactly(packet), 0, packet.length, NONE, out);
    }

    /** Sets a byte and, in an IPv4 packet, repairs the header checksum. */
    static byte[] with(byte[] packet, int offset, int value) {
        byte[] changed = packet.clone();
        changed[offset] = (byte) value;
        return repaired(changed);
    }

    static byte[] repaired(byte[] packet) {
        if (packet.length >= Ipv4Header.LENGTH && packet[0] >>> 4 == 4) {
            UnsafeBuffer b = new UnsafeBuffer(packet);
            int headerLength = Math.min((packet[0] & 0xf) * 4, packet.length);
            b.putShort(10, (short) 0);
            b.putShort(10, (short) Checksum.finish(Checksum.sum(b, 0, headerLength)), ByteOrder.BIG_ENDIAN);
        }
        return packet;
    }

    /** The same packet with bytes put in at an offset, lengths not adjusted. */
    static byte[] insert(byte[] packet, int offset, byte[] what) {
        byte[] b = Arrays.copyOf(packet, packet.length + what.length);
        System.arraycopy(what, 0, b, offset, what.length);
        System.arraycopy(packet, offset, b, offset + what.length, packet.length - offset);
        return b;
    }

    /** An IPv6 packet with this chain of extension headers (whole, next-header bytes included) before its TCP part. */
    static byte[] tcp6With(int firstHeader, String chainHex) {
        byte[] chain = Bytes.hex(chainHex);
        byte[] b = insert(tcp6(), 40, chain);
        b[6] = (byte) firstHeader;
        new UnsafeBuffer(b).putShort(4, (short) (b.length - 40), ByteOrder.BIG_ENDIAN);
        return b;
    }

    /** An IPv4 packet with these option bytes, a multiple of 4. */
    static byte[] tcp4With(String optionsHex) {
        byte[] options = Bytes.hex(optionsHex);
        byte[] b = insert(tcp4(), 20, options);
        b[0] = (byte) (0x45 + options.length / 4);
        new UnsafeBuffer(b).putShort(2, (short) b.length, ByteOrder.BIG_ENDIAN);
        return repaired(b);
    }
}
