package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.PathMtu;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.PathSettings.MtuProbing;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.IpPackets;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Path MTU discovery, packet by packet: what "too big" does to a connection, and what it does not. */
class PathMtuDialogueTest extends Dialogue {
    private static final long SECOND = 1_000 * MS;
    private static final TcpConfig NO_PROBING = TcpConfig.DEFAULT.with(PathSettings.DEFAULT.withProbing(MtuProbing.OFF));

    private IpAddress router = IpAddress.parse("198.51.100.1");

    private void use(TcpConfig config, boolean v6) {
        peer = new TestPeer(new ShardConfig(config, 100, 100), v6, DeviceCapabilities.plain(1500));
        router = IpAddress.parse(v6 ? "2001:db8:9::1" : "198.51.100.1");
    }

    private void established() {
        open(Segment.syn().mss(8_960));
    }

    /** An ICMP message from the router with the start of one of the stack's packets. */
    private void icmp(int type, int code, int word, byte[] about) {
        byte[] packet = IpPackets.icmp(router, peer.stackAddress, type, code, word, Arrays.copyOf(about, Math.min(about.length, 64)));
        peer.shard.onPacket(peer.networkInterface, new UnsafeBuffer(packet), 0, packet.length, new Offload(), peer.nowNs);
        peer.shard.runOnce(peer.nowNs);
    }

    private void tooBig(int mtu, byte[] about) {
        icmp(peer.stackAddress.isV4() ? 3 : 2, peer.stackAddress.isV4() ? 4 : 0, mtu, about);
    }

    private List<byte[]> packets() {
        List<byte[]> all = new ArrayList<>();
        for (byte[] p = peer.device.poll(); p != null; p = peer.device.poll()) {
            all.add(p);
        }
        return all;
    }

    private List<Integer> lengths(List<byte[]> packets) {
        return packets.stream().map(p -> peer.decode(p).payload.length).toList();
    }

    private long count(Counter c) {
        return peer.shard.counters().get(c);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @DisplayName("R1191-6-1 R1191-3-1 R8201-4-1 the data goes out again at once in smaller segments, once, and cwnd stays in segments")
    void atOnce(boolean v6) {
        use(TcpConfig.DEFAULT, v6);
        established();
        int headers = v6 ? 60 : 40;
        write(4 * (1_500 - headers));
        List<byte[]> first = packets();
        assertThat(first).hasSize(4).allMatch(p -> p.length == 1_500);
        tooBig(1_400, first.get(0));
        List<byte[]> again = packets();
        assertThat(again.stream().mapToInt(p -> p.length).max()).hasValue(1_400);
        assertThat(lengths(again).stream().mapToInt(i -> i).sum()).isEqualTo(4 * (1_500 - headers));
        assertThat(peer.decode(again.get(0)).seq).isEqualTo(1);
        for (byte[] other : first) {
            tooBig(1_400, other);
        }
        peer.andNothingElse();
        assertThat(count(Counter.PATH_MTU_LOWERED)).isEqualTo(1);
        assertThat(count(Counter.TCP_TIMEOUTS) + count(Counter.TCP_RENO_RECOVERY)).isZero();
        assertThat(app.connection.info(peer.nowNs).subflows().get(0).cwndBytes()).isGreaterThanOrEqualTo(10L * (1_400 - headers));
        peer.sends(ack(4 * (1_500 - headers) + 1)).andNothingElse();
        write(3_000);
        assertThat(packets().get(0)).hasSize(1_400);
    }

    @Test
    @DisplayName("R1191-6-1 only what was too big is sent again; a second, smaller claim repeats it once more")
    void onlyTheLarge() {
        established();
        write(500);
        write(2_920);
        List<byte[]> sent = packets();
        assertThat(lengths(sent)).containsExactly(500, 1_460, 1_460);
        tooBig(1_400, sent.get(1));
        assertThat(lengths(packets())).containsExactly(1_360, 100, 1_360, 100);
        tooBig(1_300, sent.get(1));
        assertThat(lengths(packets())).containsExactly(1_260, 100, 1_260, 100);
    }

    @Test
    @DisplayName("R1191-3-1 a router that names no MTU: the plateaus, one step for all that was in flight")
    void plateau() {
        established();
        write(4 * 1_460);
        List<byte[]> sent = packets();
        sent.forEach(p -> tooBig(0, p));
        List<byte[]> again = packets();
        assertThat(again.get(0)).hasSize(1_492);
        assertThat(count(Counter.PATH_MTU_LOWERED)).isEqualTo(1);
        tooBig(0, again.get(0));
        assertThat(packets().get(0)).hasSize(1_006);
    }

    @Test
    @DisplayName("R5927-4-1 a claim about a segment that is not in flight is dropped and counted, on either side of the border")
    void notInFlight() {
        established();
        write(1_460);
        byte[] sent = packets().get(0);
        peer.sends(ack(1_461));
        write(1_460);
        byte[] inFlight = packets().get(0);
        tooBig(1_300, sent);
        byte[] next = inFlight.clone();
        new UnsafeBuffer(next).putInt(24, peer.decode(inFlight).view.seqNo + 1_460, ByteOrder.BIG_ENDIAN);
        tooBig(1_300, next);
        peer.andNothingElse();
        assertThat(count(Counter.ICMP_OUT_OF_WINDOW)).isEqualTo(2);
        new UnsafeBuffer(next).putInt(24, peer.decode(inFlight).view.seqNo + 1_459, ByteOrder.BIG_ENDIAN);
        tooBig(1_300, next);
        assertThat(count(Counter.PATH_MTU_DOUBTED)).isEqualTo(1);
    }

    @Test
    @DisplayName("R5927-7-1 once packets of that size were acknowledged a claim waits; an acknowledgment of its segment refutes it")
    void doubted() {
        established();
        write(1_460);
        packets();
        peer.sends(ack(1_461));
        write(2_920);
        List<byte[]> sent = packets();
        tooBig(600, sent.get(0));
        peer.andNothingElse();
        peer.sends(ack(4_381));
        assertThat(count(Counter.PATH_MTU_REFUTED)).isEqualTo(1);
        write(1_460);
        assertThat(packets().get(0)).hasSize(1_500);
        assertThat(count(Counter.PATH_MTU_LOWERED)).isZero();
    }

    @Test
    @DisplayName("R5927-7-1 R1191-6-1 a doubted claim whose segment times out is believed, and the timeout is no congestion")
    void believedAfterTimeout() {
        use(NO_PROBING, false);
        established();
        write(1_460);
        packets();
        peer.sends(ack(1_461));
        write(4_380);
        tooBig(1_300, packets().get(1));
        peer.andNothingElse();
        peer.advance(250 * MS);
        assertThat(lengths(packets())).containsExactly(1_260, 200, 1_260, 200, 1_260, 200);
        assertThat(app.connection.info(peer.nowNs).subflows().get(0).cwndBytes()).as("ten segments").isGreaterThanOrEqualTo(12_600);
        assertThat(count(Counter.PATH_MTU_LOWERED)).isEqualTo(1);
        assertThat(count(Counter.TCP_TIMEOUTS)).isEqualTo(1);
    }

    @Test
    @DisplayName("R5927-7-1 a claim no smaller than anything we sent is dropped")
    void largerThanSent() {
        established();
        write(400);
        tooBig(440, packets().get(0));
        tooBig(1_400, packets().isEmpty() ? new byte[64] : new byte[0]);
        assertThat(count(Counter.PATH_MTU_LOWERED)).isZero();
        peer.andNothingElse();
    }

    @Test
    @DisplayName("R1191-3-1 what one connection learned others of the same path know, and after ten minutes nobody; the MSS we announce stays")
    void sharedAndForgotten() {
        established();
        write(1_460);
        tooBig(1_300, packets().get(0));
        assertThat(lengths(packets())).containsExactly(1_260, 200);
        peer.sends(ack(1_461));
        Endpoint second = new Endpoint();
        peer.newConnection(40_001);
        second.attachTo(peer.shard.connect(toPeer(), second.out, second.in, second, peer.nowNs));
        Segment syn = peer.advance(0).expects("SYN seq 0 len 0");
        assertThat(syn.view.options.mss()).as("announced").isEqualTo(1_460);
        peer.stackPort = syn.view.remotePort == peer.peerPort ? syn.view.localPort : syn.view.remotePort;
        peer.sends(Segment.synAck(1).mss(1_460)).expects("ACK seq 1 ack 1 len 0");
        second.write(new byte[1_460]);
        peer.advance(0);
        assertThat(lengths(packets())).containsExactly(1_260, 200);
        peer.sends(ack(1_461));
        peer.advance(PathMtu.LIFETIME_NS - MS);
        second.write(new byte[1_460]);
        peer.advance(0);
        assertThat(lengths(packets())).containsExactly(1_260, 200);
        peer.sends(ack(2_921));
        peer.advance(2 * MS);
        second.write(new byte[1_460]);
        peer.advance(0);
        assertThat(lengths(packets())).containsExactly(1_460);
    }

    @Test
    @DisplayName("R1191-3-1 R6864-4-1 a claim of 68 and less: packets of 552 that may be fragmented, with numbers of their own; others keep DF")
    void tiny() {
        for (int claimed : new int[] {551, 68, 1}) {
            peer = new TestPeer();
            app = new Endpoint();
            established();
            write(2 * 1_460);
            List<byte[]> first = packets();
            first.forEach(p -> assertThat(p[6] & 0x40).as("DF").isEqualTo(0x40));
            tooBig(claimed, first.get(0));
            List<byte[]> again = packets();
            Set<Integer> ids = new HashSet<>();
            for (byte[] p : again) {
                assertThat(p.length).isLessThanOrEqualTo(552);
                assertThat(p[6] & 0x40).as("DF").isZero();
                assertThat(ids.add((p[4] & 0xff) << 8 | p[5] & 0xff)).isTrue();
            }
            assertThat(lengths(again).stream().mapToInt(i -> i).sum()).isEqualTo(2 * 1_460);
        }
    }

    @Test
    @DisplayName("R1191-3-1 a claim of 552 is followed to the byte, and DF stays")
    void least() {
        established();
        write(1_460);
        tooBig(552, packets().get(0));
        List<byte[]> again = packets();
        assertThat(again.get(0)).hasSize(552);
        assertThat(again.get(0)[6] & 0x40).isEqualTo(0x40);
    }

    @Test
    @DisplayName("R8201-4-1 IPv6: a claim below 1280 is discarded, 1280 is followed")
    void leastV6() {
        use(TcpConfig.DEFAULT, true);
        established();
        write(1_440);
        byte[] sent = packets().get(0);
        for (int mtu : new int[] {0, 68, 1_279}) {
            tooBig(mtu, sent);
        }
        peer.andNothingElse();
        tooBig(1_280, sent);
        assertThat(packets().get(0)).hasSize(1_280);
    }

    @Test
    @DisplayName("R5927-4-1 R5927-7-1 a flood of forged claims from outside the path changes nothing and takes no memory")
    void blindFlood() {
        established();
        write(1_460);
        byte[] about = packets().get(0);
        peer.sends(ack(1_461));
        write(1_460);
        packets();
        Random random = new Random(5927);
        for (int i = 0; i < 50_000; i++) {
            byte[] forged = about.clone();
            new UnsafeBuffer(forged).putInt(24, random.nextInt());
            icmp(3, random.nextInt(16), random.nextInt(1_500), forged);
        }
        peer.andNothingElse();
        peer.sends(ack(2_921));
        write(1_460);
        assertThat(packets().get(0)).hasSize(1_500);
        assertThat(count(Counter.PATH_MTU_LOWERED)).isZero();
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("R4821-7-1 three timeouts of a full segment in a row: the base size, then halves; small segments never get smaller")
    void blackHole() {
        established();
        write(1_460);
        packets();
        peer.advance(1_500 * MS);
        assertThat(lengths(packets())).containsExactly(1_460, 1_460, 1_024);
        assertThat(count(Counter.TCP_BLACK_HOLES)).isEqualTo(1);
        peer.advance(1_600 * MS);
        assertThat(lengths(packets())).containsExactly(512);
        peer.advance(240 * SECOND);
        assertThat(lengths(packets())).allMatch(n -> n == 512);
    }

    @Test
    @DisplayName("R4821-7-1 off: timeouts change no segment size; IPv6 goes to 1280 and stays there")
    void noBlackHole() {
        use(NO_PROBING, false);
        established();
        write(1_460);
        peer.advance(60 * SECOND);
        assertThat(packets()).hasSizeGreaterThan(4).allMatch(p -> p.length == 1_500);
        use(TcpConfig.DEFAULT, true);
        app = new Endpoint();
        established();
        write(1_440);
        packets();
        peer.advance(120 * SECOND);
        List<byte[]> sizes = packets();
        assertThat(sizes.get(sizes.size() - 1)).hasSize(1_280);
        assertThat(sizes).allMatch(p -> p.length == 1_500 || p.length == 1_280);
    }
}
