package io.tributary.sim.box;

import io.tributary.sim.SimPacket;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv6Extensions;
import io.tributary.wire.Ipv6Header;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A TCP segment on a simulated link, to be read and changed in place; {@link #finish} makes lengths and checksums right again.
 * Segments are of wire size: hosts behind boxes that look into packets have devices without segmentation offload.
 */
public final class TcpPacket {
    private static final int TCP = 6;
    private static final int CHECKSUM = 16;

    private final SimPacket packet;
    private final boolean v4;
    private final int tcpAt;

    private TcpPacket(SimPacket packet, boolean v4, int tcpAt) {
        this.packet = packet;
        this.v4 = v4;
        this.tcpAt = tcpAt;
    }

    /** @return null if it is no whole, well-formed TCP segment over IPv4 or IPv6 */
    public static TcpPacket of(SimPacket packet) {
        int at = transportAt(packet, TCP);
        if (at < 0 || packet.length() - at < TcpHeader.LENGTH) {
            return null;
        }
        TcpPacket p = new TcpPacket(packet, packet.buffer().getByte(0) >>> 4 == 4, at);
        return p.headerLength() < TcpHeader.LENGTH || p.payloadAt() > packet.length() ? null : p;
    }

    /** Where the header of this protocol starts, -1 if the packet carries another one, or is a fragment. */
    static int transportAt(SimPacket packet, int protocol) {
        MutableDirectBuffer b = packet.buffer();
        int version = packet.length() < Ipv4Header.LENGTH ? 0 : b.getByte(0) >>> 4 & 0xf;
        if (version == 4) {
            Ipv4Header h = new Ipv4Header().wrap(b, 0);
            return h.protocol() != protocol || h.moreFragments() || h.fragmentOffset() > 0 ? -1 : h.headerLength();
        }
        if (version == 6 && packet.length() >= Ipv6Header.LENGTH) {
            Ipv6Extensions x = new Ipv6Extensions();
            return x.walk(b, 0, packet.length()) != Ipv6Extensions.Outcome.DONE || x.isFragment() || x.protocol() != protocol
                ? -1 : x.payloadAt();
        }
        return -1;
    }

    public SimPacket packet() {
        return packet;
    }

    // ---- addresses and header

    public IpAddress source() {
        return address(v4 ? 12 : 8);
    }

    public IpAddress destination() {
        return address(v4 ? 16 : 24);
    }

    public TcpPacket source(IpAddress a, int port) {
        put(v4 ? 12 : 8, a, 0, port);
        return this;
    }

    public TcpPacket destination(IpAddress a, int port) {
        put(v4 ? 16 : 24, a, 2, port);
        return this;
    }

    public int sourcePort() {
        return u16(tcpAt);
    }

    public int destinationPort() {
        return u16(tcpAt + 2);
    }

    public int seq() {
        return i32(tcpAt + 4);
    }

    public TcpPacket seq(int seq) {
        return put32(tcpAt + 4, seq);
    }

    public int ack() {
        return i32(tcpAt + 8);
    }

    public TcpPacket ack(int ack) {
        return put32(tcpAt + 8, ack);
    }

    /** {@link TcpFlags} bits. */
    public int flags() {
        return b().getByte(tcpAt + 13) & 0xff;
    }

    public TcpPacket flags(int flags) {
        b().putByte(tcpAt + 13, (byte) flags);
        return this;
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    public boolean isSyn() {
        return has(TcpFlags.SYN);
    }

    /** The window field as it is. */
    public int window() {
        return u16(tcpAt + 14);
    }

    public TcpPacket window(int field) {
        return put16(tcpAt + 14, field);
    }

    /** Sequence numbers it takes: payload, SYN, FIN. */
    public int seqLength() {
        return payloadLength() + (isSyn() ? 1 : 0) + (has(TcpFlags.FIN) ? 1 : 0);
    }

    // ---- options

    public int headerLength() {
        return (b().getByte(tcpAt + 12) >>> 4 & 0xf) * 4;
    }

    /** Offset of the first option of this kind, -1 if there is none. */
    public int option(int kind) {
        return optionFrom(tcpAt + TcpHeader.LENGTH, kind);
    }

    /** Offset of the MPTCP option with this subtype, -1 if there is none. */
    public int mptcpOption(int subtype) {
        for (int at = option(30); at >= 0; at = optionFrom(at + optionLength(at), 30)) {
            if (optionLength(at) > 2 && (b().getByte(at + 2) >>> 4 & 0xf) == subtype) {
                return at;
            }
        }
        return -1;
    }

    private int optionFrom(int from, int kind) {
        int end = payloadAt();
        for (int at = from; at < end; ) {
            int found = b().getByte(at) & 0xff;
            if (found == kind && kind > 1) {
                return at + 1 < end && optionLength(at) >= 2 && at + optionLength(at) <= end ? at : -1;
            }
            if (found == 0 || found != 1 && (at + 1 >= end || optionLength(at) < 2)) {
                return -1;
            }
            at += found == 1 ? 1 : optionLength(at);
        }
        return -1;
    }

    /** Bytes of the option at this offset, kind and length included. */
    public int optionLength(int at) {
        return b().getByte(at + 1) & 0xff;
    }

    /** Overwrites the option at this offset with no-operations. */
    public void erase(int at) {
        b().setMemory(at, optionLength(at), (byte) 1);
    }

    // ---- payload

    public int payloadAt() {
        return tcpAt + headerLength();
    }

    public int payloadLength() {
        return packet.length() - payloadAt();
    }

    public byte[] payload() {
        byte[] bytes = new byte[payloadLength()];
        b().getBytes(payloadAt(), bytes);
        return bytes;
    }

    /** Another payload of any length. */
    public TcpPacket payload(byte[] bytes) {
        int at = payloadAt();
        packet.length(at + bytes.length);
        b().putBytes(at, bytes);
        return this;
    }

    // ---- raw values and the end

    public DirectBuffer buffer() {
        return b();
    }

    public int u16(int at) {
        return b().getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff;
    }

    public TcpPacket put16(int at, int value) {
        b().putShort(at, (short) value, ByteOrder.BIG_ENDIAN);
        return this;
    }

    public int i32(int at) {
        return b().getInt(at, ByteOrder.BIG_ENDIAN);
    }

    public TcpPacket put32(int at, int value) {
        b().putInt(at, value, ByteOrder.BIG_ENDIAN);
        return this;
    }

    /** Writes lengths and checksums for what the packet is now. */
    public SimPacket finish() {
        int upper = packet.length() - tcpAt;
        if (v4) {
            put16(2, packet.length()).put16(10, 0).put16(10, Checksum.finish(Checksum.sum(b(), 0, tcpAt)));
        } else {
            put16(4, packet.length() - Ipv6Header.LENGTH);
        }
        IpAddress from = source();
        IpAddress to = destination();
        long pseudo = Checksum.pseudoHeader(from.hi(), from.lo(), to.hi(), to.lo(), TCP, upper);
        if (packet.offload().checksumPartial) {
            put16(tcpAt + CHECKSUM, Checksum.fold(pseudo));
        } else {
            put16(tcpAt + CHECKSUM, 0);
            put16(tcpAt + CHECKSUM, Checksum.finish(Checksum.add(pseudo, Checksum.sum(b(), tcpAt, upper))));
        }
        return packet;
    }

    private MutableDirectBuffer b() {
        return packet.buffer();
    }

    private IpAddress address(int at) {
        return v4 ? new IpAddress(0, IpAddress.v4(i32(at)))
            : new IpAddress(b().getLong(at, ByteOrder.BIG_ENDIAN), b().getLong(at + 8, ByteOrder.BIG_ENDIAN));
    }

    private void put(int at, IpAddress a, int portAt, int port) {
        byte[] bytes = a.bytes();
        if (bytes.length != (v4 ? 4 : 16)) {
            throw new IllegalArgumentException(a + " in a packet of the other family");
        }
        b().putBytes(at, bytes);
        put16(tcpAt + portAt, port);
    }

    @Override
    public String toString() {
        return source().withPort(sourcePort()) + " > " + destination().withPort(destinationPort()) + " flags "
            + Integer.toHexString(flags()) + " seq " + Integer.toUnsignedString(seq()) + " ack " + Integer.toUnsignedString(ack())
            + " len " + payloadLength();
    }
}
