package io.tributary.driver.tun;

import io.tributary.abi.In;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/** Builds the few packets that these tests need. */
final class Packets {
    private Packets() {
    }

    static void ipv4(MutableDirectBuffer b, int at, int length, int protocol, IpAddress from, IpAddress to) {
        b.putByte(at, (byte) 0x45);
        TransportHeader.putU16(b, at + 2, length);
        b.putByte(at + 8, (byte) 64);
        b.putByte(at + 9, (byte) protocol);
        b.putBytes(at + 12, from.bytes());
        b.putBytes(at + 16, to.bytes());
        TransportHeader.putU16(b, at + 10, 0);
        TransportHeader.putU16(b, at + 10, Checksum.finish(Checksum.sum(b, at, 20)));
    }

    static void ipv6(MutableDirectBuffer b, int at, int length, int protocol, IpAddress from, IpAddress to) {
        b.putByte(at, (byte) 0x60);
        TransportHeader.putU16(b, at + 4, length - 40);
        b.putByte(at + 6, (byte) protocol);
        b.putByte(at + 7, (byte) 64);
        b.putBytes(at + 8, from.bytes());
        b.putBytes(at + 24, to.bytes());
    }

    /** 28 bytes. */
    static void echo(MutableDirectBuffer b, int at, int sequence) {
        b.setMemory(at, 28, (byte) 0);
        ipv4(b, at, 28, In.IPPROTO_ICMP, TunRig.OUR_V4, TunRig.KERNEL_V4);
        b.putByte(at + 20, (byte) 8);
        TransportHeader.putU16(b, at + 26, sequence);
        TransportHeader.finish(b, at, 28, 20, 2);
    }

    /** The RST that answers a SYN, its checksum open. */
    static void reset(MutableDirectBuffer b, int at, TunRig.Packet syn) {
        int t = syn.transport();
        int length = t + 20;
        if (syn.version() == 4) {
            ipv4(b, at, length, In.IPPROTO_TCP, TunRig.OUR_V4, TunRig.KERNEL_V4);
        } else {
            ipv6(b, at, length, In.IPPROTO_TCP, TunRig.OUR_V6, TunRig.KERNEL_V6);
        }
        TransportHeader.putU16(b, at + t, syn.u16(t + 2));
        TransportHeader.putU16(b, at + t + 2, syn.u16(t));
        b.putInt(at + t + 8, syn.bytes.getInt(t + 4, ByteOrder.BIG_ENDIAN) + 1, ByteOrder.BIG_ENDIAN);
        TransportHeader.putU16(b, at + t + 12, 0x5014);
        TransportHeader.makePartial(b, at, length, t);
    }
}
