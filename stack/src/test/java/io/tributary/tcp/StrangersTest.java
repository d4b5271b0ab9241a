package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.IpWriter;
import io.tributary.metrics.Counter;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.OptionPlan;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Segments for nobody, from nobody, and connections with oneself; which address and port an open uses. */
class StrangersTest extends Dialogue {
    private static final int SYN = TcpFlags.SYN;
    private static final int ACK = TcpFlags.ACK;

    /** A segment with any addresses and absolute numbers. */
    private void inject(String from, String to, int fromPort, int toPort, int flags, int seq, int ack, int payload) {
        IpAddress src = IpAddress.parse(from);
        IpAddress dst = IpAddress.parse(to);
        int ip = src.isV4() ? 20 : 40;
        int upper = TcpHeader.LENGTH + payload;
        UnsafeBuffer b = new UnsafeBuffer(new byte[ip + upper]);
        IpWriter.writeHeader(b, 0, src.hi(), src.lo(), dst.hi(), dst.lo(), 6, upper, 64, 0, 1);
        TcpHeader.encode(b, ip, fromPort, toPort, seq, ack, flags, 1000, 0, new OptionPlan());
        long pseudo = Checksum.pseudoHeader(src.hi(), src.lo(), dst.hi(), dst.lo(), 6, upper);
        TcpHeader.putChecksum(b, ip, Checksum.finish(Checksum.add(pseudo, Checksum.sum(b, ip, upper))));
        peer.shard.onPacket(peer.networkInterface, b, 0, ip + upper, new Offload(), peer.nowNs);
        peer.shard.runOnce(peer.nowNs);
    }

    private String answer(int flags, int seq, int ack, int payload) {
        inject("192.0.2.2", "192.0.2.1", 4000, 9, flags, seq, ack, payload);
        byte[] packet = peer.device.poll();
        if (packet == null) {
            return "nothing";
        }
        TcpHeader h = new TcpHeader().wrap(new UnsafeBuffer(packet), 20, packet.length - 20);
        return (h.flags() == TcpFlags.RST ? "RST " : h.flags() == (TcpFlags.RST | ACK) ? "RST,ACK " : "? ") + h.seqNo() + " " + h.ackNo();
    }

    @Test
    @DisplayName("TCP-P-1 what answers segments to a closed port: exact numbers with and without ACK, SYN and FIN counted, RST never")
    void closedPort() {
        assertThat(answer(ACK, 5, 77, 0)).isEqualTo("RST 77 0");
        assertThat(answer(ACK | TcpFlags.FIN, 5, 77, 10)).isEqualTo("RST 77 0");
        assertThat(answer(SYN | ACK, 5, -1, 0)).isEqualTo("RST -1 0");
        assertThat(answer(SYN, 100, 0, 0)).isEqualTo("RST,ACK 0 101");
        assertThat(answer(SYN, -1, 0, 3)).isEqualTo("RST,ACK 0 3");
        assertThat(answer(SYN | TcpFlags.FIN, 100, 0, 3)).isEqualTo("RST,ACK 0 105");
        assertThat(answer(TcpFlags.FIN, 100, 0, 0)).isEqualTo("RST,ACK 0 101");
        assertThat(answer(0, 100, 0, 3)).isEqualTo("RST,ACK 0 103");
        assertThat(answer(TcpFlags.RST, 100, 0, 0)).isEqualTo("nothing");
        assertThat(answer(TcpFlags.RST | ACK, 100, 5, 0)).isEqualTo("nothing");
        assertThat(answer(TcpFlags.RST | SYN, 100, 5, 0)).isEqualTo("nothing");
    }

    @Test
    @DisplayName("TCP-P-2 a listener ignores RST, answers ACK by RST, and is no one's for segments without SYN")
    void listening() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 9, false, false, 4), app);
        assertThat(answer(TcpFlags.RST, 100, 0, 0)).isEqualTo("nothing");
        assertThat(answer(ACK, 5, 77, 3)).isEqualTo("RST 77 0");
        assertThat(answer(SYN | ACK, 5, 77, 0)).isEqualTo("RST 77 0");
        assertThat(answer(SYN | TcpFlags.RST, 5, 77, 0)).isEqualTo("nothing");
        assertThat(peer.shard.isEmpty()).isTrue();
    }

    @Test
    @DisplayName("TCP-MUST-57 TCP-MUST-63 what is addressed to, or comes from, many hosts or none is dropped without an answer")
    void addresses() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 9, false, false, 100), app);
        for (String from : new String[] {"255.255.255.255", "224.0.0.1", "239.1.2.3", "0.0.0.0", "0.1.2.3", "127.0.0.1"}) {
            inject(from, "192.0.2.1", 4000, 9, SYN, 100, 0, 0);
            inject(from, "192.0.2.1", 4000, 10, SYN, 100, 0, 0);
        }
        for (String to : new String[] {"255.255.255.255", "224.0.0.1", "239.1.2.3", "0.0.0.0", "192.0.2.77"}) {
            inject("192.0.2.2", to, 4000, 9, SYN, 100, 0, 0);
            inject("192.0.2.2", to, 4000, 10, ACK, 100, 0, 0);
        }
        peer.andNothingElse();
        assertThat(peer.shard.isEmpty()).isTrue();
        inject("192.0.2.2", "192.0.2.1", 4000, 9, SYN, 100, 0, 0);
        assertThat(peer.device.size()).isEqualTo(1);
    }

    @Test
    @DisplayName("TCP-MUST-57 TCP-MUST-63 the same with IPv6")
    void addressesV6() {
        peer = new TestPeer(ShardConfig.DEFAULT, true, DeviceCapabilities.plain(1500));
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 9, false, false, 100), app);
        for (String from : new String[] {"ff02::1", "::", "::1"}) {
            inject(from, "2001:db8::1", 4000, 9, SYN, 100, 0, 0);
        }
        inject("2001:db8::2", "ff02::1", 4000, 9, SYN, 100, 0, 0);
        inject("2001:db8::2", "ff02::1", 4000, 10, ACK, 100, 0, 0);
        peer.andNothingElse();
        inject("2001:db8::2", "2001:db8::1", 4000, 9, SYN, 100, 0, 0);
        assertThat(peer.device.size()).isEqualTo(1);
    }

    /** Hands the stack's packets back to it until there are none. @return how many there were */
    private int loop() {
        int n = 0;
        for (byte[] p = peer.device.poll(); p != null && n < 100; p = peer.device.poll(), n++) {
            peer.shard.onPacket(peer.networkInterface, new UnsafeBuffer(p), 0, p.length, new Offload(), peer.nowNs);
            peer.shard.runOnce(peer.nowNs);
        }
        return n;
    }

    @Test
    @DisplayName("R9293-A2-1 TCP-MUST-10 a connection with itself opens, carries text and closes in few packets")
    void selfConnect() {
        app.attachTo(peer.shard.connect(ConnectSpec.to(TestPeer.ZONE, peer.stackAddress, 5000).from(peer.stackAddress, 5000).multipath(false),
            app.out, app.in, app, peer.nowNs));
        peer.shard.runOnce(peer.nowNs);
        assertThat(loop()).isBetween(2, 6);
        assertThat(app.established).isEqualTo(1);
        app.write("hello");
        peer.shard.runOnce(peer.nowNs);
        assertThat(loop()).isBetween(1, 4);
        assertThat(app.read()).isEqualTo("hello");
        app.end();
        for (int i = 0; i < 40 && app.closed == null; i++) {
            peer.shard.runOnce(peer.nowNs);
            assertThat(loop()).isLessThan(6);
            peer.nowNs += 10 * MS;
        }
        assertThat(app.in.isEnded()).isTrue();
        assertThat(app.closed).isEqualTo(CloseReason.NORMAL);
    }

    @Test
    @DisplayName("TCP-MUST-42 TCP-MUST-41 one can listen on a port from which a connection is opening, and the SYN of its peer is the connection's")
    void listenOnConnectingPort() {
        connect(toPeer().from(peer.stackAddress, 80));
        Endpoint listener = new Endpoint();
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), listener);
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(listener.pending).isNull();
        peer.newConnection(40_001);
        peer.sends(Segment.syn()).expects("SYN,ACK seq 0 ack 1 len 0");
        assertThat(listener.pending).isNotNull();
        peer.newConnection(40_000);
        assertThat(app.closed).isNull();
    }

    @Test
    @DisplayName("TCP-MUST-43 TCP-MUST-44 TCP-MUST-45 a listener may be for one address; an open uses the address it names, or the interface's, and keeps it")
    void localAddress() {
        IpAddress second = IpAddress.parse("192.0.2.9");
        peer.shard.addInterface("two", TestPeer.ZONE, new IpAddress[] {second}, peer.device);
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, second, 9, false, false, 4), app);
        assertThat(answer(SYN, 100, 0, 0)).isEqualTo("RST,ACK 0 101");
        inject("192.0.2.2", "192.0.2.9", 4000, 9, SYN, 100, 0, 0);
        assertThat(app.pending.localAddress()).isEqualTo(second);
        peer.device.poll();

        Endpoint named = new Endpoint();
        named.attachTo(peer.shard.connect(toPeer().from(second, 0), named.out, named.in, named, peer.nowNs));
        Endpoint unnamed = new Endpoint();
        unnamed.attachTo(peer.shard.connect(toPeer(), unnamed.out, unnamed.in, unnamed, peer.nowNs));
        peer.advance(3000 * MS);
        assertThat(named.connection.localAddress()).isEqualTo(second);
        assertThat(unnamed.connection.localAddress()).isEqualTo(peer.stackAddress);
        for (byte[] p = peer.device.poll(); p != null; p = peer.device.poll()) {
            Segment s = peer.decode(p);
            assertThat(s.view.remoteLo).isEqualTo(s.view.remotePort != unnamed.connection.localPort() ? second.lo() : peer.stackAddress.lo());
        }
    }

    @Test
    @DisplayName("R6056-3-1 when no port is free an open fails at once, and that is counted")
    void noPort() {
        Counter exhausted = Counter.PORTS_EXHAUSTED;
        peer = new TestPeer(new ShardConfig(TcpConfig.DEFAULT, 70_000, 10), false, DeviceCapabilities.plain(1500));
        CloseReason reason = null;
        int opened = 0;
        for (int i = 0; i < 64_512 + 9 && reason == null; i++) {
            Endpoint e = i < 64_000 ? app : new Endpoint();
            e.connection = null;
            peer.shard.connect(toPeer().drivenSyn(true), e.out, e.in, e, peer.nowNs);
            if (i >= 64_000) {
                peer.shard.runOnce(peer.nowNs);
                reason = e.closed;
            }
            opened += reason == null ? 1 : 0;
        }
        assertThat(reason).isEqualTo(CloseReason.NO_RESOURCES);
        assertThat(opened).isGreaterThan(64_000 - 1);
        assertThat(peer.shard.counters().get(exhausted)).isEqualTo(1);
    }
}
