package io.tributary.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tributary.connection.ConnectSpec;
import io.tributary.connection.ListenSpec;
import io.tributary.device.DeviceCapabilities;
import io.tributary.device.Offload;
import io.tributary.ip.IpInput;
import io.tributary.ip.IpWriter;
import io.tributary.ip.NetInterface;
import io.tributary.ip.SegmentParser;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.mptcp.open.Hmac;
import io.tributary.mptcp.open.Keys;
import io.tributary.random.SeededRandomSource;
import io.tributary.shard.Shard;
import io.tributary.shard.ShardConfig;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SocketOptions;
import io.tributary.tcp.TcpConfig;
import io.tributary.testkit.CollectingDevice;
import io.tributary.testkit.Endpoint;
import io.tributary.testkit.Segment;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpAddress;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.OptionPlan;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The other end of an MPTCP connection, played packet by packet against a shard in virtual time: several flows, one pair of
 * keys. Sequence numbers are relative to the ISNs, data sequence numbers to the IDSNs.
 */
final class MptcpPeer {
    static final long MS = 1_000_000L;
    static final int H = MpCapableOption.HMAC_SHA256;
    static final int A = MpCapableOption.CHECKSUM_REQUIRED;
    static final int C = MpCapableOption.NO_JOIN_HERE;
    static final long PEER_KEY = 0x0001020304050607L;
    static final IpAddress STACK_1 = IpAddress.parse("192.0.2.1");
    static final IpAddress STACK_2 = IpAddress.parse("192.0.2.129");
    static final IpAddress STACK_6 = IpAddress.parse("2001:db8::1");
    static final IpAddress PEER_1 = IpAddress.parse("198.51.100.1");
    static final IpAddress PEER_2 = IpAddress.parse("198.51.100.129");
    private static final int PEER_ISN = 1_000_000;

    final Shard shard;
    final CollectingDevice device = new CollectingDevice(DeviceCapabilities.plain(1500));
    /** Where what the peer sends comes in. */
    NetInterface networkInterface;
    final Endpoint app = new Endpoint();
    final Hmac hmac = new Hmac();
    long nowNs = 1_000_000_000_000L;
    long stackKey;
    long stackIdsn;
    final long peerIdsn = new Keys().derive(PEER_KEY).idsn();

    MptcpPeer(MptcpConfig config) {
        TcpConfig tcp = TcpConfig.DEFAULT.with(SocketOptions.DEFAULT.withNoDelay(true));
        shard = new Shard(new ShardConfig(tcp, config, 100, 100), new SeededRandomSource(7), new Counters());
        networkInterface = shard.addInterface("test0", 0, new IpAddress[] {STACK_1, STACK_2, STACK_6}, device);
    }

    /** One TCP flow of the peer. */
    final class Flow {
        IpAddress stackAddress;
        IpAddress peerAddress;
        int stackPort;
        int peerPort;
        int stackIsn;
        int stackNonce;
        boolean isnKnown;

        Flow(IpAddress peerAddress, int peerPort, IpAddress stackAddress, int stackPort) {
            this.peerAddress = peerAddress;
            this.peerPort = peerPort;
            this.stackAddress = stackAddress;
            this.stackPort = stackPort;
        }

        MptcpPeer sends(Segment s) {
            arrives(s);
            shard.runOnce(nowNs);
            return MptcpPeer.this;
        }

        /** One of several that come before the stack turns to sending. */
        void arrives(Segment s) {
            byte[] packet = encode(s);
            shard.onPacket(networkInterface, new UnsafeBuffer(packet), 0, packet.length, new Offload(), nowNs);
        }

        private byte[] encode(Segment s) {
            int ip = stackAddress.isV4() ? 20 : 40;
            byte[] packet = new byte[ip + TcpHeader.LENGTH + s.options.paddedLength() + s.payload.length];
            UnsafeBuffer b = new UnsafeBuffer(packet);
            int upper = packet.length - ip;
            IpWriter.writeHeader(b, 0, peerAddress.hi(), peerAddress.lo(), stackAddress.hi(), stackAddress.lo(), 6, upper, 64, 0, 1);
            int ack = (s.flags & TcpFlags.ACK) != 0 ? stackIsn + (int) s.ack : 0;
            int header = TcpHeader.encode(b, ip, peerPort, stackPort, PEER_ISN + (int) s.seq, ack, s.flags, s.window, 0, s.options);
            b.putBytes(ip + header, s.payload);
            long pseudo = Checksum.pseudoHeader(peerAddress.hi(), peerAddress.lo(), stackAddress.hi(), stackAddress.lo(), 6, upper);
            TcpHeader.putChecksum(b, ip, Checksum.finish(Checksum.add(pseudo, Checksum.sum(b, ip, upper))));
            return packet;
        }

        /** The stack's next segment must belong to this flow and read so. @return it */
        Segment expects(String segment, String options) {
            byte[] packet = device.poll();
            assertThat(packet).as("a packet from the stack").isNotNull();
            SegmentView v = parse(packet);
            boolean mine = v.localPort == peerPort && v.localHi == peerAddress.hi() && v.localLo == peerAddress.lo()
                && v.remoteHi == stackAddress.hi() && v.remoteLo == stackAddress.lo();
            assertThat(mine).as("belongs to the flow: %s", text(v)).isTrue();
            stackPort = v.remotePort;
            Segment s = relative(v);
            assertThat(s + " | " + OptionText.of(v, stackIdsn, peerIdsn)).isEqualTo(segment + " | " + options);
            return s;
        }

        /** The last of what the stack has sent must belong to this flow and read so. */
        Segment lastly(String segment, String options) {
            while (device.size() > 1) {
                device.poll();
            }
            return expects(segment, options);
        }

        private Segment relative(SegmentView v) {
            if (v.has(TcpFlags.SYN) && !isnKnown) {
                stackIsn = v.seqNo;
                isnKnown = true;
            }
            Segment s = Segment.of(v.flags, isnKnown ? Integer.toUnsignedLong(v.seqNo - stackIsn) : 0,
                v.has(TcpFlags.ACK) ? Integer.toUnsignedLong(v.ackNo - PEER_ISN) : 0);
            s.window = v.window;
            s.view = v;
            s.payload = new byte[v.payloadLength];
            v.buffer.getBytes(v.payloadAt, s.payload);
            return s;
        }
    }

    private static SegmentView parse(byte[] packet) {
        PacketView p = new PacketView();
        assertThat(new IpInput().parse(new UnsafeBuffer(packet), 0, packet.length, new Offload(), p)).isNull();
        SegmentView v = new SegmentView();
        assertThat(new SegmentParser().parse(p, new Offload(), 0, v)).isNull();
        return v;
    }

    private String text(SegmentView v) {
        return new IpAddress(v.remoteHi, v.remoteLo).withPort(v.remotePort) + " > " + new IpAddress(v.localHi, v.localLo).withPort(v.localPort)
            + " flags " + Integer.toHexString(v.flags) + " len " + v.payloadLength + " " + OptionText.of(v, stackIdsn, peerIdsn);
    }

    MptcpPeer andNothingElse() {
        byte[] packet = device.poll();
        assertThat(packet == null ? "nothing" : text(parse(packet))).isEqualTo("nothing");
        return this;
    }

    /** Lets virtual time pass, with everything that falls due in it. */
    MptcpPeer advance(long ns) {
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

    long count(Counter c) {
        return shard.counters().get(c);
    }

    MptcpConnection connection() {
        return (MptcpConnection) app.connection;
    }

    // ---- openings

    Flow listen(boolean checksum) {
        shard.listen(new ListenSpec(0, IpAddress.ANY, 80, true, checksum, 4), app);
        return new Flow(PEER_1, 40_000, STACK_1, 80);
    }

    Flow connect(boolean checksum) {
        ConnectSpec spec = ConnectSpec.to(0, PEER_1, 8080).from(STACK_1, 0).checksum(checksum);
        app.attachTo(shard.connect(spec, app.out, app.in, app, nowNs));
        advance(0);
        return new Flow(PEER_1, 8080, STACK_1, 0);
    }

    void learnStackKey(Segment synAck) {
        stackKey = synAck.view.options.buffer().getLong(synAck.view.options.mptcpAt(0) + 4, ByteOrder.BIG_ENDIAN);
        stackIdsn = new Keys().derive(stackKey).idsn();
    }

    /** The stack as listener, up to and with the third packet. */
    Flow accepted(int flags) {
        return accepted(flags, true);
    }

    /** @param quiet nothing else follows by itself */
    Flow accepted(int flags, boolean quiet) {
        Flow f = listen(false);
        f.sends(capable(Segment.syn(), flags));
        learnStackKey(f.expects("SYN,ACK seq 0 ack 1 len 0", String.format("mpc12 v1 %02x", flags & ~C)));
        f.sends(keys(Segment.ack(1, 1), flags));
        if (quiet) {
            andNothingElse();
        }
        return f;
    }

    /** The stack as initiator, up to and with its third packet. */
    Flow connected(int flags) {
        Flow f = connect(false);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        stackKey = connection().keys().localKey();
        stackIdsn = connection().keys().localIdsn();
        f.sends(capable(Segment.synAck(1), flags));
        f.expects("ACK seq 1 ack 1 len 0", String.format("mpc20 v1 %02x", flags & ~C));
        return f;
    }

    /** A second subflow that the peer opens, up to and with the stack's fourth packet. */
    Flow joined(int stackPort, int addressId, boolean backup) {
        Flow f = new Flow(PEER_2, 41_000, STACK_1, stackPort);
        f.sends(join(Segment.syn(), addressId, 77, backup));
        Segment synAck = f.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=0");
        f.stackNonce = synAck.view.options.buffer().getInt(synAck.view.options.mptcpAt(0) + 12, ByteOrder.BIG_ENDIAN);
        f.sends(joinAck(Segment.ack(1, 1), f, 77));
        return f;
    }

    /** The stack has sent {@code syn} of a join: the peer takes it, up to and with the fourth packet. */
    void takesJoin(Flow f, Segment syn, int addressId) {
        f.stackNonce = syn.view.options.buffer().getInt(syn.view.options.mptcpAt(0) + 8, ByteOrder.BIG_ENDIAN);
        long mac = hmac.joinLeft64(PEER_KEY, stackKey, 55, f.stackNonce);
        f.sends(with(Segment.synAck(1), o -> MpJoinOption.encodeSynAck(o, false, addressId, mac, 55)));
        Segment third = f.expects("ACK seq 1 ack 1 len 0", "join24");
        byte[] sent = new byte[20];
        third.view.options.buffer().getBytes(third.view.options.mptcpAt(0) + 4, sent);
        assertThat(sent).isEqualTo(java.util.Arrays.copyOf(hmac.join(stackKey, PEER_KEY, f.stackNonce, 55), 20));
        f.sends(dataAck(Segment.ack(1, 1), 1));
    }

    /** The stack connects from one address to another, up to and with its third packet. */
    Flow connectTo(IpAddress to, IpAddress from) {
        ConnectSpec spec = ConnectSpec.to(0, to, 8080).from(from, 0);
        app.attachTo(shard.connect(spec, app.out, app.in, app, nowNs));
        advance(0);
        Flow f = new Flow(to, 8080, from, 0);
        f.expects("SYN seq 0 len 0", "mpc4 v1 01");
        stackKey = connection().keys().localKey();
        stackIdsn = connection().keys().localIdsn();
        f.sends(capable(Segment.synAck(1), H));
        f.expects("ACK seq 1 ack 1 len 0", "mpc20 v1 01");
        return f;
    }

    /** A second subflow that the peer opens to another address of ours, up to and with the stack's fourth packet. */
    Flow joined2(IpAddress stackAddress, int addressId) {
        Flow f = joined2(stackAddress, addressId, true);
        f.expects("ACK seq 1 ack 1 len 0", "dss ack=1");
        return f;
    }

    /** @param quiet only the fourth packet follows, which is still to come */
    Flow joined2(IpAddress stackAddress, int addressId, boolean quiet) {
        Flow f = new Flow(PEER_2, 41_000, stackAddress, 80);
        f.sends(join(Segment.syn(), addressId, 77, false));
        Segment synAck = f.expects("SYN,ACK seq 0 ack 1 len 0", "join16 id=1");
        f.stackNonce = synAck.view.options.buffer().getInt(synAck.view.options.mptcpAt(0) + 12, ByteOrder.BIG_ENDIAN);
        f.sends(joinAck(Segment.ack(1, 1), f, 77));
        assertThat(device.size() == 1).isEqualTo(quiet);
        return f;
    }

    // ---- options of what the peer sends

    static Segment capable(Segment s, int flags) {
        if (s.has(TcpFlags.ACK)) {
            MpCapableOption.encodeSynAck(s.options, flags, PEER_KEY);
        } else {
            MpCapableOption.encodeSyn(s.options, flags);
        }
        return s;
    }

    Segment keys(Segment s, int flags) {
        MpCapableOption.encodeAck(s.options, flags, PEER_KEY, stackKey);
        return s;
    }

    Segment firstData(Segment s, int flags, int length, int checksum) {
        MpCapableOption.encodeAckData(s.options, flags, PEER_KEY, stackKey, length, checksum);
        return s;
    }

    Segment join(Segment syn, int addressId, int nonce, boolean backup) {
        MpJoinOption.encodeSyn(syn.options, backup, addressId, new Keys().derive(stackKey).token(), nonce);
        return syn;
    }

    Segment joinAck(Segment s, Flow f, int nonce) {
        MpJoinOption.encodeAck(s.options, new UnsafeBuffer(hmac.join(PEER_KEY, stackKey, nonce, f.stackNonce)), 0);
        return s;
    }

    /** A Data ACK of 64 bits. */
    Segment dataAck(Segment s, long position) {
        DssOption.encodeAck(s.options, stackIdsn + position, true);
        return s;
    }

    /** Data ACK and mapping, both of 64 bits. */
    Segment mapped(Segment s, long ack, long data, int ssn, int length, boolean fin) {
        int flags = DssOption.ACK | DssOption.ACK_64 | DssOption.MAPPING | DssOption.DSN_64 | (fin ? DssOption.DATA_FIN : 0);
        DssOption.encode(s.options, flags, stackIdsn + ack, peerIdsn + data, ssn, length, DssOption.NO_CHECKSUM);
        return s;
    }

    Segment announce(Segment s, int id, IpAddress a, int port) {
        AddAddrOption.encode(s.options, id, a.hi(), a.lo(), port, hmac.address(PEER_KEY, stackKey, id, a.hi(), a.lo(), port));
        return s;
    }

    static Segment with(Segment s, java.util.function.Predicate<OptionPlan> option) {
        assertThat(option.test(s.options)).isTrue();
        return s;
    }
}
