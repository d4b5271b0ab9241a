package io.tributary.ip;

import io.tributary.metrics.DropReason;
import io.tributary.wire.Bytes;
import io.tributary.wire.Checksum;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import io.tributary.wire.option.OptionPlan;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteOrder;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;

/** What {@link IcmpOutput} builds, {@link IcmpInput} reads: each is also held against bytes. */
class IcmpTest {
    private static final IpAddress R4 = IpAddress.parse("203.0.113.1");
    private static final IpAddress R6 = IpAddress.parse("2001:db8:9::1");

    private final UnsafeBuffer out = new UnsafeBuffer(new byte[2_000]);
    private final IcmpInput input = new IcmpInput();
    private final IcmpErrorView error = new IcmpErrorView();

    private byte[] built(int length) {
        return Arrays.copyOf(out.byteArray(), length);
    }

    private byte[] unreachable(byte[] about, int code) {
        PacketView p = Packets.view(about);
        IpAddress source = p.isV4() ? R4 : R6;
        return built(IcmpOutput.unreachable(out, 0, p, source.hi(), source.lo(), code));
    }

    private DropReason read(byte[] packet) {
        return input.parse(Packets.view(packet), error);
    }

    @Test
    @DisplayName("TCP-MUST-54 port unreachable about our IPv4 segment: type, code, 4-tuple from our side, sequence number")
    void unreachableV4() {
        byte[] packet = unreachable(Packets.tcp4(), Icmpv4Message.PORT);
        assertThat(read(packet)).isNull();
        assertThat(error.type).isEqualTo(3);
        assertThat(error.code).isEqualTo(3);
        assertThat(error.version).isEqualTo(4);
        assertThat(error.localLo).isEqualTo(Packets.A4.lo());
        assertThat(error.localPort).isEqualTo(1000);
        assertThat(error.remoteLo).isEqualTo(Packets.B4.lo());
        assertThat(error.remotePort).isEqualTo(2000);
        assertThat(error.localHi | error.remoteHi).isZero();
        assertThat(error.seqNo).isEqualTo(0x01020304);
        assertThat(error.reporterLo).isEqualTo(R4.lo());
        assertThat(error.originalLength).isEqualTo(45);
        assertThat(error.mtu).isZero();
        assertThat(Bytes.hex(error.buffer, error.embeddedAt, error.embeddedLength))
            .isEqualTo(Bytes.hex(new UnsafeBuffer(Packets.tcp4()), 0, 45));
        PacketView p = Packets.view(packet);
        assertThat(p.srcLo).isEqualTo(R4.lo());
        assertThat(p.dstLo).isEqualTo(Packets.A4.lo());
        assertThat(packet).hasSize(20 + 8 + 45);
    }

    @Test
    @DisplayName("TCP-MUST-54 port unreachable about our IPv6 segment")
    void unreachableV6() {
        assertThat(read(unreachable(Packets.tcp6(), Icmpv6Message.PORT))).isNull();
        assertThat(error.type).isEqualTo(1);
        assertThat(error.code).isEqualTo(4);
        assertThat(error.version).isEqualTo(6);
        assertThat(error.localHi).isEqualTo(Packets.A6.hi());
        assertThat(error.localLo).isEqualTo(Packets.A6.lo());
        assertThat(error.remoteHi).isEqualTo(Packets.B6.hi());
        assertThat(error.remoteLo).isEqualTo(Packets.B6.lo());
        assertThat(error.localPort).isEqualTo(1000);
        assertThat(error.remotePort).isEqualTo(2000);
        assertThat(error.seqNo).isEqualTo(0x01020304);
        assertThat(error.originalLength).isEqualTo(65);
    }

    @Test
    @DisplayName("R1191-3-1 R8201-4-1 too big carries the next hop's MTU")
    void tooBig() {
        PacketView p4 = Packets.view(Packets.tcp4());
        assertThat(read(built(IcmpOutput.packetTooBig(out, 0, p4, R4.hi(), R4.lo(), 1_399)))).isNull();
        assertThat(error.isTooBig()).isTrue();
        assertThat(error.mtu).isEqualTo(1_399);
        PacketView p6 = Packets.view(Packets.tcp6());
        byte[] packet = built(IcmpOutput.packetTooBig(out, 0, p6, R6.hi(), R6.lo(), 1_281));
        assertThat(Bytes.hex(new UnsafeBuffer(packet), 44, 4)).isEqualTo("00000501");
        assertThat(read(packet)).isNull();
        assertThat(error.isTooBig()).isTrue();
        assertThat(error.mtu).isEqualTo(1_281);
        assertThat(read(built(IcmpOutput.packetTooBig(out, 0, p6, R6.hi(), R6.lo(), -1)))).isNull();
        assertThat(error.mtu).isEqualTo(Integer.MAX_VALUE);
        assertThat(read(unreachable(Packets.tcp4(), Icmpv4Message.HOST))).isNull();
        assertThat(error.isTooBig()).isFalse();
        assertThat(error.mtu).as("nothing of the message before").isZero();
    }

    @Test
    @DisplayName("R1122-3.2-1 time exceeded, and the parameter problem of IPv6 with its pointer")
    void others() {
        PacketView p4 = Packets.view(Packets.tcp4());
        assertThat(read(built(IcmpOutput.timeExceeded(out, 0, p4, R4.hi(), R4.lo())))).isNull();
        assertThat(error.type).isEqualTo(11);
        PacketView p6 = Packets.view(Packets.tcp6());
        assertThat(read(built(IcmpOutput.timeExceeded(out, 0, p6, R6.hi(), R6.lo())))).isNull();
        assertThat(error.type).isEqualTo(3);
        byte[] packet = built(IcmpOutput.parameterProblem(out, 0, p6, R6.hi(), R6.lo(), Icmpv6Message.UNKNOWN_NEXT_HEADER, 6));
        assertThat(Bytes.hex(new UnsafeBuffer(packet), 40, 2)).isEqualTo("0401");
        assertThat(Bytes.hex(new UnsafeBuffer(packet), 44, 4)).isEqualTo("00000006");
        assertThat(read(packet)).isNull();
        assertThat(IcmpOutput.parameterProblem(out, 0, p4, R4.hi(), R4.lo(), 0, 0)).as("not in IPv4").isZero();
        assertThat(IcmpOutput.parameterProblem(out, 0, p6, R6.hi(), R6.lo(), -1, 0)).as("no problem").isZero();
    }

    @ParameterizedTest(name = "TCP-SHLD-26 CONV-DD-13 IPv{0} type {1} code {2}: hard {3}, policy {4}")
    @DisplayName("TCP-SHLD-26 which errors are hard")
    @CsvSource({"4,3,0,false,false", "4,3,1,false,false", "4,3,2,true,false", "4,3,3,true,false", "4,3,4,false,false",
        "4,3,5,false,false", "4,3,9,false,true", "4,3,10,false,true", "4,3,13,false,true", "4,11,3,false,false",
        "4,12,2,false,false", "6,1,0,false,false", "6,1,1,true,false", "6,1,3,false,false", "6,1,4,true,false",
        "6,1,5,false,true", "6,1,6,false,true", "6,2,4,false,false", "6,3,1,false,false", "6,4,1,false,false"})
    void hardness(int version, int type, int code, boolean hard, boolean policy) {
        error.version = version;
        error.type = type;
        error.code = code;
        assertThat(error.isHard()).isEqualTo(hard);
        assertThat(error.isPolicy()).isEqualTo(policy);
    }

    @Test
    @DisplayName("R4443-2-1 an error is as long as the packet allows and no longer than 1280, IPv4 576")
    void bounded() {
        for (int payload = 500; payload < 1_400; payload++) {
            byte[] about4 = Packets.tcp(Packets.A4, Packets.B4, new OptionPlan(), new byte[payload]);
            byte[] error4 = unreachable(about4, 1);
            assertThat(error4).hasSize(Math.min(576, 28 + about4.length));
            byte[] about6 = Packets.tcp(Packets.A6, Packets.B6, new OptionPlan(), new byte[payload]);
            byte[] error6 = unreachable(about6, 1);
            assertThat(error6).hasSize(Math.min(1_280, 48 + about6.length));
            assertThat(read(error4)).isNull();
            assertThat(error.originalLength).isEqualTo(about4.length);
            assertThat(read(error6)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 11, 12})
    @DisplayName("R1122-3.2-1 no error about an ICMP error")
    void aboutErrorV4(int type) {
        byte[] packet = unreachable(Packets.tcp4(), 1);
        packet[20] = (byte) type;
        assertThat(unreachable(packet, 1)).isEmpty();
        packet[20] = Icmpv4Message.ECHO;
        assertThat(unreachable(packet, 1)).as("a ping is no error").isNotEmpty();
    }

    @Test
    @DisplayName("R4443-2-1 no error about an ICMPv6 error of any type, nor a redirect; about a ping, yes")
    void aboutErrorV6() {
        byte[] packet = unreachable(Packets.tcp6(), 1);
        for (int type = 0; type < 256; type++) {
            packet[40] = (byte) type;
            assertThat(unreachable(packet, 1).length).as("type %d", type).isEqualTo(type < 128 || type == 137 ? 0 : 48 + packet.length);
        }
        byte[] empty = Arrays.copyOf(packet, 40);
        empty[5] = 0;
        empty[4] = 0;
        assertThat(unreachable(empty, 1)).as("a message without a type").isEmpty();
    }

    @Test
    @DisplayName("R1122-3.2-1 no error about a later fragment; about the first one, yes")
    void aboutFragments() {
        assertThat(unreachable(Packets.with(Packets.tcp4(), 7, 1), 1)).isEmpty();
        assertThat(unreachable(Packets.with(Packets.tcp4(), 6, 0x20), 1)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255"})
    @DisplayName("R1122-3.2-1 no error to a source that is no single other host, nor about a packet to many")
    void badAddresses(String address) {
        IpAddress bad = IpAddress.parse(address);
        byte[] from = Packets.with(Packets.tcp(bad, Packets.B4, new OptionPlan(), new byte[0]), 9, 17);
        assertThat(unreachable(from, 1)).isEmpty();
        byte[] to = Packets.with(Packets.tcp(Packets.A4, bad, new OptionPlan(), new byte[0]), 9, 17);
        assertThat(unreachable(to, 1).length > 0).isEqualTo(address.equals("127.0.0.1"));
    }

    @Test
    @DisplayName("R4443-2-1 about a multicast packet only too big, and the option that asks for it")
    void multicastV6() {
        byte[] packet = Packets.tcp(Packets.A6, IpAddress.parse("ff02::1"), new OptionPlan(), new byte[0]);
        packet[6] = 17;
        PacketView p = Packets.view(packet);
        assertThat(IcmpOutput.unreachable(out, 0, p, R6.hi(), R6.lo(), 4)).isZero();
        assertThat(IcmpOutput.parameterProblem(out, 0, p, R6.hi(), R6.lo(), 1, 6)).isZero();
        assertThat(IcmpOutput.parameterProblem(out, 0, p, R6.hi(), R6.lo(), 2, 6)).isPositive();
        assertThat(IcmpOutput.packetTooBig(out, 0, p, R6.hi(), R6.lo(), 1_280)).isPositive();
    }

    @Test
    @DisplayName("R4443-2-1 any changed octet of a message fails its checksum")
    void checksums() {
        for (byte[] packet : new byte[][] {unreachable(Packets.tcp4(), 3), unreachable(Packets.tcp6(), 4)}) {
            int from = packet[0] >>> 4 == 4 ? 20 : 40;
            for (int i = from; i < packet.length; i++) {
                byte[] changed = packet.clone();
                changed[i] ^= 0x10;
                assertThat(read(changed)).as("octet %d", i).isEqualTo(DropReason.ICMP_CHECKSUM);
            }
        }
    }

    @Test
    @DisplayName("TCP-MUST-55 source quench and redirect are discarded; questions, answers and unknown types are no errors")
    void otherTypes() {
        for (int type = 0; type < 256; type++) {
            DropReason expected = switch (type) {
                case 3, 11, 12 -> null;
                case 4 -> DropReason.ICMP_SOURCE_QUENCH;
                case 5 -> DropReason.ICMP_REDIRECT;
                case 8 -> DropReason.ICMP_ECHO;
                default -> DropReason.ICMP_NO_ERROR;
            };
            assertThat(read(retyped(unreachable(Packets.tcp4(), 1), 20, type))).as("type %d", type).isEqualTo(expected);
        }
    }

    @Test
    @DisplayName("R4443-2-1 unknown ICMPv6 error types are passed up, informational ones are not")
    void otherTypesV6() {
        for (int type = 0; type < 256; type++) {
            byte[] packet = retyped(unreachable(Packets.tcp6(), 1), 40, type);
            assertThat(read(packet)).as("type %d", type).isEqualTo(type < 128 ? null
                : type == 128 ? DropReason.ICMP_ECHO : DropReason.ICMP_NO_ERROR);
        }
    }

    /** The message with another type and a checksum that fits. */
    private static byte[] retyped(byte[] packet, int at, int type) {
        UnsafeBuffer b = new UnsafeBuffer(packet);
        int word = b.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff;
        int checksum = b.getShort(at + 2, ByteOrder.BIG_ENDIAN) & 0xffff;
        packet[at] = (byte) type;
        int changed = b.getShort(at, ByteOrder.BIG_ENDIAN) & 0xffff;
        b.putShort(at + 2, (short) Checksum.update(checksum, word, changed), ByteOrder.BIG_ENDIAN);
        return packet;
    }

    @Test
    @DisplayName("R5927-4-1 the embedded packet may be cut behind the sequence number, not before")
    void cutEmbedded() {
        for (int tcp = 0; tcp <= 12; tcp++) {
            DropReason expected = tcp < 8 ? DropReason.ICMP_TRUNCATED : null;
            byte[] embedded4 = Arrays.copyOf(Packets.tcp4(), 20 + tcp);
            assertThat(read(icmp4(embedded4))).as("%d octets of TCP", tcp).isEqualTo(expected);
            byte[] embedded6 = Arrays.copyOf(Packets.tcp6(), 40 + tcp);
            assertThat(read(icmp6(embedded6))).isEqualTo(expected);
        }
        assertThat(read(icmp4(new byte[19]))).isEqualTo(DropReason.ICMP_TRUNCATED);
        assertThat(read(icmp6(new byte[39]))).isEqualTo(DropReason.ICMP_TRUNCATED);
        assertThat(read(icmp4(new byte[20]))).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(icmp6(new byte[40]))).isEqualTo(DropReason.ICMP_NOT_TCP);
    }

    @Test
    @DisplayName("R5927-4-1 embedded options and extension headers are skipped; other protocols and later fragments are not ours")
    void embeddedHeaders() {
        assertThat(read(icmp4(Packets.tcp4With("01010100")))).isNull();
        assertThat(error.seqNo).isEqualTo(0x01020304);
        assertThat(read(icmp6(Packets.tcp6With(60, "0600 0104 00000000")))).isNull();
        assertThat(error.seqNo).isEqualTo(0x01020304);
        assertThat(read(icmp6(Packets.tcp6With(44, "0600 0001 00000001")))).as("first fragment").isNull();
        assertThat(error.localPort).isEqualTo(1000);
        assertThat(read(icmp6(Packets.tcp6With(44, "0600 0008 00000001")))).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(icmp4(Packets.with(Packets.tcp4(), 7, 1)))).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(icmp4(Packets.with(Packets.tcp4(), 9, 17)))).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(icmp4(Packets.with(Packets.tcp4(), 0, 0x44)))).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(icmp4(Packets.with(Packets.tcp4(), 0, 0x4f)))).as("header beyond the end").isEqualTo(DropReason.ICMP_TRUNCATED);
        assertThat(read(icmp4(Packets.tcp6()))).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(icmp6(Packets.tcp4()))).isEqualTo(DropReason.ICMP_NOT_TCP);
        byte[] mapped = Packets.tcp6();
        System.arraycopy(Bytes.hex("00000000000000000000ffffc0000201"), 0, mapped, 8, 16);
        assertThat(read(icmp6(mapped))).isEqualTo(DropReason.ICMP_NOT_TCP);
    }

    @Test
    @DisplayName("R1122-3.2-1 messages shorter than 8 octets, fragments and other protocols are refused")
    void notIcmp() {
        for (int length = 0; length < 8; length++) {
            byte[] packet = Packets.with(Packets.with(Arrays.copyOf(Packets.tcp4(), 20 + length), 3, 20 + length), 9, 1);
            assertThat(read(packet)).isEqualTo(DropReason.ICMP_TRUNCATED);
        }
        assertThat(read(Packets.tcp4())).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(Packets.with(unreachable(Packets.tcp4(), 1), 9, 58))).isEqualTo(DropReason.ICMP_NOT_TCP);
        assertThat(read(Packets.with(unreachable(Packets.tcp4(), 1), 6, 0x20))).isEqualTo(DropReason.ICMP_NOT_TCP);
    }

    private byte[] icmp4(byte[] body) {
        UnsafeBuffer b = new UnsafeBuffer(new byte[28 + body.length]);
        b.putBytes(28, body);
        IpWriter.writeHeader(b, 0, R4.hi(), R4.lo(), Packets.A4.hi(), Packets.A4.lo(), 1, 8 + body.length, 64, 0, 0);
        Icmpv4Message.encode(b, 20, 3, 1, 0, body.length);
        return b.byteArray();
    }

    private byte[] icmp6(byte[] body) {
        UnsafeBuffer b = new UnsafeBuffer(new byte[48 + body.length]);
        b.putBytes(48, body);
        IpWriter.writeHeader(b, 0, R6.hi(), R6.lo(), Packets.A6.hi(), Packets.A6.lo(), 58, 8 + body.length, 64, 0, 0);
        Icmpv6Message.encode(b, 40, 1, 4, 0, body.length, R6.hi(), R6.lo(), Packets.A6.hi(), Packets.A6.lo());
        return b.byteArray();
    }
}
