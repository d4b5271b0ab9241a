package io.tributary.ip;

import io.tributary.device.Offload;
import io.tributary.metrics.Counters;
import io.tributary.metrics.DropReason;
import io.tributary.tcp.SegmentView;
import io.tributary.wire.Bytes;
import io.tributary.wire.Checksum;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.AddAddrOption;
import io.tributary.wire.option.DssOption;
import io.tributary.wire.option.MpCapableOption;
import io.tributary.wire.option.MpFailOption;
import io.tributary.wire.option.MpFastcloseOption;
import io.tributary.wire.option.MpJoinOption;
import io.tributary.wire.option.MpPrioOption;
import io.tributary.wire.option.MpTcprstOption;
import io.tributary.wire.option.MptcpSubtype;
import io.tributary.wire.option.OptionPlan;
import io.tributary.wire.option.RemoveAddrOption;
import io.tributary.wire.option.TcpOptions;
import org.agrona.concurrent.UnsafeBuffer;

import java.util.Arrays;

/**
 * Feeds arbitrary bytes to every parser, each time in a buffer of exactly the bytes it may read, and reads all that it then
 * promises. Whatever goes wrong is an exception or a failed check; how many inputs were good is counted, so that
 * a fuzz test can say that it was not all noise.
 */
final class CodecExercise {
    private static final int[] TCP_FLAGS = {TcpFlags.SYN, TcpFlags.SYN | TcpFlags.ACK, TcpFlags.ACK, TcpFlags.RST};

    /** Well-formed inputs met so far, by kind. */
    int goodOptions;
    int goodPackets;
    int goodSegments;
    int goodErrors;
    int answered;
    int reassembled;

    private final TcpOptions options = new TcpOptions();
    private final OptionPlan plan = new OptionPlan();
    private final TcpHeader tcp = new TcpHeader();
    private final IpInput ip = new IpInput();
    private final PacketView packet = new PacketView();
    private final SegmentParser segments = new SegmentParser();
    private final SegmentView segment = new SegmentView();
    private final IcmpInput icmp = new IcmpInput();
    private final IcmpErrorView error = new IcmpErrorView();
    private final FragmentReassembler reassembler = new FragmentReassembler(2, 1_000, new Counters(), (first, zone, now) -> { });
    private final Offload trusted = new Offload().set(0, true, 0, 0);
    private long clock;

    /** The first 40 bytes, as the options of a TCP header. */
    void options(byte[] input) {
        byte[] bytes = Arrays.copyOf(input, Math.min(input.length, OptionPlan.CAPACITY));
        UnsafeBuffer b = Bytes.exactly(bytes);
        check(options.parse(b, 0, bytes.length));
        for (int i = 0; i < options.mptcpCount(); i++) {
            int from = options.mptcpAt(i);
            mptcpOption(Arrays.copyOfRange(bytes, from, from + options.mptcpLength(i)));
        }
    }

    private static void check(TcpOptions o) {
        for (int i = 0; i < o.sackBlocks(); i++) {
            o.sackLeft(i);
            o.sackRight(i);
        }
        require(o.sackBlocks() <= 4 && o.windowScale() <= 14);
        if (o.hasFastOpen()) {
            require(o.fastOpenAt() >= o.at() && o.fastOpenAt() + o.fastOpenLength() <= o.at() + o.length());
        }
        for (int i = 0; i < o.mptcpCount(); i++) {
            require(o.mptcpLength(i) >= 3 && o.mptcpAt(i) >= o.at() && o.mptcpAt(i) + o.mptcpLength(i) <= o.at() + o.length());
            require(MptcpSubtype.subtype(o.buffer(), o.mptcpAt(i)) <= 15);
        }
    }

    /** The bytes, 3 to 40 of them, as one kind-30 option; one that is well-formed and encoded again is the same but for reserved bits. */
    void mptcpOption(byte[] bytes) {
        UnsafeBuffer b = Bytes.exactly(bytes);
        int n = bytes.length;
        int before = goodOptions;
        capable(new MpCapableOption().wrap(b, 0, n), b);
        join(new MpJoinOption().wrap(b, 0, n), b);
        dss(new DssOption().wrap(b, 0, n), b);
        addAddr(new AddAddrOption().wrap(b, 0, n), b);
        RemoveAddrOption remove = new RemoveAddrOption().wrap(b, 0, n);
        if (remove.isWellFormed()) {
            byte[] ids = new byte[remove.count()];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = (byte) remove.addressId(i);
            }
            same(RemoveAddrOption.encode(plan.reset(), ids, ids.length), b, 0xf0, 0xff);
        }
        MpPrioOption prio = new MpPrioOption().wrap(b, 0, n);
        if (prio.isWellFormed()) {
            same(MpPrioOption.encode(plan.reset(), prio.backup()), b, 0xf1, 0xff);
        }
        MpFailOption fail = new MpFailOption().wrap(b, 0, n);
        if (fail.isWellFormed()) {
            same(MpFailOption.encode(plan.reset(), fail.dsn()), b, 0xf0, 0);
        }
        MpFastcloseOption fastclose = new MpFastcloseOption().wrap(b, 0, n);
        if (fastclose.isWellFormed()) {
            same(MpFastcloseOption.encode(plan.reset(), fastclose.receiverKey()), b, 0xf0, 0);
        }
        MpTcprstOption reset = new MpTcprstOption().wrap(b, 0, n);
        if (reset.isWellFormed()) {
            same(MpTcprstOption.encode(plan.reset(), reset.isTransient(), b.getByte(3)), b, 0xf1, 0xff);
            require(reset.reason() <= 6);
        }
        require(goodOptions - before <= 1);
    }

    private void capable(MpCapableOption o, UnsafeBuffer b) {
        int forms = 0;
        for (int flags : TCP_FLAGS) {
            forms += o.isWellFormed(flags) ? 1 : 0;
        }
        require(forms == (o.isWellFormed() ? 1 : 0));
        if (!o.isWellFormed()) {
            return;
        }
        boolean done = o.hasMapping()
            ? MpCapableOption.encodeAckData(plan.reset(), o.flags(), o.senderKey(), o.receiverKey(), o.dataLevelLength(),
                o.hasChecksum() ? o.checksum() : 0)
            : o.hasReceiverKey() ? MpCapableOption.encodeAck(plan.reset(), o.flags(), o.senderKey(), o.receiverKey())
            : o.hasSenderKey() ? MpCapableOption.encodeSynAck(plan.reset(), o.flags(), o.senderKey())
            : MpCapableOption.encodeSyn(plan.reset(), o.flags());
        require(o.version() <= 15);
        same(done, b, 0xf0, 0xff);
    }

    private void join(MpJoinOption o, UnsafeBuffer b) {
        int forms = 0;
        for (int flags : TCP_FLAGS) {
            forms += o.isWellFormed(flags) ? 1 : 0;
        }
        require(forms == (o.isWellFormed() ? 1 : 0));
        if (o.isWellFormed(TcpFlags.SYN)) {
            same(MpJoinOption.encodeSyn(plan.reset(), o.backup(), o.addressId(), o.token(), o.nonce()), b, 0xf1, 0xff);
        } else if (o.isWellFormed(TcpFlags.SYN | TcpFlags.ACK)) {
            same(MpJoinOption.encodeSynAck(plan.reset(), o.backup(), o.addressId(), o.hmac64(), o.nonce()), b, 0xf1, 0xff);
        } else if (o.isWellFormed()) {
            same(MpJoinOption.encodeAck(plan.reset(), o.buffer(), o.hmacAt()), b, 0xf0, 0);
            require(o.matchesHmac(o.buffer(), o.hmacAt()));
        }
    }

    private void dss(DssOption o, UnsafeBuffer b) {
        if (!o.isWellFormed()) {
            return;
        }
        boolean done = DssOption.encode(plan.reset(), o.flags(), o.hasDataAck() ? o.dataAck() : 0, o.hasMapping() ? o.dsn() : 0,
            o.hasMapping() ? o.ssn() : 0, o.hasMapping() ? o.dataLevelLength() : 0,
            o.hasChecksum() ? o.checksum() : DssOption.NO_CHECKSUM);
        require(o.hasMapping() || !o.hasDataFin());
        int meaningful = (o.hasDataAck() ? DssOption.ACK | DssOption.ACK_64 : 0)
            | (o.hasMapping() ? DssOption.MAPPING | DssOption.DSN_64 | DssOption.DATA_FIN : 0);
        same(done, b, 0xf0, meaningful);
    }

    private void addAddr(AddAddrOption o, UnsafeBuffer b) {
        if (!o.isWellFormed()) {
            return;
        }
        if (o.hasPort() && o.port() == 0) {
            goodOptions++;
            return;
        }
        boolean done = o.isEcho() ? AddAddrOption.encodeEcho(plan.reset(), o.addressId(), o.addressHi(), o.addressLo(), o.port())
            : AddAddrOption.encode(plan.reset(), o.addressId(), o.addressHi(), o.addressLo(), o.port(), o.hmac());
        same(done, b, 0xf1, 0xff);
    }

    /** Compares the plan with the original; of octets 2 and 3 only the bits of the masks, the others are reserved. */
    private void same(boolean encoded, UnsafeBuffer original, int mask2, int mask3) {
        goodOptions++;
        require(encoded && plan.length() == original.capacity());
        for (int i = 0; i < plan.length(); i++) {
            int mask = i == 2 ? mask2 : i == 3 ? mask3 : 0xff;
            require((plan.buffer().getByte(i) & mask) == (original.getByte(i) & mask));
        }
    }

    /** The bytes as a TCP segment without its IP header. */
    void tcpHeader(byte[] bytes) {
        UnsafeBuffer b = Bytes.exactly(bytes);
        tcp.wrap(b, 0, bytes.length);
        if (tcp.isWellFormed()) {
            require((tcp.sourcePort() | tcp.destinationPort() | tcp.window() | tcp.checksum() | tcp.urgentPointer()) <= 0xffff);
            require(tcp.optionsAt() + tcp.optionsLength() <= bytes.length && (tcp.seqNo() ^ tcp.ackNo() ^ tcp.flags()) != 1L << 32);
            check(options.parse(b, tcp.optionsAt(), tcp.optionsLength()));
        }
    }

    /** The bytes as a received packet, through everything a packet can meet. */
    void packet(byte[] bytes) {
        UnsafeBuffer b = Bytes.exactly(bytes);
        DropReason reason = ip.parse(b, 0, bytes.length, Packets.NONE, packet);
        if (reason != null) {
            if (packet.problemCode >= 0) {
                answer(bytes.length);
            }
            return;
        }
        goodPackets++;
        require(packet.length <= bytes.length && packet.payloadAt >= 20 && packet.payloadLength >= 0
            && packet.payloadAt + packet.payloadLength == packet.length && packet.ttl > 0);
        answer(bytes.length);
        if (packet.isFragment) {
            fragment();
            return;
        }
        upperLayer();
    }

    private void upperLayer() {
        segments.parse(packet, Packets.NONE, 0, segment);
        if (segments.parse(packet, trusted, 0, segment) == null) {
            goodSegments++;
            check(segment.options);
            require(segment.payloadLength >= 0 && segment.payloadAt + segment.payloadLength == packet.at + packet.length);
            require(segment.sequenceLength() >= segment.payloadLength);
        }
        if (icmp.parse(packet, error) == null) {
            goodErrors++;
            require(error.embeddedAt > packet.at && error.embeddedLength >= 28
                && error.embeddedAt + error.embeddedLength == packet.at + packet.length && error.mtu >= 0);
            require(!(error.isHard() && error.isTooBig()));
        }
    }

    private void fragment() {
        clock += 10;
        if (reassembler.add(packet, 0, clock)) {
            reassembled++;
            UnsafeBuffer whole = new UnsafeBuffer(reassembler.buffer(), reassembler.at(), reassembler.length());
            if (ip.parse(whole, 0, whole.capacity(), Packets.NONE, packet) == null && !packet.isFragment) {
                upperLayer();
            }
        }
        require(reassembler.size() <= 2);
    }

    /** An error about the packet, into a buffer of exactly the size it may take; what comes out is a good packet. */
    private void answer(int received) {
        int limit = Math.min(IcmpOutput.maxLength(packet), 48 + received);
        UnsafeBuffer out = new UnsafeBuffer(new byte[limit]);
        int length = packet.isV4()
            ? IcmpOutput.unreachable(out, 0, packet, Packets.A4.hi(), Packets.A4.lo(), 1)
            : IcmpOutput.parameterProblem(out, 0, packet, Packets.A6.hi(), Packets.A6.lo(), 1, packet.problemPointer);
        if (length > 0) {
            answered++;
            require(new IpInput().parse(out, 0, length, Packets.NONE, new PacketView()) == null);
        }
    }

    /** Repairs what a random change breaks most, so that more than the checksum is tried: IPv4 header and ICMP. */
    static byte[] repaired(byte[] bytes) {
        Packets.repaired(bytes);
        PacketView p = new PacketView();
        if (Packets.parse(bytes, p) == null && p.payloadLength >= 8) {
            boolean v6 = p.protocol == IpProtocol.ICMPV6 && !p.isV4();
            if (v6 || p.protocol == IpProtocol.ICMP) {
                int at = p.payloadAt;
                UnsafeBuffer b = new UnsafeBuffer(bytes);
                b.putShort(at + 2, (short) 0);
                long sum = Checksum.sum(b, at, p.payloadLength)
                    + (v6 ? Checksum.pseudoHeaderV6(p.srcHi, p.srcLo, p.dstHi, p.dstLo, p.protocol, p.payloadLength) : 0);
                int checksum = Checksum.finish(sum);
                bytes[at + 2] = (byte) (checksum >>> 8);
                bytes[at + 3] = (byte) checksum;
            }
        }
        return bytes;
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new AssertionError("a promise of the codec is broken");
        }
    }
}
