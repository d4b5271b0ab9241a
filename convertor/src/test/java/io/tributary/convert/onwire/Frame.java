package io.tributary.convert.onwire;

import io.tributary.wire.IpAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A TCP segment as somebody saw it pass; read with nothing of our own codecs, as it is evidence about them. */
record Frame(long timeNs, IpAddress source, int sourcePort, IpAddress destination, int destinationPort, int seqNo, int ackNo,
             int flags, List<byte[]> options, byte[] payload) {
    private static final int FIN = 1;
    private static final int SYN = 2;
    private static final int RST = 4;
    private static final int ACK = 16;
    private static final int MPTCP = 30;

    /** @return null if {@code packet}, which starts with its IP header, is no TCP segment */
    static Frame read(long timeNs, byte[] packet) {
        ByteBuffer b = ByteBuffer.wrap(packet);
        boolean v4 = (packet[0] & 0xf0) == 0x40;
        int tcpAt = v4 ? 4 * (packet[0] & 15) : 40;
        if (packet.length < tcpAt + 20 || packet[v4 ? 9 : 6] != 6) {
            return null;
        }
        int size = v4 ? 4 : 16;
        int dataAt = tcpAt + 4 * (packet[tcpAt + 12] >>> 4 & 15);
        int end = v4 ? b.getShort(2) & 0xffff : 40 + (b.getShort(4) & 0xffff);
        return new Frame(timeNs, address(packet, v4 ? 12 : 8, size), b.getShort(tcpAt) & 0xffff,
                address(packet, v4 ? 16 : 24, size), b.getShort(tcpAt + 2) & 0xffff, b.getInt(tcpAt + 4), b.getInt(tcpAt + 8),
                packet[tcpAt + 13], options(packet, tcpAt + 20, dataAt), Arrays.copyOfRange(packet, dataAt, Math.max(dataAt, end)));
    }

    private static IpAddress address(byte[] packet, int at, int size) {
        try {
            return IpAddress.of(InetAddress.getByAddress(Arrays.copyOfRange(packet, at, at + size)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    private static List<byte[]> options(byte[] packet, int from, int to) {
        List<byte[]> options = new ArrayList<>();
        for (int at = from; at < to && packet[at] != 0; ) {
            int length = packet[at] == 1 ? 1 : packet[at + 1] & 0xff;
            if (length > 1) {
                options.add(Arrays.copyOfRange(packet, at, at + length));
            }
            at += Math.max(1, length);
        }
        return options;
    }

    boolean isSyn() {
        return (flags & (SYN | ACK)) == SYN;
    }

    boolean isSynAck() {
        return (flags & (SYN | ACK)) == (SYN | ACK);
    }

    boolean isRst() {
        return (flags & RST) != 0;
    }

    boolean isFin() {
        return (flags & FIN) != 0;
    }

    /** The MPTCP options in hex. */
    List<String> mptcp() {
        return options.stream().filter(o -> o[0] == MPTCP).map(o -> HexFormat.of().formatHex(o)).toList();
    }

    /** The payload in hex, its first bytes. */
    String payloadHex() {
        return HexFormat.of().formatHex(payload, 0, Math.min(payload.length, 64));
    }

    @Override
    public String toString() {
        return timeNs / 1000 % 100_000_000 + " us " + source + ":" + sourcePort + " > " + destination + ":" + destinationPort
                + " flags " + Integer.toHexString(flags) + " seq " + Integer.toUnsignedString(seqNo) + " ack " + Integer.toUnsignedString(ackNo)
                + " " + mptcp() + " payload " + payload.length;
    }
}
