package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.device.PacketSink;
import io.tributary.ip.FlowKey;
import io.tributary.ip.IpWriter;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.wire.Checksum;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.TcpHeader;
import io.tributary.wire.option.OptionPlan;
import org.agrona.MutableDirectBuffer;

/** Builds segments where the device will read them: headers, options, and the one copy of the text. One per shard. */
@Rfc(value = 9293, section = "3.1")
public final class SegmentWriter {
    private static final int PROTOCOL_TCP = 6;

    private final Counters counters;
    /** Of what no connection stands behind. */
    private final int hopLimit;
    private final OptionPlan plan = new OptionPlan();
    private final Offload offload = new Offload();
    /** Of the packet being written, which may be fragmented or not. */
    private int ipId;
    private boolean fragmentable;

    public SegmentWriter(Counters counters, TcpConfig config) {
        this.counters = counters;
        this.hopLimit = config.socket().ip().hopLimit();
    }

    /**
     * Writes one segment that starts at position {@code from} and covers at most {@code length} positions, the FIN included
     * where the range reaches over it. Options are planned once the device has a place for the segment, as whoever adds one
     * takes it for sent.
     *
     * @return positions covered, at most {@code length}; -1 if the device took nothing
     */
    int writeSegment(Tcb t, long from, int length, int flags, long nowNs) {
        boolean syn = (flags & TcpFlags.SYN) != 0;
        int payload = syn ? (t.state == TcpState.SYN_SENT ? t.synPayload.length : 0)
            : (int) Math.max(0, Math.min(length, t.snd.finPosition - from));
        if (!syn && payload > 0) {
            payload = t.extension.limitSegment(t, from - t.snd.textBase, payload);
        }
        PacketSink sink = t.out.device().sink();
        int at = sink.claim(Math.min((t.key.isV4() ? 20 : 40) + TcpHeader.LENGTH + OptionPlan.CAPACITY + payload, sink.maxPacket()));
        if (at < 0) {
            return -1;
        }
        try {
            return writeClaimed(t, sink, at, from, length, payload, flags, nowNs);
        } catch (RuntimeException e) {
            sink.abort(at);
            throw e;
        }
    }

    private int writeClaimed(Tcb t, PacketSink sink, int at, long from, int length, int most, int flags, long nowNs) {
        boolean syn = (flags & TcpFlags.SYN) != 0;
        long text = from - t.snd.textBase;
        t.plannedPosition = from;
        TcpOptionPlanner.plan(plan.reset(), t, flags, text, most, nowNs);
        int segment = t.snd.mss - plan.paddedLength();
        int payload = syn || most <= segment ? most : Math.min(most, t.socket.urgent.isSending() ? segment : room(t.out, t.key.isV4(), segment));
        boolean fin = !syn && length > payload && from + payload == t.snd.finPosition;
        int ipLength = t.key.isV4() ? 20 : 40;
        int tcpLength = TcpHeader.LENGTH + plan.paddedLength();
        MutableDirectBuffer b = sink.buffer();
        int tcpAt = at + ipLength;
        copyText(t, syn, text, payload, b, tcpAt + tcpLength);
        int urgent = syn || (flags & TcpFlags.RST) != 0 ? 0 : t.socket.urgent.pointer(from);
        boolean newText = payload > 0 && !syn && from == t.snd.nxt && from < t.snd.una + t.snd.wnd;
        int all = flags | ecnFlags(t, flags, newText) | (fin ? TcpFlags.FIN : 0) | (urgent > 0 ? TcpFlags.URG : 0)
            | (payload > 0 && endsText(t, text + payload) ? TcpFlags.PSH : 0);
        boolean ack = (all & TcpFlags.ACK) != 0;
        int window = AdvertisedWindow.field(t, syn);
        TcpHeader.encode(b, tcpAt, t.key.localPort(), t.key.remotePort(), t.snd.seqNo(from), ack ? t.rcv.irs + (int) t.rcv.nxt : 0,
            all, window, urgent, plan);
        ipId = t.path.nextIpId(t, Math.max(1, (payload + segment - 1) / Math.max(1, segment)));
        fragmentable = t.path.isFragmentable();
        t.path.onSent(ipLength + tcpLength + (syn ? payload : Math.min(payload, segment)));
        SocketOptions.IpFields ip = t.socket.options().ip();
        int trafficClass = ip.dscp() << 2 | t.ecn.codepoint(newText);
        finish(t.out, t.key, ip.hopLimit(), trafficClass, sink, b, at, ipLength, tcpLength, payload, segment);
        if (ack) {
            t.acks.onAckSent();
            t.rcv.lastAckSent = t.rcv.nxt;
            AdvertisedWindow.told(t, from, window, syn);
        }
        if (payload > 0 && !syn) {
            t.dataOptions = plan.paddedLength();
        }
        return payload + (fin ? 1 : 0);
    }

    private static int ecnFlags(Tcb t, int flags, boolean newText) {
        if ((flags & TcpFlags.SYN) != 0) {
            return (flags & TcpFlags.ACK) != 0 ? t.ecn.onSendSynAck() : t.ecn.onSendSyn(t.synsSent <= 1);
        }
        if ((flags & TcpFlags.RST) != 0) {
            return 0;
        }
        t.ecn.onReduced(t.loss.recoveryPoint());
        return t.ecn.onSend(newText);
    }

    /** Answers a segment that belongs to no connection, or to one that refuses it. {@code withAck}: the segment had no ACK itself. */
    @Rfc(value = 9293, section = "3.10.7.1")
    public boolean writeReset(NetInterface out, FlowKey key, int seqNo, int ackNo, boolean withAck) {
        plan.reset();
        return writeBare(out, key, seqNo, ackNo, TcpFlags.RST | (withAck ? TcpFlags.ACK : 0), 0);
    }

    /** The plan for {@link #writeBare}: whoever answers without a Tcb adds options here after {@link OptionPlan#reset()}. */
    public OptionPlan barePlan() {
        return plan;
    }

    /** A segment without text that no Tcb stands behind, with the options of {@link #barePlan()}. */
    public boolean writeBare(NetInterface out, FlowKey key, int seqNo, int ackNo, int flags, int window) {
        PacketSink sink = out.device().sink();
        int ipLength = key.isV4() ? 20 : 40;
        int tcpLength = TcpHeader.LENGTH + plan.paddedLength();
        int at = sink.claim(ipLength + tcpLength);
        if (at < 0) {
            return false;
        }
        MutableDirectBuffer b = sink.buffer();
        TcpHeader.encode(b, at + ipLength, key.localPort(), key.remotePort(), seqNo, ackNo, flags, window, 0, plan);
        ipId = 0;
        fragmentable = false;
        finish(out, key, hopLimit, 0, sink, b, at, ipLength, tcpLength, 0, 0);
        if ((flags & TcpFlags.RST) != 0) {
            counters.increment(Counter.TCP_OUT_RSTS);
        }
        return true;
    }

    /** What one packet can hold of text: a wire segment, or many that the device cuts. */
    private int room(NetInterface out, boolean v4, int segment) {
        int most = out.maxPacket(v4);
        if (most <= out.mtu()) {
            return segment;
        }
        int room = Math.min(most, 65_535) - (v4 ? 20 : 40) - TcpHeader.LENGTH - plan.paddedLength();
        return Math.max(segment, room - room % segment);
    }

    private void finish(NetInterface out, FlowKey key, int hops, int trafficClass, PacketSink sink, MutableDirectBuffer b, int at, int ipLength,
                        int tcpLength, int payload, int segment) {
        int upper = tcpLength + payload;
        IpWriter.writeHeader(b, at, key.localHi(), key.localLo(), key.remoteHi(), key.remoteLo(), PROTOCOL_TCP, upper, hops, trafficClass,
            ipId);
        if (fragmentable) {
            IpWriter.allowFragmentation(b, at);
        }
        int tcpAt = at + ipLength;
        long pseudo = Checksum.pseudoHeader(key.localHi(), key.localLo(), key.remoteHi(), key.remoteLo(), PROTOCOL_TCP, upper);
        boolean partial = out.checksumOffload();
        TcpHeader.putChecksum(b, tcpAt, partial ? Checksum.fold(pseudo)
            : Checksum.finish(Checksum.add(pseudo, Checksum.sum(b, tcpAt, upper))));
        offload.set(payload > segment ? segment : 0, partial, ipLength, ipLength + tcpLength);
        sink.commit(at, ipLength + upper, offload);
        counters.increment(Counter.TCP_OUT_SEGS);
        counters.increment(Counter.IP_OUT_REQUESTS);
    }

    private static void copyText(Tcb t, boolean syn, long text, int payload, MutableDirectBuffer b, int at) {
        if (payload == 0) {
            return;
        }
        if (syn) {
            b.putBytes(at, t.synPayload, 0, payload);
        } else {
            t.text.copy(text, payload, b, at);
        }
    }

    private static boolean endsText(Tcb t, long end) {
        return end >= t.text.limit();
    }
}
