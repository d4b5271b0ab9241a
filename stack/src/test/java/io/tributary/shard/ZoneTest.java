package io.tributary.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.testkit.CollectingDevice;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ZoneTest {
    private final TestPeer peer = new TestPeer();
    private final CollectingDevice otherDevice = new CollectingDevice(DeviceCapabilities.plain(1500));
    private final NetInterface other = peer.shard.addInterface("test1", 1, new IpAddress[] {peer.stackAddress}, otherDevice);
    private final Endpoint app0 = new Endpoint();
    private final Endpoint app1 = new Endpoint();

    private void injectIntoZone1(Segment s) {
        byte[] packet = peer.encode(s);
        peer.shard.onPacket(other, new UnsafeBuffer(packet), 0, packet.length, new Offload(), peer.nowNs);
        peer.shard.runOnce(peer.nowNs);
    }

    @Test
    @DisplayName("IP-DD-2 the same four numbers in two zones are two flows with listeners of their own, each answered on its side")
    void sameFlowOnBothSides() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), app0);
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(otherDevice.size()).isZero();
        injectIntoZone1(Segment.syn());
        assertThat(peer.decode(otherDevice.poll()).has(TcpFlags.RST)).as("nobody listens in zone 1 yet").isTrue();
        peer.shard.listen(new ListenSpec(1, peer.stackAddress, 80, false, false, 4), app1);
        injectIntoZone1(Segment.syn());
        assertThat(peer.decode(otherDevice.poll()).has(TcpFlags.SYN)).isTrue();
        peer.andNothingElse();
        assertThat(app0.connection.zone()).isEqualTo(TestPeer.ZONE);
        assertThat(app1.connection.zone()).isEqualTo(1);
        peer.sends(Segment.rst(1));
        assertThat(app1.closed).as("the reset was for the other one").isNull();
        assertThat(peer.shard.connections()).isEqualTo(1);
    }

    @Test
    @DisplayName("IP-DD-2 a packet for an address that is ours in another zone only is nobody's")
    void addressOfAnotherZone() {
        NetInterface bare = peer.shard.addInterface("test2", 2, new IpAddress[0], otherDevice);
        byte[] packet = peer.encode(Segment.syn());
        peer.shard.onPacket(bare, new UnsafeBuffer(packet), 0, packet.length, new Offload(), peer.nowNs);
        peer.shard.runOnce(peer.nowNs);
        peer.andNothingElse();
        assertThat(otherDevice.size()).isZero();
        assertThat(peer.shard.counters().get(Counter.NO_ROUTE)).isEqualTo(1);
    }
}
