package io.tributary.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.ip.IpWriter;
import io.tributary.ip.NetInterface;
import io.tributary.ip.SegmentParser;
import io.tributary.metrics.Counters;
import io.tributary.random.SeededRandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The other end of one connection, played packet by packet against a shard in virtual time. Says what it sends and what must
 * come back, and that nothing else does.
 */
public final class TestPeer {
    public static final int ZONE = 0;
    public static final long MS = 1_000_000L;
    private static final int PEER_ISN = 1_000_000;

    public final Shard shard;
    public final CollectingDevice device;
    public final NetInterface networkInterface;
    public final IpAddress stackAddress;
    public final IpAddress peerAddress;
    public int stackPort = 80;
    public int peerPort = 40_000;
    public long nowNs = 1_000_000_000_000L;
    private int stackIsn;
    private boolean isnKnown;

    public TestPeer(ShardConfig config, boolean v6, DeviceCapabilities capabilities) {
        shard = new Shard(config, new SeededRandomSource(7), new Counters());
        device = new CollectingDevice(capabilities);
        stackAddress = IpAddress.parse(v6 ? "2001:db8::1" : "192.0.2.1");
        peerAddress = IpAddress.parse(v6 ? "2001:db8::2" : "192.0.2.2");
        networkInterface = shard.addInterface("test0", ZONE, new IpAddress[] {stackAddress}, device);
    }

    public TestPeer() {
        this(ShardConfig.DEFAULT, false, DeviceCapabilities.plain(1500));
    }

    /** Lets virtual time pass, with everything that falls due in it. */
    public TestPeer advance(long ns) {
        long until = nowNs + ns;
        shard.runOnce(nowNs);
        for (int i = 0; i < 100_000; i++) {
            long next = shard.nextDeadlineNs();
            if (next > until) {
                break;
            }
            nowNs = Math.max(nowNs, next);
            shard.runOnce(nowNs);
        }
        nowNs = until;
        return this;
    }

    /** Input without the turn that answers it. */
    public void inject(Segment s) {
        byte[] packet = encode(s);
        shard.onPacket(networkInterface, new UnsafeBuffer(packet), 0, packet.length, new Offload(), nowNs);
    }

    public TestPeer sends(Segment s) {
        inject(s);
        shard.runOnce(nowNs);
        return this;
    }

    public byte[] encode(Segment s) {
        int ip = stackAddress.isV4() ? 20 : 40;
        byte[] packet = new byte[ip + TcpHeader.LENGTH + s.options.paddedLength() + s.payload.length];
        UnsafeBuffer b = new UnsafeBuffer(packet);
        int upper = packet.length - ip;
        IpWriter.writeHeader(b, 0, peerAddress.hi(), peerAddress.lo(), stackAddress.hi(), stackAddress.lo(), 6, upper, 64, s.dscp << 2 | s.ecn, 1);
        int ack = (s.flags & TcpFlags.ACK) != 0 ? stackIsn + (int) s.ack : 0;
        int header = TcpHeader.encode(b, ip, peerPort, stackPort, PEER_ISN + (int) s.seq, ack, s.flags, s.window, s.urgentPointer, s.options);
        b.putBytes(ip + header, s.payload);
        long pseudo = Checksum.pseudoHeader(peerAddress.hi(), peerAddress.lo(), stackAddress.hi(), stackAddress.lo(), 6, upper);
        TcpHeader.putChecksum(b, ip, Checksum.finish(Checksum.add(pseudo, Checksum.sum(b, ip, upper))));
        return packet;
    }

    /** The next segment of the stack, fully checked as a receiver would. Fails if there is none. */
    public Segment next() {
        byte[] packet = device.poll();
        assertThat(packet).as("a packet from the stack").isNotNull();
        return decode(packet);
    }

    public Segment decode(byte[] packet) {
        PacketView p = new PacketView();
        assertThat(new IpInput().parse(new UnsafeBuffer(packet), 0, packet.length, new Offload(), p)).isNull();
        SegmentView v = new SegmentView();
        Offload o = new Offload();
        o.checksumPartial = networkInterface.checksumOffload();
        assertThat(new SegmentParser().parse(p, o, ZONE, v)).isNull();
        if (v.has(TcpFlags.SYN) && !isnKnown) {
            stackIsn = v.seqNo;
            isnKnown = true;
        }
        Segment s = Segment.of(v.flags, Integer.toUnsignedLong(v.seqNo - stackIsn),
            v.has(TcpFlags.ACK) ? Integer.toUnsignedLong(v.ackNo - PEER_ISN) : 0);
        s.window = v.window;
        s.ecn = v.ecn;
        s.view = v;
        s.payload = new byte[v.payloadLength];
        v.buffer.getBytes(v.payloadAt, s.payload);
        stackPort = v.remotePort == peerPort ? stackPort : v.remotePort;
        return s;
    }

    /** The next segment of the stack must read so, as {@link Segment#toString()} writes it. */
    public Segment expects(String description) {
        Segment s = next();
        assertThat(s.toString()).isEqualTo(description);
        return s;
    }

    public TestPeer andNothingElse() {
        byte[] packet = device.poll();
        assertThat(packet == null ? "nothing" : decode(packet).toString()).isEqualTo("nothing");
        return this;
    }

    /** Forgets what it knew of the stack's ISN: a new connection follows. */
    public void newConnection(int port) {
        isnKnown = false;
        peerPort = port;
    }
}
