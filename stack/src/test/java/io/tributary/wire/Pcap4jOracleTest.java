package io.tributary.wire;

import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.TcpOptionWriter;
import io.tributary.wire.option.TcpOptions;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.pcap4j.packet.IcmpV4CommonPacket;
import org.pcap4j.packet.IcmpV6CommonPacket;
import org.pcap4j.packet.IllegalRawDataException;
import org.pcap4j.packet.IpV4Packet;
import org.pcap4j.packet.IpV4Rfc791Tos;
import org.pcap4j.packet.IpV6Packet;
import org.pcap4j.packet.IpV6SimpleFlowLabel;
import org.pcap4j.packet.IpV6SimpleTrafficClass;
import org.pcap4j.packet.Packet;
import org.pcap4j.packet.TcpMaximumSegmentSizeOption;
import org.pcap4j.packet.TcpPacket;
import org.pcap4j.packet.TcpSackOption;
import org.pcap4j.packet.TcpTimestampsOption;
import org.pcap4j.packet.TcpWindowScaleOption;
import org.pcap4j.packet.UnknownPacket;
import org.pcap4j.packet.namednumber.IpNumber;
import org.pcap4j.packet.namednumber.IpVersion;
import org.pcap4j.packet.namednumber.TcpPort;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/** Headers and checksums held against an independent implementation, in both directions. */
class Pcap4jOracleTest {
    private static final int ROUNDS = 500;

    private final Random random = new Random(4);
    private final UnsafeBuffer out = new UnsafeBuffer(new byte[4_096]);
    private final OptionPlan plan = new OptionPlan();

    @Test
    @DisplayName("R791-3.1-1 our IPv4 and TCP headers, decoded by pcap4j, say what we wrote, and its checksums agree")
    void oursToPcap4jV4() throws IllegalRawDataException {
        for (int i = 0; i < ROUNDS; i++) {
            int source = random.nextInt();
            int destination = random.nextInt();
            int payload = random.nextInt(1_400);
            int tcpLength = segment(20, source, destination, payload);
            int dscpEcn = random.nextInt(256);
            int id = random.nextInt(0x10000);
            int ttl = random.nextInt(256);
            Ipv4Header.encode(out, 0, source, destination, IpProtocol.TCP, tcpLength, ttl, dscpEcn, id);
            IpV4Packet p = IpV4Packet.newPacket(out.byteArray(), 0, 20 + tcpLength);
            IpV4Packet.IpV4Header h = p.getHeader();
            assertThat(h.getIhl()).isEqualTo((byte) 5);
            assertThat(h.getTos().value() & 0xff).isEqualTo(dscpEcn);
            assertThat(h.getTotalLengthAsInt()).isEqualTo(20 + tcpLength);
            assertThat(h.getIdentificationAsInt()).isEqualTo(id);
            assertThat(h.getDontFragmentFlag()).isTrue();
            assertThat(h.getMoreFragmentFlag()).isFalse();
            assertThat(h.getReservedFlag()).isFalse();
            assertThat(h.getFragmentOffset()).isZero();
            assertThat(h.getTtlAsInt()).isEqualTo(ttl);
            assertThat(h.getProtocol()).isEqualTo(IpNumber.TCP);
            assertThat(h.hasValidChecksum(false)).isTrue();
            assertThat(h.getSrcAddr()).isEqualTo(v4(source));
            assertThat(h.getDstAddr()).isEqualTo(v4(destination));
            assertThat(p.get(TcpPacket.class).hasValidChecksum(h.getSrcAddr(), h.getDstAddr(), false)).isTrue();
        }
    }

    @Test
    @DisplayName("R8200-8.1-1 our IPv6 and TCP headers, decoded by pcap4j, say what we wrote, and its checksum agrees")
    void oursToPcap4jV6() throws IllegalRawDataException {
        for (int i = 0; i < ROUNDS; i++) {
            long[] a = {0x2000000000000000L | random.nextInt(), random.nextLong(), 0x2000000000000000L | random.nextInt(), random.nextLong()};
            int payload = random.nextInt(1_400);
            int header = header(40, payload);
            int tcpLength = header + payload;
            TcpHeader.putChecksum(out, 40, Checksum.finish(
                Checksum.pseudoHeaderV6(a[0], a[1], a[2], a[3], IpProtocol.TCP, tcpLength) + Checksum.sum(out, 40, tcpLength)));
            int dscpEcn = random.nextInt(256);
            int hops = random.nextInt(256);
            Ipv6Header.encode(out, 0, a[0], a[1], a[2], a[3], IpProtocol.TCP, tcpLength, hops, dscpEcn);
            IpV6Packet p = IpV6Packet.newPacket(out.byteArray(), 0, 40 + tcpLength);
            IpV6Packet.IpV6Header h = p.getHeader();
            assertThat(h.getVersion()).isEqualTo(IpVersion.IPV6);
            assertThat(h.getTrafficClass().value() & 0xff).isEqualTo(dscpEcn);
            assertThat(h.getFlowLabel().value()).isZero();
            assertThat(h.getPayloadLengthAsInt()).isEqualTo(tcpLength);
            assertThat(h.getNextHeader()).isEqualTo(IpNumber.TCP);
            assertThat(h.getHopLimitAsInt()).isEqualTo(hops);
            assertThat(h.getSrcAddr()).isEqualTo(new IpAddress(a[0], a[1]).toInetAddress());
            assertThat(h.getDstAddr()).isEqualTo(new IpAddress(a[2], a[3]).toInetAddress());
            assertThat(p.get(TcpPacket.class).hasValidChecksum(h.getSrcAddr(), h.getDstAddr(), false)).isTrue();
        }
    }

    @Test
    @DisplayName("TCP-MUST-4 our TCP header and options, decoded by pcap4j, say what we wrote")
    void tcpFields() throws IllegalRawDataException {
        for (int i = 0; i < ROUNDS; i++) {
            int sourcePort = random.nextInt(0x10000);
            int destinationPort = random.nextInt(0x10000);
            int seqNo = random.nextInt();
            int ackNo = random.nextInt();
            int flags = random.nextInt(64);
            int window = random.nextInt(0x10000);
            int urgent = random.nextInt(0x10000);
            int mss = random.nextInt(0x10000);
            int shift = random.nextInt(15);
            int val = random.nextInt();
            int ecr = random.nextInt();
            TcpOptionWriter.mss(plan.reset(), mss);
            TcpOptionWriter.windowScale(plan, shift);
            TcpOptionWriter.timestamps(plan, val, ecr);
            int sackAt = TcpOptionWriter.beginSack(plan);
            TcpOptionWriter.addSackBlock(plan, sackAt, seqNo, ackNo);
            int length = TcpHeader.encode(out, 0, sourcePort, destinationPort, seqNo, ackNo, flags, window, urgent, plan);
            TcpPacket.TcpHeader h = TcpPacket.newPacket(out.byteArray(), 0, length).getHeader();
            assertThat(h.getSrcPort().valueAsInt()).isEqualTo(sourcePort);
            assertThat(h.getDstPort().valueAsInt()).isEqualTo(destinationPort);
            assertThat(h.getSequenceNumber()).isEqualTo(seqNo);
            assertThat(h.getAcknowledgmentNumber()).isEqualTo(ackNo);
            assertThat(h.getDataOffsetAsInt() * 4).isEqualTo(length);
            assertThat(h.getReserved()).isZero();
            assertThat(flagsOf(h)).isEqualTo(flags);
            assertThat(h.getWindowAsInt()).isEqualTo(window);
            assertThat(h.getUrgentPointerAsInt()).isEqualTo(urgent);
            List<TcpPacket.TcpOption> options = h.getOptions();
            assertThat(((TcpMaximumSegmentSizeOption) options.get(0)).getMaxSegSizeAsInt()).isEqualTo(mss);
            assertThat(((TcpWindowScaleOption) options.get(1)).getShiftCountAsInt()).isEqualTo(shift);
            assertThat((int) ((TcpTimestampsOption) options.get(2)).getTsValueAsLong()).isEqualTo(val);
            assertThat((int) ((TcpTimestampsOption) options.get(2)).getTsEchoReplyAsLong()).isEqualTo(ecr);
            assertThat(options.get(3)).isInstanceOf(TcpSackOption.class);
            assertThat(options.get(3).getRawData()).isEqualTo(Bytes.hex(String.format("050a%08x%08x", seqNo, ackNo)));
        }
    }

    @Test
    @DisplayName("TCP-MUST-3 headers that pcap4j built, with its checksums, are read as it says")
    void pcap4jToOurs() {
        Ipv4Header v4 = new Ipv4Header();
        Ipv6Header v6 = new Ipv6Header();
        TcpHeader tcp = new TcpHeader();
        TcpOptions options = new TcpOptions();
        for (int i = 0; i < ROUNDS; i++) {
            int seqNo = random.nextInt();
            int mss = random.nextInt(0x10000);
            Inet4Address from4 = v4(0x0a000000 | random.nextInt(0x10000));
            Inet4Address to4 = v4(0x0b000000 | random.nextInt(0x10000));
            IpV4Packet p = new IpV4Packet.Builder().version(IpVersion.IPV4).tos(IpV4Rfc791Tos.newInstance((byte) 0x10))
                .identification((short) seqNo).ttl((byte) 77).protocol(IpNumber.TCP).srcAddr(from4).dstAddr(to4)
                .dontFragmentFlag(true).payloadBuilder(tcpBuilder(seqNo, mss, from4, to4))
                .correctChecksumAtBuild(true).correctLengthAtBuild(true).build();
            UnsafeBuffer b = new UnsafeBuffer(p.getRawData());
            v4.wrap(b, 0);
            assertThat(v4.isChecksumValid()).isTrue();
            assertThat(v4.totalLength()).isEqualTo(p.length());
            assertThat(v4.source()).isEqualTo((int) IpAddress.of(from4).lo());
            assertThat(v4.destination()).isEqualTo((int) IpAddress.of(to4).lo());
            assertThat(v4.id()).isEqualTo(seqNo & 0xffff);
            assertThat(v4.ttl()).isEqualTo(77);
            assertThat(v4.dontFragment()).isTrue();
            check(tcp, options, b, 20, seqNo, mss);
            int length = b.capacity() - 20;
            assertThat(Checksum.fold(Checksum.pseudoHeaderV4(v4.source(), v4.destination(), IpProtocol.TCP, length)
                + Checksum.sum(b, 20, length))).isEqualTo(0xffff);

            Inet6Address from6 = (Inet6Address) new IpAddress(0x20010db8L << 32, seqNo).toInetAddress();
            Inet6Address to6 = (Inet6Address) new IpAddress(0x20010db9L << 32, mss).toInetAddress();
            IpV6Packet q = new IpV6Packet.Builder().version(IpVersion.IPV6).trafficClass(IpV6SimpleTrafficClass.newInstance((byte) 0x13))
                .flowLabel(IpV6SimpleFlowLabel.newInstance(0x54321)).nextHeader(IpNumber.TCP).hopLimit((byte) 77)
                .srcAddr(from6).dstAddr(to6).payloadBuilder(tcpBuilder(seqNo, mss, from6, to6)).correctLengthAtBuild(true).build();
            UnsafeBuffer c = new UnsafeBuffer(q.getRawData());
            v6.wrap(c, 0);
            assertThat(v6.version()).isEqualTo(6);
            assertThat(v6.dscp() << 2 | v6.ecn()).isEqualTo(0x13);
            assertThat(v6.flowLabel()).isEqualTo(0x54321);
            assertThat(v6.payloadLength()).isEqualTo(q.length() - 40);
            assertThat(v6.hopLimit()).isEqualTo(77);
            assertThat(new IpAddress(v6.sourceHi(), v6.sourceLo())).isEqualTo(IpAddress.of(from6));
            assertThat(new IpAddress(v6.destinationHi(), v6.destinationLo())).isEqualTo(IpAddress.of(to6));
            check(tcp, options, c, 40, seqNo, mss);
            assertThat(Checksum.fold(Checksum.pseudoHeaderV6(v6.sourceHi(), v6.sourceLo(), v6.destinationHi(), v6.destinationLo(),
                IpProtocol.TCP, length) + Checksum.sum(c, 40, length))).isEqualTo(0xffff);
        }
    }

    @Test
    @DisplayName("R4443-2-1 our ICMP and ICMPv6 headers carry checksums that pcap4j agrees with")
    void icmp() throws IllegalRawDataException, UnknownHostException {
        for (int i = 0; i < ROUNDS; i++) {
            int body = random.nextInt(600);
            out.putBytes(8, Bytes.random(random, body));
            // it decodes the bodies of other types and sums what it makes of them; of these it keeps the octets
            int type = i % 2 == 0 ? Icmpv4Message.ECHO : 200;
            Icmpv4Message.encode(out, 0, type, 1, random.nextInt(), body);
            IcmpV4CommonPacket p = IcmpV4CommonPacket.newPacket(out.byteArray(), 0, 8 + body);
            assertThat(p.hasValidChecksum(false)).isTrue();
            assertThat(p.getHeader().getType().value() & 0xff).isEqualTo(type);
            Inet6Address from = (Inet6Address) InetAddress.getByName("2001:db8::1");
            Inet6Address to = (Inet6Address) InetAddress.getByName("2001:db8::2");
            IpAddress f = IpAddress.of(from);
            IpAddress t = IpAddress.of(to);
            Icmpv6Message.encode(out, 0, i % 2 == 0 ? Icmpv6Message.ECHO : 200, 1, random.nextInt(), body, f.hi(), f.lo(), t.hi(), t.lo());
            IcmpV6CommonPacket q = IcmpV6CommonPacket.newPacket(out.byteArray(), 0, 8 + body);
            assertThat(q.hasValidChecksum(from, to, false)).isTrue();
        }
    }

    @Test
    @DisplayName("R1624-3-1 one hop further: TTL less one and still a checksum that pcap4j agrees with")
    void decrement() throws IllegalRawDataException {
        for (int ttl = 1; ttl < 256; ttl++) {
            Ipv4Header.encode(out, 0, random.nextInt(), random.nextInt(), 17, 0, ttl, 0, random.nextInt());
            Ipv4Header.decrementTtl(out, 0);
            IpV4Packet.IpV4Header h = IpV4Packet.newPacket(out.byteArray(), 0, 20).getHeader();
            assertThat(h.getTtlAsInt()).isEqualTo(ttl - 1);
            assertThat(h.hasValidChecksum(false)).isTrue();
            Ipv6Header.encode(out, 0, 1, 2, 3, 4, 17, 0, ttl, 0xff);
            Ipv6Header.decrementHopLimit(out, 0);
            assertThat(new Ipv6Header().wrap(out, 0).hopLimit()).isEqualTo(ttl - 1);
        }
    }

    private static void check(TcpHeader tcp, TcpOptions options, UnsafeBuffer b, int at, int seqNo, int mss) {
        tcp.wrap(b, at, b.capacity() - at);
        assertThat(tcp.isWellFormed()).isTrue();
        assertThat(tcp.sourcePort()).isEqualTo(65_535);
        assertThat(tcp.destinationPort()).isEqualTo(443);
        assertThat(tcp.seqNo()).isEqualTo(seqNo);
        assertThat(tcp.ackNo()).isEqualTo(~seqNo);
        assertThat(tcp.flags()).isEqualTo(TcpFlags.SYN | TcpFlags.URG);
        assertThat(tcp.window()).isEqualTo(40_000);
        assertThat(tcp.urgentPointer()).isEqualTo(50_000);
        options.parse(b, tcp.optionsAt(), tcp.optionsLength());
        assertThat(options.mss()).isEqualTo(mss);
    }

    private static TcpPacket.Builder tcpBuilder(int seqNo, int mss, InetAddress from, InetAddress to) {
        List<TcpPacket.TcpOption> options = new ArrayList<>();
        options.add(new TcpMaximumSegmentSizeOption.Builder().maxSegSize((short) mss).correctLengthAtBuild(true).build());
        Packet.Builder data = new UnknownPacket.Builder().rawData(new byte[] {1, 2, 3});
        return new TcpPacket.Builder().srcPort(TcpPort.getInstance((short) 65_535)).dstPort(TcpPort.getInstance((short) 443))
            .sequenceNumber(seqNo).acknowledgmentNumber(~seqNo).syn(true).urg(true).window((short) 40_000)
            .urgentPointer((short) 50_000).options(options).payloadBuilder(data).srcAddr(from).dstAddr(to)
            .correctChecksumAtBuild(true).correctLengthAtBuild(true).paddingAtBuild(true);
    }

    /** Writes a TCP segment with a checksum for these IPv4 addresses. @return its length */
    private int segment(int at, int source, int destination, int payload) {
        int length = header(at, payload) + payload;
        TcpHeader.putChecksum(out, at, Checksum.finish(
            Checksum.pseudoHeaderV4(source, destination, IpProtocol.TCP, length) + Checksum.sum(out, at, length)));
        return length;
    }

    private int header(int at, int payload) {
        TcpOptionWriter.timestamps(plan.reset(), random.nextInt(), random.nextInt());
        int length = TcpHeader.encode(out, at, random.nextInt(), random.nextInt(), random.nextInt(), random.nextInt(),
            TcpFlags.ACK, random.nextInt(), 0, plan);
        out.putBytes(at + length, Bytes.random(random, payload));
        return length;
    }

    private static int flagsOf(TcpPacket.TcpHeader h) {
        return (h.getFin() ? TcpFlags.FIN : 0) | (h.getSyn() ? TcpFlags.SYN : 0) | (h.getRst() ? TcpFlags.RST : 0)
            | (h.getPsh() ? TcpFlags.PSH : 0) | (h.getAck() ? TcpFlags.ACK : 0) | (h.getUrg() ? TcpFlags.URG : 0);
    }

    private static Inet4Address v4(int address) {
        return (Inet4Address) new IpAddress(0, IpAddress.v4(address)).toInetAddress();
    }
}
