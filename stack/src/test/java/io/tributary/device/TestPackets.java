package io.tributary.device;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpPacket;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;

/** Packets made by somebody else's code, with right checksums. */
final class TestPackets {
    private static final String V4_A = "192.0.2.1";
    private static final String V4_B = "192.0.2.2";
    private static final String V6_A = "2001:db8::1";
    private static final String V6_B = "2001:db8::2";

    private TestPackets() {
    }

    static byte[] tcp4(int seqNo, byte[] payload) {
        return new IpV4Packet.Builder().version(IpVersion.IPV4).tos(IpV4Rfc791Tos.newInstance((byte) 0)).ttl((byte) 64)
            .protocol(IpNumber.TCP).srcAddr((Inet4Address) address(V4_A)).dstAddr((Inet4Address) address(V4_B))
            .correctChecksumAtBuild(true).correctLengthAtBuild(true)
            .payloadBuilder(tcp(address(V4_A), address(V4_B), seqNo, payload)).build().getRawData();
    }

    static byte[] tcp6(int seqNo, byte[] payload) {
        return new IpV6Packet.Builder().version(IpVersion.IPV6).trafficClass(IpV6SimpleTrafficClass.newInstance((byte) 0))
            .flowLabel(IpV6SimpleFlowLabel.newInstance(0)).nextHeader(IpNumber.TCP).hopLimit((byte) 64)
            .srcAddr((Inet6Address) address(V6_A)).dstAddr((Inet6Address) address(V6_B)).correctLengthAtBuild(true)
            .payloadBuilder(tcp(address(V6_A), address(V6_B), seqNo, payload)).build().getRawData();
    }

    static int seqNo(byte[] packet) {
        return decode(packet).get(TcpPacket.class).getHeader().getSequenceNumber();
    }

    private static IpPacket decode(byte[] packet) {
        try {
            return packet[0] >> 4 == 4 ? IpV4Packet.newPacket(packet, 0, packet.length) : IpV6Packet.newPacket(packet, 0, packet.length);
        } catch (IllegalRawDataException e) {
            throw new AssertionError(e);
        }
    }

    private static Packet.Builder tcp(InetAddress from, InetAddress to, int seqNo, byte[] payload) {
        return new TcpPacket.Builder().srcAddr(from).dstAddr(to).srcPort(TcpPort.getInstance((short) 1000))
            .dstPort(TcpPort.getInstance((short) 2000)).sequenceNumber(seqNo).ack(true).window((short) 100)
            .correctChecksumAtBuild(true).correctLengthAtBuild(true).paddingAtBuild(true)
            .payloadBuilder(new UnknownPacket.Builder().rawData(payload));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
