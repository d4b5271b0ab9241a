package io.tributary.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.metrics.Counter;
import io.tributary.testkit.IpPackets;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the shard answers in ICMP to packets that are for it and for nobody in it, and what it does not. */
class IcmpAnswersTest {
    private static final long SECOND = 1_000_000_000L;

    private TestPeer peer = new TestPeer();
    private final PacketView p = new PacketView();
    private final UnsafeBuffer b = new UnsafeBuffer(new byte[0]);

    private void family(boolean v6) {
        peer = new TestPeer(ShardConfig.DEFAULT, v6, DeviceCapabilities.plain(1500));
    }

    private void receives(byte[] packet) {
        peer.shard.onPacket(peer.networkInterface, new UnsafeBuffer(packet), 0, packet.length, new Offload(), peer.nowNs);
        peer.shard.runOnce(peer.nowNs);
    }

    private long count(Counter c) {
        return peer.shard.counters().get(c);
    }

    /** The answer, checked as its receiver would, down to the ICMP checksum; its body is what this returns. */
    private byte[] answer(int type, int code, int word) {
        byte[] packet = peer.device.poll();
        assertThat(packet).as("an answer").isNotNull();
        b.wrap(packet);
        assertThat(new IpInput().parse(b, 0, packet.length, new Offload(), p)).isNull();
        assertThat(new IpAddress(p.srcHi, p.srcLo)).isEqualTo(peer.stackAddress);
        assertThat(new IpAddress(p.dstHi, p.dstLo)).isEqualTo(peer.peerAddress);
        if (p.isV4()) {
            assertThat(new Icmpv4Message().wrap(b, p.payloadAt, p.payloadLength).isChecksumValid()).isTrue();
        } else {
            assertThat(new Icmpv6Message().wrap(b, p.payloadAt, p.payloadLength).isChecksumValid(p.srcHi, p.srcLo, p.dstHi, p.dstLo)).isTrue();
        }
        assertThat(packet[p.payloadAt] & 0xff).as("type").isEqualTo(type);
        assertThat(packet[p.payloadAt + 1] & 0xff).as("code").isEqualTo(code);
        assertThat(b.getInt(p.payloadAt + 4, ByteOrder.BIG_ENDIAN)).as("word").isEqualTo(word);
        return Arrays.copyOfRange(packet, p.payloadAt + 8, packet.length);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("R1122-3.2-1 R4443-2-1 an echo request to our address comes back with its own bytes, empty and full ones too")
    void echo(boolean v6) {
        family(v6);
        int header = v6 ? 48 : 28;
        for (int bytes : new int[] {0, 1, 57, 1500 - header}) {
            byte[] request = IpPackets.echo(peer.peerAddress, peer.stackAddress, 0xabcd0001, bytes);
            receives(request);
            assertThat(answer(v6 ? 129 : 0, 0, 0xabcd0001)).isEqualTo(Arrays.copyOfRange(request, header, request.length));
        }
        assertThat(count(Counter.ICMP_OUT_ECHO_REPS)).isEqualTo(4);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R1122-3.2-1 no echo reply to a wrong checksum, to nobody's address, from a source no host has, beyond the MTU")
    void noEcho() {
        byte[] broken = IpPackets.echo(peer.peerAddress, peer.stackAddress, 1, 9);
        broken[30] ^= 1;
        receives(broken);
        receives(IpPackets.echo(peer.peerAddress, IpAddress.parse("192.0.2.77"), 1, 9));
        receives(IpPackets.echo(peer.peerAddress, IpAddress.parse("224.0.0.1"), 1, 9));
        receives(IpPackets.echo(peer.peerAddress, IpAddress.parse("255.255.255.255"), 1, 9));
        receives(IpPackets.echo(IpAddress.parse("127.0.0.1"), peer.stackAddress, 1, 9));
        receives(IpPackets.echo(IpAddress.parse("224.0.0.9"), peer.stackAddress, 1, 9));
        receives(IpPackets.echo(peer.peerAddress, peer.stackAddress, 1, 1473));
        peer.andNothingElse();
        assertThat(count(Counter.ICMP_IN_CSUM_ERRORS)).isEqualTo(1);
    }

    @Test
    @DisplayName("R4443-2-1 a flood of echo requests gets a bounded number of replies, and a later one is answered again")
    void echoFlood() {
        for (int i = 0; i < 5_000; i++) {
            receives(IpPackets.echo(peer.peerAddress, peer.stackAddress, i, 4));
        }
        assertThat(peer.device.size()).isEqualTo(200);
        assertThat(count(Counter.ICMP_OUT_RATE_LIMIT_GLOBAL)).isEqualTo(4_800);
        while (peer.device.poll() != null) {
            assertThat(count(Counter.INTERNAL_ERRORS)).isZero();
        }
        peer.advance(SECOND);
        receives(IpPackets.echo(peer.peerAddress, peer.stackAddress, 9, 4));
        answer(0, 0, 9);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("R1122-3.2-1 UDP to our address: port unreachable with the datagram in it; none for a wrong checksum or length")
    void udp(boolean v6) {
        family(v6);
        byte[] datagram = IpPackets.udp(peer.peerAddress, peer.stackAddress, 53, 31);
        receives(datagram);
        assertThat(answer(v6 ? 1 : 3, v6 ? 4 : 3, 0)).isEqualTo(datagram);
        assertThat(count(Counter.UDP_NO_PORTS)).isEqualTo(1);
        byte[] broken = datagram.clone();
        broken[broken.length - 1] ^= 1;
        receives(broken);
        byte[] tooLong = datagram.clone();
        tooLong[(v6 ? 40 : 20) + 5] += 1;
        receives(tooLong);
        byte[] unsummed = datagram.clone();
        unsummed[(v6 ? 40 : 20) + 6] = 0;
        unsummed[(v6 ? 40 : 20) + 7] = 0;
        receives(unsummed);
        assertThat(count(Counter.UDP_IN_ERRORS)).isEqualTo(v6 ? 3 : 2);
        if (!v6) {
            answer(3, 3, 0);
        }
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R1122-3.2-1 R8200-4-1 a protocol nobody speaks: protocol unreachable, or ICMPv6 4/1 pointing at the byte that names it")
    void unknownProtocol() {
        byte[] packet = IpPackets.ip(peer.peerAddress, peer.stackAddress, 132, new byte[12]);
        receives(packet);
        assertThat(answer(3, 2, 0)).isEqualTo(packet);
        family(true);
        receives(IpPackets.ip(peer.peerAddress, peer.stackAddress, 132, new byte[12]));
        answer(4, 1, 6);
        byte[] behindOptions = IpPackets.ip(peer.peerAddress, peer.stackAddress, 60, new byte[] {(byte) 132, 0, 1, 4, 0, 0, 0, 0, 1, 2, 3, 4});
        receives(behindOptions);
        assertThat(answer(4, 1, 40)).isEqualTo(behindOptions);
        receives(IpPackets.ip(peer.peerAddress, peer.stackAddress, 1, new byte[12]));
        answer(4, 1, 6);
        receives(IpPackets.ip(peer.peerAddress, peer.stackAddress, 59, new byte[0]));
        peer.andNothingElse();
        assertThat(count(Counter.IP_IN_UNKNOWN_PROTOS)).isEqualTo(4);
    }

    @Test
    @DisplayName("R8200-4-1 an unknown option that asks for it: ICMPv6 4/2; one that does not, or is for others: silence")
    void unknownOption() {
        family(true);
        byte[] loud = IpPackets.ip(peer.peerAddress, peer.stackAddress, 60, new byte[] {6, 0, (byte) 0x9e, 4, 0, 0, 0, 0, 1, 2});
        receives(loud);
        answer(4, 2, 42);
        byte[] quiet = loud.clone();
        quiet[42] = 0x5e;
        receives(quiet);
        byte[] passing = loud.clone();
        passing[39] = 99;
        receives(passing);
        byte[] aboutError = IpPackets.icmp(peer.peerAddress, peer.stackAddress, 1, 0, 0, new byte[48]);
        receives(aboutError);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R8200-4-1 a routing header with segments left: ICMPv6 4/0 pointing at its type")
    void routed() {
        family(true);
        receives(IpPackets.ip(peer.peerAddress, peer.stackAddress, 43, new byte[] {6, 0, 0, 1, 0, 0, 0, 0, 1, 2}));
        answer(4, 0, 42);
    }

    @Test
    @DisplayName("R1122-3.2-1 never an error about an ICMP error, a later fragment, a bad source, a packet to many or to others")
    void never() {
        IpAddress us = peer.stackAddress;
        byte[] unknown = IpPackets.ip(peer.peerAddress, us, 132, new byte[40]);
        receives(IpPackets.icmp(peer.peerAddress, us, 3, 1, 0, unknown));
        receives(IpPackets.icmp(peer.peerAddress, us, 12, 0, 0, unknown));
        receives(IpPackets.icmp(peer.peerAddress, us, 99, 0, 0, unknown));
        receives(IpPackets.fragment(unknown, 4, 8, 24, true));
        for (String from : new String[] {"0.0.0.0", "127.0.0.1", "224.0.0.1", "255.255.255.255"}) {
            receives(IpPackets.ip(IpAddress.parse(from), us, 132, new byte[12]));
            receives(IpPackets.udp(IpAddress.parse(from), us, 53, 3));
        }
        for (String to : new String[] {"224.0.0.1", "255.255.255.255", "192.0.2.200"}) {
            receives(IpPackets.ip(peer.peerAddress, IpAddress.parse(to), 132, new byte[12]));
            receives(IpPackets.udp(peer.peerAddress, IpAddress.parse(to), 53, 3));
        }
        peer.andNothingElse();
        assertThat(count(Counter.ICMP_OUT_MSGS)).isZero();
    }

    @Test
    @DisplayName("R4443-2-1 errors are limited per peer and in all; refused ones are counted, and the limits recover")
    void limited() {
        byte[] datagram = IpPackets.udp(peer.peerAddress, peer.stackAddress, 53, 3);
        for (int i = 0; i < 100; i++) {
            receives(datagram);
        }
        assertThat(peer.device.size()).isEqualTo(6);
        assertThat(count(Counter.ICMP_OUT_RATE_LIMIT_HOST)).isEqualTo(94);
        peer.advance(SECOND);
        receives(datagram);
        assertThat(peer.device.size()).isEqualTo(7);
        for (int i = 0; i < 20_000; i++) {
            receives(IpPackets.udp(new IpAddress(0, IpAddress.parse("203.0.113.0").lo() + i), peer.stackAddress, 53, 3));
        }
        assertThat(peer.device.size()).isBetween(7 + 25, 7 + 101);
        assertThat(count(Counter.ICMP_OUT_RATE_LIMIT_GLOBAL)).isPositive();
        assertThat(count(Counter.ICMP_OUT_DEST_UNREACHS)).isEqualTo(peer.device.size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("R791-3.2-1 R8200-4-1 a datagram that stays incomplete for 60 s: time exceeded with its first fragment, if that came")
    void reassemblyTimeout(boolean v6) {
        family(v6);
        byte[] whole = IpPackets.udp(peer.peerAddress, peer.stackAddress, 53, 3_000);
        byte[] first = IpPackets.fragment(whole, 77, 0, 1_000, true);
        receives(IpPackets.fragment(whole, 77, 1_000, 2_000, true));
        receives(first);
        receives(IpPackets.fragment(whole, 78, 1_000, 2_000, true));
        peer.advance(59 * SECOND).andNothingElse();
        peer.advance(SECOND);
        byte[] body = answer(v6 ? 3 : 11, 1, 0);
        assertThat(body).isEqualTo(Arrays.copyOf(first, body.length));
        assertThat(body.length).isGreaterThan(500);
        assertThat(count(Counter.IP_REASM_TIMEOUT)).isEqualTo(2);
        assertThat(count(Counter.ICMP_OUT_TIME_EXCDS)).isEqualTo(1);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R8200-4-1 a fragment that is no multiple of 8, or that reaches beyond a datagram: ICMPv6 4/0 pointing at the field")
    void impossibleFragments() {
        family(true);
        byte[] whole = IpPackets.udp(peer.peerAddress, peer.stackAddress, 53, 3_000);
        receives(IpPackets.fragment(whole, 1, 0, 1_001, true));
        answer(4, 0, 4);
        byte[] far = IpPackets.fragment(whole, 1, 0, 1_000, false);
        far[42] = (byte) 0xff;
        far[43] = (byte) 0xf8;
        receives(far);
        answer(4, 0, 42);
        assertThat(count(Counter.IP_REASM_FAILS)).isEqualTo(2);
    }

    @Test
    @DisplayName("R791-3.2-1 a source that floods us with fragments takes places from itself, another's datagram completes")
    void fragmentFlood() {
        byte[] ping = IpPackets.echo(peer.peerAddress, peer.stackAddress, 5, 1_000);
        receives(IpPackets.fragment(ping, 1, 0, 504, true));
        IpAddress attacker = IpAddress.parse("203.0.113.6");
        byte[] noise = IpPackets.echo(attacker, peer.stackAddress, 6, 1_000);
        for (int id = 0; id < 1_000; id++) {
            receives(IpPackets.fragment(noise, id, 0, 504, true));
        }
        receives(IpPackets.fragment(ping, 1, 504, 1_008, false));
        assertThat(answer(0, 0, 5)).hasSize(1_000);
        assertThat(count(Counter.IP_REASM_FAILS)).isEqualTo(985);
    }

    @Test
    @DisplayName("TCP-MUST-54 an ICMP error whose outer destination is not the flow's local address is nobody's")
    void misdirected() {
        IpAddress second = IpAddress.parse("192.0.2.1");
        byte[] embedded = IpPackets.ip(IpAddress.parse("192.0.2.9"), peer.peerAddress, 6, new byte[20]);
        receives(IpPackets.icmp(peer.peerAddress, second, 3, 3, 0, embedded));
        assertThat(count(Counter.ICMP_IN_ERRORS)).isEqualTo(1);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R4443-2-1 anything at all for our address: no exception, no answer larger than the family allows, no internal error")
    void fuzz() {
        Random random = new Random(4443);
        for (boolean v6 : new boolean[] {false, true}) {
            family(v6);
            for (int i = 0; i < 60_000; i++) {
                byte[] payload = new byte[random.nextInt(90)];
                random.nextBytes(payload);
                int[] protocols = {0, 1, 6, 17, 43, 44, 58, 59, 60, random.nextInt(256)};
                byte[] packet = IpPackets.ip(peer.peerAddress, peer.stackAddress, protocols[random.nextInt(protocols.length)], payload);
                if (random.nextBoolean()) {
                    packet[random.nextInt(packet.length)] = (byte) random.nextInt();
                    IpPackets.repaired(packet[0] >>> 4 == 4 && (packet[0] & 0xf) * 4 > packet.length ? Arrays.copyOf(packet, 60) : packet);
                }
                peer.nowNs += random.nextInt(1_000_000_000);
                receives(packet);
                for (byte[] out = peer.device.poll(); out != null; out = peer.device.poll()) {
                    assertThat(out.length).isLessThanOrEqualTo(v6 ? 1280 : 576);
                }
            }
            assertThat(count(Counter.INTERNAL_ERRORS)).isZero();
            assertThat(count(Counter.ICMP_OUT_MSGS)).isGreaterThan(1_000);
        }
        peer.sends(Segment.syn());
        peer.next();
    }
}
