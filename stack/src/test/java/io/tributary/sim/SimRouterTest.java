package io.tributary.sim;

import static io.tributary.sim.Simulation.millis;
import static io.tributary.sim.Simulation.seconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.ip.IpWriter;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Pump;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv6Header;
import io.tributary.wire.PacketView;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SimRouterTest {
    private static final IpAddress A = IpAddress.parse("10.1.0.1");
    private static final IpAddress B = IpAddress.parse("10.2.0.1");
    private static final IpAddress A6 = IpAddress.parse("2001:db8:1::1");
    private static final IpAddress B6 = IpAddress.parse("2001:db8:2::1");

    private final Simulation simulation = new Simulation(1);
    private final ToyNode a = new ToyNode(simulation, "a", 1500);
    private final ToyNode b = new ToyNode(simulation, "b", 1500);
    private final ToyNode c = new ToyNode(simulation, "c", 1500);
    private final SimRouter router = new SimRouter(simulation, "r");
    private final SimLink toB;

    SimRouterTest() {
        SimDevice ra = router.addInterface("a", 1500, "10.1.0.254", "2001:db8:1::fe");
        SimDevice rb = router.addInterface("b", 1500, "10.2.0.254", "2001:db8:2::fe");
        SimDevice rc = router.addInterface("c", 1500);
        router.route("10.0.0.0/8", rc).route("10.1.0.0/16", ra).route("10.2.0.0/16", rb).route("2001:db8:1::/48", ra)
            .route("2001:db8:2::/48", rb);
        simulation.link("a-r", a.device, ra);
        toB = simulation.link("r-b", rb, b.device);
        simulation.link("r-c", rc, c.device);
    }

    private static SimPacket packet(IpAddress from, IpAddress to, int length, int ttl) {
        UnsafeBuffer b = new UnsafeBuffer(new byte[length]);
        int header = from.isV4() ? 20 : 40;
        IpWriter.writeHeader(b, 0, from.hi(), from.lo(), to.hi(), to.lo(), 17, length - header, ttl, 0, 7);
        b.setMemory(header, length - header, (byte) 5);
        return new SimPacket(b, 0, length, new Offload());
    }

    private static PacketView view(byte[] packet) {
        PacketView v = new PacketView();
        assertThat(new IpInput().parse(new UnsafeBuffer(packet), 0, packet.length, new Offload(), v)).isNull();
        return v;
    }

    @Test
    @DisplayName("the longest prefix decides; one hop less to live, header checksum right")
    void forwards() {
        a.device.send(packet(A, B, 100, 10));
        a.device.send(packet(A, IpAddress.parse("10.3.0.1"), 100, 10));
        a.device.send(packet(A6, B6, 100, 10));
        simulation.run(0);
        assertThat(b.packets).hasSize(2);
        assertThat(c.packets).hasSize(1);
        assertThat(view(b.packets.get(0)).ttl).isEqualTo(9);
        assertThat(view(b.packets.get(1)).ttl).isEqualTo(9);
        assertThat(router.forwarded()).isEqualTo(3);
        assertThatThrownBy(() -> router.route("10.0.0.0/33", a.device)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("a hop count of 1 comes back as time exceeded from the side it came in, in both families")
    void timeExceeded() {
        a.device.send(packet(A, B, 100, 1));
        a.device.send(packet(A6, B6, 100, 1));
        simulation.run(0);
        assertThat(b.packets).isEmpty();
        PacketView v4 = view(a.packets.get(0));
        assertThat(new IpAddress(v4.srcHi, v4.srcLo)).hasToString("10.1.0.254");
        assertThat(v4.buffer.getByte(v4.payloadAt)).isEqualTo((byte) Icmpv4Message.TIME_EXCEEDED);
        PacketView v6 = view(a.packets.get(1));
        assertThat(v6.buffer.getByte(v6.payloadAt)).isEqualTo((byte) Icmpv6Message.TIME_EXCEEDED);
    }

    @Test
    @DisplayName("no way is told as unreachable; a silent router tells nothing, a busy one a limited number a second")
    void unreachable() {
        a.device.send(packet(A, IpAddress.parse("192.0.2.1"), 100, 10));
        a.device.send(packet(A6, IpAddress.parse("2001:db8:9::1"), 100, 10));
        simulation.run(0);
        PacketView v4 = view(a.packets.get(0));
        assertThat(v4.buffer.getShort(v4.payloadAt, ByteOrder.BIG_ENDIAN)).isEqualTo((short) (Icmpv4Message.UNREACHABLE << 8 | Icmpv4Message.NET));
        PacketView v6 = view(a.packets.get(1));
        assertThat(v6.buffer.getShort(v6.payloadAt, ByteOrder.BIG_ENDIAN)).isEqualTo((short) (Icmpv6Message.UNREACHABLE << 8));
        router.icmpPerSecond(3);
        for (int i = 0; i < 5; i++) {
            a.device.send(packet(A, IpAddress.parse("192.0.2.1"), 100, 10));
        }
        simulation.run(0);
        assertThat(a.packets).hasSize(3);
        simulation.at(seconds(1), () -> a.device.send(packet(A, IpAddress.parse("192.0.2.1"), 100, 10)));
        simulation.run(seconds(1));
        assertThat(a.packets).hasSize(4);
        assertThat(router.icmpSent()).isEqualTo(4);
        assertThat(router.dropped()).isEqualTo(8);
    }

    @Test
    @DisplayName("too big for the next link: fragmentation needed and packet too big carry its MTU; the size that just fits passes")
    void tooBig() {
        toB.mtu(1300);
        a.device.send(packet(A, B, 1300, 10));
        a.device.send(packet(A, B, 1301, 10));
        a.device.send(packet(A6, B6, 1301, 10));
        simulation.run(0);
        assertThat(b.packets).hasSize(1);
        PacketView v4 = view(a.packets.get(0));
        assertThat(v4.buffer.getShort(v4.payloadAt, ByteOrder.BIG_ENDIAN)).isEqualTo((short) (Icmpv4Message.UNREACHABLE << 8 | 4));
        assertThat(v4.buffer.getShort(v4.payloadAt + 6, ByteOrder.BIG_ENDIAN)).isEqualTo((short) 1300);
        PacketView v6 = view(a.packets.get(1));
        assertThat(v6.buffer.getByte(v6.payloadAt)).isEqualTo((byte) Icmpv6Message.PACKET_TOO_BIG);
        assertThat(v6.buffer.getInt(v6.payloadAt + 4, ByteOrder.BIG_ENDIAN)).isEqualTo(1300);
    }

    @Test
    @DisplayName("an IPv4 packet that may be fragmented is: offsets in steps of 8, the pieces make the whole")
    void fragments() {
        toB.mtu(600);
        SimPacket whole = packet(A, B, 1420, 10);
        whole.buffer().putShort(6, (short) 0);
        whole.buffer().putShort(10, (short) 0);
        Ipv4Header.putWhole(whole.buffer(), 0, 20, 1400, 0);
        for (int i = 20; i < 1420; i++) {
            whole.buffer().putByte(i, (byte) i);
        }
        a.device.send(whole);
        simulation.run(0);
        byte[] together = new byte[1400];
        int sum = 0;
        for (byte[] p : b.packets) {
            PacketView v = view(p);
            assertThat(p.length).isLessThanOrEqualTo(600);
            System.arraycopy(p, 20, together, v.fragmentOffset, p.length - 20);
            sum += p.length - 20;
        }
        assertThat(b.packets).hasSize(3);
        assertThat(sum).isEqualTo(1400);
        for (int i = 0; i < 1400; i++) {
            assertThat(together[i]).isEqualTo((byte) (i + 20));
        }
        assertThat(router.fragments()).isEqualTo(3);
    }

    @Test
    @DisplayName("what is for the router itself, and ICMP errors that cannot be delivered, cause no ICMP")
    void quiet() {
        a.device.send(packet(A, IpAddress.parse("10.2.0.254"), 100, 10));
        SimPacket error = packet(A, IpAddress.parse("192.0.2.1"), 100, 10);
        error.buffer().putByte(9, (byte) 1);
        error.buffer().putByte(20, (byte) 3);
        Ipv4Header.putWhole(error.buffer(), 0, 20, 80, 0);
        a.device.send(error);
        simulation.run(0);
        assertThat(a.packets).isEmpty();
        assertThat(router.dropped()).isEqualTo(2);
    }

    @Test
    @DisplayName("hosts talk over three routers; when the MTU drops in the middle the sender learns it and the transfer goes on")
    void transferOverRouters() {
        Simulation sim = new Simulation(2);
        SimHost client = new SimHost(sim, "client", ShardConfig.DEFAULT);
        SimHost server = new SimHost(sim, "server", ShardConfig.DEFAULT);
        SimDevice left = client.addInterface("eth0", 0, 1500, "10.1.0.1");
        SimLink middle = null;
        for (int i = 0; i < 3; i++) {
            SimRouter r = new SimRouter(sim, "r" + i);
            SimDevice l = r.addInterface("l", 1500, "10.9." + i + ".1");
            SimDevice n = r.addInterface("r", 1500, "10.9." + i + ".2");
            r.route("10.1.0.0/16", l).route("10.2.0.0/16", n);
            SimLink link = sim.link("l" + i, left, l).bitsPerSecond(20_000_000).delayNs(millis(3)).queuePackets(100);
            middle = i == 1 ? link : middle;
            left = n;
        }
        sim.link("l3", left, server.addInterface("eth0", 0, 1500, "10.2.0.1")).delayNs(millis(1));
        Pump up = new Pump(1, 2_000_000, 1000);
        Pump down = new Pump(1, 1000, 2_000_000);
        server.shard().listen(new ListenSpec(0, IpAddress.ANY, 80, false, false, 5), down);
        up.attachTo(client.shard().connect(ConnectSpec.to(0, IpAddress.parse("10.2.0.1"), 80).multipath(false), up.out, up.in, up, 0));
        SimLink narrow = middle;
        sim.at(millis(300), () -> narrow.mtu(1280));
        assertThat(sim.run(() -> up.closed != null && down.closed != null, seconds(60))).as(sim.toString()).isTrue();
        assertThat(up.intact() && down.intact()).isTrue();
        assertThat(sim.nowNs()).isLessThan(seconds(10));
    }
}
