package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.IpPackets;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Soft and hard errors, in each state, by the table of RFC 5461. */
class IcmpErrorsTest extends Dialogue {
    private void use(boolean v6) {
        peer = new TestPeer(ShardConfig.DEFAULT, v6, DeviceCapabilities.plain(1500));
    }

    private void icmp(int type, int code, byte[] about) {
        IpAddress router = IpAddress.parse(peer.stackAddress.isV4() ? "198.51.100.1" : "2001:db8:9::1");
        byte[] packet = IpPackets.icmp(router, peer.stackAddress, type, code, 0, Arrays.copyOf(about, 60));
        peer.shard.onPacket(peer.networkInterface, new UnsafeBuffer(packet), 0, packet.length, new Offload(), peer.nowNs);
        peer.shard.runOnce(peer.nowNs);
    }

    private byte[] syn() {
        app.attachTo(peer.shard.connect(toPeer(), app.out, app.in, app, peer.nowNs));
        peer.advance(0);
        return peer.device.poll();
    }

    @ParameterizedTest
    @CsvSource({"4,3,0", "4,3,1", "4,3,5", "4,3,6", "4,3,7", "4,3,11", "4,3,12", "4,11,0", "4,11,1", "4,12,0",
        "6,1,0", "6,1,2", "6,1,3", "6,3,0", "6,3,1", "6,4,0", "6,4,1", "6,4,2"})
    @DisplayName("TCP-MUST-47 TCP-MUST-56 R5461-2-1 TCP-SHLD-25 a soft error ends no connection, opening or open, and is told with its code")
    void soft(int version, int type, int code) {
        use(version == 6);
        icmp(type, code, syn());
        assertThat(app.closed).isNull();
        assertThat(app.softErrors).isEqualTo(1);
        assertThat(app.connection.icmpError()).isEqualTo(type << 8 | code);
        peer.andNothingElse();
        peer.advance(1_000 * MS).expects("SYN seq 0 len 0");
        peer.sends(Segment.synAck(1)).expects("ACK seq 1 ack 1 len 0");
        write(10);
        icmp(type, code, peer.device.poll());
        assertThat(app.closed).isNull();
        assertThat(app.softErrors).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"4,3,2", "4,3,3", "4,3,9", "4,3,10", "4,3,13", "6,1,1", "6,1,4", "6,1,5", "6,1,6"})
    @DisplayName("TCP-SHLD-26 TCP-MUST-54 a hard error ends a connection that opens, with its code")
    void hardWhileOpening(int version, int type, int code) {
        use(version == 6);
        icmp(type, code, syn());
        assertThat(app.closed).isEqualTo(CloseReason.UNREACHABLE);
        assertThat(app.connection.icmpError()).isEqualTo(type << 8 | code);
        assertThat(peer.shard.isEmpty()).isTrue();
        peer.andNothingElse();
    }

    @ParameterizedTest
    @CsvSource({"4,3,2", "4,3,3", "4,3,13", "6,1,1", "6,1,4"})
    @DisplayName("R5927-5-1 TCP-SHLD-26 in a synchronized state a hard error is a soft one: told, and data still flows")
    void hardIsSoft(int version, int type, int code) {
        use(version == 6);
        open(Segment.syn());
        write(10);
        icmp(type, code, peer.device.poll());
        assertThat(app.closed).isNull();
        assertThat(app.softErrors).isEqualTo(1);
        assertThat(app.connection.icmpError()).isEqualTo(type << 8 | code);
        peer.sends(ack(11)).andNothingElse();
        peer.sends(Segment.ack(1, 11).data("hello"));
        assertThat(app.read()).isEqualTo("hello");
    }

    @Test
    @DisplayName("TCP-SHLD-26 a hard error about our SYN/ACK ends a passive open")
    void hardInSynReceived() {
        listen();
        peer.sends(Segment.syn());
        icmp(3, 3, peer.device.poll());
        assertThat(app.closed).isEqualTo(CloseReason.UNREACHABLE);
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("R5927-4-1 an error that embeds another sequence number than what is in flight is dropped and counted")
    void blind() {
        byte[] syn = syn();
        for (int off : new int[] {-1, 1, 0x4000_0000, Integer.MIN_VALUE}) {
            byte[] forged = Arrays.copyOf(syn, 60);
            UnsafeBuffer b = new UnsafeBuffer(forged);
            b.putInt(24, b.getInt(24, ByteOrder.BIG_ENDIAN) + off, ByteOrder.BIG_ENDIAN);
            icmp(3, 3, forged);
        }
        assertThat(app.closed).isNull();
        assertThat(peer.shard.counters().get(Counter.ICMP_OUT_OF_WINDOW)).isEqualTo(4);
        icmp(3, 3, syn);
        assertThat(app.closed).isEqualTo(CloseReason.UNREACHABLE);
    }

    @Test
    @DisplayName("TCP-MUST-55 source quench changes nothing: no word to the application, no smaller window")
    void sourceQuench() {
        open(Segment.syn());
        long cwnd = app.connection.info(peer.nowNs).subflows().get(0).cwndBytes();
        write(10);
        icmp(4, 0, peer.device.poll());
        assertThat(app.softErrors).isZero();
        assertThat(app.connection.icmpError()).isEqualTo(-1);
        assertThat(app.connection.info(peer.nowNs).subflows().get(0).cwndBytes()).isEqualTo(cwnd);
        peer.andNothingElse();
    }

    @Test
    @DisplayName("TCP-MUST-54 an error about another connection of the same hosts does not concern this one")
    void anotherConnection() {
        byte[] syn = Arrays.copyOf(syn(), 60);
        syn[21] ^= 1;
        icmp(3, 3, syn);
        assertThat(app.closed).isNull();
        assertThat(peer.shard.counters().get(Counter.ICMP_IN_ERRORS)).isEqualTo(1);
    }
}
