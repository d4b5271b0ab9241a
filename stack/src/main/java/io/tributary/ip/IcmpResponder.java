package io.tributary.ip;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.device.PacketSink;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.metrics.DropReason;
import io.tributary.random.RandomStream;
import io.tributary.wire.AddressKind;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import java.nio.ByteOrder;
import org.agrona.MutableDirectBuffer;

/**
 * What we say in ICMP of our own accord: errors about packets that were for us, and echo replies. Which packets deserve no error
 * at all {@link IcmpOutput} knows; how many get one {@link IcmpRate} does. What a device has no room for is not sent. One per shard.
 */
@Rfc(value = 1122, section = {"3.2.2", "3.2.2.6"})
@Rfc(value = 4443, section = {"2.4", "4.2"})
public final class IcmpResponder {
    private static final int HOPS = 64;

    private final Counters counters;
    private final IcmpRate rate;
    private final Offload offload = new Offload();

    public IcmpResponder(Counters counters, RandomStream random) {
        this.counters = counters;
        this.rate = new IcmpRate(random);
    }

    /** Nobody here speaks the packet's protocol: IPv4 says so, IPv6 points at the byte that names it. */
    @Rfc(value = 1122, section = "3.2.2.1")
    @Rfc(value = 8200, section = "4")
    public void unknownProtocol(NetInterface out, PacketView about, long nowNs) {
        counters.increment(Counter.IP_IN_UNKNOWN_PROTOS);
        if (about.isV4()) {
            unreachable(out, about, Icmpv4Message.PROTOCOL, nowNs);
        } else if (about.protocol != IpProtocol.NO_NEXT_HEADER) {
            parameterProblem(out, about, Icmpv6Message.UNKNOWN_NEXT_HEADER, about.protocolField, nowNs);
        }
    }

    /** Nobody listens at the packet's port. */
    public void portUnreachable(NetInterface out, PacketView about, long nowNs) {
        unreachable(out, about, about.isV4() ? Icmpv4Message.PORT : Icmpv6Message.PORT, nowNs);
    }

    private void unreachable(NetInterface out, PacketView about, int code, long nowNs) {
        int at = claim(out, about, nowNs);
        if (at >= 0) {
            MutableDirectBuffer b = out.device().sink().buffer();
            send(out, at, IcmpOutput.unreachable(b, at, about, about.dstHi, about.dstLo, code), Counter.ICMP_OUT_DEST_UNREACHS);
        }
    }

    /** IPv6 only: something in the packet's headers cannot be processed. A code below 0 says nothing. */
    public void parameterProblem(NetInterface out, PacketView about, int code, int pointer, long nowNs) {
        if (about.isV4() || code < 0) {
            return;
        }
        int at = claim(out, about, nowNs);
        if (at >= 0) {
            MutableDirectBuffer b = out.device().sink().buffer();
            send(out, at, IcmpOutput.parameterProblem(b, at, about, about.dstHi, about.dstLo, code, pointer), Counter.ICMP_OUT_PARM_PROBS);
        }
    }

    /** The rest of the datagram did not come in time; {@code about} is its first fragment. */
    @Rfc(value = 1122, section = "3.3.2")
    @Rfc(value = 8200, section = "4.5")
    public void reassemblyTimeExceeded(NetInterface out, PacketView about, long nowNs) {
        int at = claim(out, about, nowNs);
        if (at >= 0) {
            MutableDirectBuffer b = out.device().sink().buffer();
            send(out, at, IcmpOutput.reassemblyTimeExceeded(b, at, about, about.dstHi, about.dstLo), Counter.ICMP_OUT_TIME_EXCDS);
        }
    }

    /** A place for an error about this packet; -1 if there is to be none. What deserves no error costs nobody's rate. */
    private int claim(NetInterface out, PacketView about, long nowNs) {
        if (!IcmpOutput.mayAnswer(about)) {
            return -1;
        }
        if (!rate.errorTo(about.srcHi, about.srcLo, nowNs)) {
            counters.increment(Counter.ICMP_OUT_RATE_LIMIT_HOST);
            return -1;
        }
        if (!rate.errorInAll(nowNs)) {
            counters.increment(Counter.ICMP_OUT_RATE_LIMIT_GLOBAL);
            return -1;
        }
        PacketSink sink = out.device().sink();
        return sink.claim(Math.min(IcmpOutput.maxLength(about), sink.maxPacket()));
    }

    /**
     * Answers an echo request to one of our own addresses with its own bytes, if the reply fits the interface: nothing we send
     * is fragmented. The request's checksum has been verified.
     */
    @Rfc(value = 1122, section = "3.2.2.6")
    @Rfc(value = 4443, section = {"4.1", "4.2"})
    public void echo(NetInterface out, PacketView p, long nowNs) {
        counters.increment(DropReason.ICMP_ECHO.counter());
        int ipLength = IpWriter.headerLength(p.dstHi, p.dstLo);
        int length = ipLength + p.payloadLength;
        if (!AddressKind.isForeignSource(p.srcHi, p.srcLo) || length > out.mtu()) {
            counters.increment(Counter.IP_IN_DISCARDS);
            return;
        }
        if (!rate.echo(nowNs)) {
            counters.increment(Counter.ICMP_OUT_RATE_LIMIT_GLOBAL);
            return;
        }
        int at = out.device().sink().claim(length);
        if (at < 0) {
            return;
        }
        MutableDirectBuffer b = out.device().sink().buffer();
        int icmpAt = at + ipLength;
        int body = p.payloadLength - Icmpv4Message.HEADER_LENGTH;
        b.putBytes(icmpAt, p.buffer, p.payloadAt, p.payloadLength);
        int identity = b.getInt(icmpAt + 4, ByteOrder.BIG_ENDIAN);
        if (p.isV4()) {
            Icmpv4Message.encode(b, icmpAt, Icmpv4Message.ECHO_REPLY, 0, identity, body);
        } else {
            Icmpv6Message.encode(b, icmpAt, Icmpv6Message.ECHO_REPLY, 0, identity, body, p.dstHi, p.dstLo, p.srcHi, p.srcLo);
        }
        IpWriter.writeHeader(b, at, p.dstHi, p.dstLo, p.srcHi, p.srcLo, p.isV4() ? IpProtocol.ICMP : IpProtocol.ICMPV6,
            p.payloadLength, HOPS, p.dscp << 2, 0);
        send(out, at, length, Counter.ICMP_OUT_ECHO_REPS);
    }

    private void send(NetInterface out, int at, int length, Counter kind) {
        PacketSink sink = out.device().sink();
        if (length == 0) {
            sink.abort(at);
            return;
        }
        sink.commit(at, length, offload.none());
        counters.increment(Counter.ICMP_OUT_MSGS);
        counters.increment(kind);
        counters.increment(Counter.IP_OUT_REQUESTS);
    }
}
