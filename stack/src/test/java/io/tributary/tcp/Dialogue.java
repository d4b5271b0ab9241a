package io.tributary.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.shard.ShardConfig;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.testkit.TestPeer;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;

/** What dialogues with one connection have in common: how it comes to be. */
abstract class Dialogue {
    static final long MS = TestPeer.MS;

    TestPeer peer = new TestPeer();
    Endpoint app = new Endpoint();
    /** How long the peer takes to complete the handshake. */
    long handshakeNs;

    static TestPeer with(SocketOptions options) {
        return new TestPeer(new ShardConfig(TcpConfig.DEFAULT.with(options), 100, 100), false, DeviceCapabilities.plain(1500));
    }

    void listen() {
        peer.shard.listen(new ListenSpec(TestPeer.ZONE, IpAddress.ANY, 80, false, false, 4), app);
    }

    /** A passive open; the peer's options are those of {@code syn}, its window 60,000. */
    void open(Segment syn) {
        listen();
        peer.sends(syn);
        Segment synAck = peer.expects("SYN,ACK seq 0 ack 1 len 0");
        peer.advance(handshakeNs);
        Segment ack = Segment.ack(1, 1).window(60_000);
        if (synAck.view.options.hasTimestamps()) {
            ack.timestamps(100, synAck.view.options.tsVal());
        }
        peer.sends(ack).andNothingElse();
        assertThat(app.established).isEqualTo(1);
    }

    ConnectSpec toPeer() {
        return ConnectSpec.to(TestPeer.ZONE, peer.peerAddress, peer.peerPort).multipath(false);
    }

    /** An active open up to its SYN. */
    void connect(ConnectSpec spec) {
        app.attachTo(peer.shard.connect(spec, app.out, app.in, app, peer.nowNs));
        peer.advance(0).expects("SYN seq 0 len " + spec.synPayload().length);
    }

    void write(int bytes) {
        assertThat(app.write(new byte[bytes])).isEqualTo(bytes);
        peer.advance(0);
    }

    Segment ack(long ack) {
        return Segment.ack(1, ack).window(60_000);
    }

    static Segment flags(int flags, long seq, long ack) {
        return Segment.of(flags, seq, ack);
    }

    static Segment synFin() {
        return Segment.of(TcpFlags.SYN | TcpFlags.FIN, 0, 0);
    }

    /** Throws away what the stack has sent so far. @return how many payload bytes that was */
    int drain() {
        int bytes = 0;
        while (peer.device.size() > 0) {
            bytes += peer.next().payload.length;
        }
        return bytes;
    }
}
