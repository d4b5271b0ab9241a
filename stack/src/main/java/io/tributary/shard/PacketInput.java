package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.ip.FlowKey;
import io.tributary.ip.FlowTable;
import io.tributary.ip.FragmentReassembler;
import io.tributary.ip.IcmpErrorView;
import io.tributary.ip.IcmpInput;
import io.tributary.ip.IcmpResponder;
import io.tributary.ip.IpInput;
import io.tributary.ip.NetInterface;
import io.tributary.ip.SegmentParser;
import io.tributary.ip.UdpInput;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.metrics.DropReason;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.SegmentView;
import io.tributary.tcp.SegmentWriter;
import io.tributary.wire.IpProtocol;
import io.tributary.wire.PacketView;
import io.tributary.wire.TcpFlags;
import org.agrona.MutableDirectBuffer;

/**
 * From packet to the owner of its flow: IP checks, reassembly, TCP checks, look-up; and the answer to what is for us but for nobody
 * here: a reset, or an ICMP error.
 */
@Rfc(value = 9293, section = {"3.10.7.1", "3.10.7.2"})
@Rfc(value = 1122, section = {"3.2.2", "3.3.2", "4.1.3.1"})
final class PacketInput {
    /** Datagrams being put together at once: 64 KiB each, and no well-behaved TCP sends us any. */
    private static final int FRAGMENTED_DATAGRAMS = 16;
    private static final long FRAGMENT_TIMEOUT_NS = 60_000_000_000L;

    private final FlowTable<SegmentTarget> flows;
    private final Opening opening;
    private final TimeWaitTable timeWaits;
    private final LocalAddresses addresses;
    private final SegmentWriter writer;
    private final Counters counters;
    private final Guard guard;
    private final IcmpResponder icmp;
    private final IpInput ipInput = new IpInput();
    private final SegmentParser segmentParser = new SegmentParser();
    private final IcmpInput icmpInput = new IcmpInput();
    private final PacketView packet = new PacketView();
    private final SegmentView segment = new SegmentView();
    private final IcmpErrorView icmpError = new IcmpErrorView();
    private final Offload noOffload = new Offload();
    private final FragmentReassembler fragments;

    PacketInput(FlowTable<SegmentTarget> flows, Opening opening, TimeWaitTable timeWaits, LocalAddresses addresses,
                SegmentWriter writer, Counters counters, Guard guard, IcmpResponder icmp) {
        this.flows = flows;
        this.opening = opening;
        this.timeWaits = timeWaits;
        this.addresses = addresses;
        this.writer = writer;
        this.counters = counters;
        this.guard = guard;
        this.icmp = icmp;
        this.fragments = new FragmentReassembler(FRAGMENTED_DATAGRAMS, FRAGMENT_TIMEOUT_NS, counters, this::onReassemblyTimeout);
    }

    void onPacket(NetInterface from, MutableDirectBuffer buffer, int at, int length, Offload offload, long nowNs) {
        counters.increment(Counter.IP_IN_RECEIVES);
        DropReason drop = ipInput.parse(buffer, at, length, offload, packet);
        if (drop != null) {
            counters.increment(drop.counter());
            if (drop.isForAddresseeOnly()) {
                problem(from, nowNs);
            }
            return;
        }
        counters.increment(Counter.ofEcn(packet.ecn));
        if (packet.isFragment) {
            fragment(from, nowNs);
        } else {
            whole(from, offload, nowNs);
        }
    }

    /** Headers we cannot process: what is addressed to us gets an answer if its family has one. */
    private void problem(NetInterface from, long nowNs) {
        if (packet.problemCode >= 0 && isForUs(from)) {
            icmp.parameterProblem(from, packet, packet.problemCode, packet.problemPointer, nowNs);
        }
    }

    private boolean isForUs(NetInterface from) {
        return addresses.owns(from.zone(), packet.dstHi, packet.dstLo);
    }

    /** A datagram that became whole goes through the same checks as if it had come so; a fragment in it is none of ours. */
    private void fragment(NetInterface from, long nowNs) {
        if (!isForUs(from)) {
            counters.increment(Counter.NO_ROUTE);
            return;
        }
        if (!fragments.add(packet, from.zone(), nowNs)) {
            problem(from, nowNs);
        } else if (ipInput.parse(fragments.buffer(), fragments.at(), fragments.length(), noOffload, packet) == null
            && !packet.isFragment) {
            whole(from, noOffload, nowNs);
        }
    }

    private void onReassemblyTimeout(PacketView first, int zone, long nowNs) {
        NetInterface out = addresses.find(zone, first.dstHi, first.dstLo);
        if (out != null) {
            icmp.reassemblyTimeExceeded(out, first, nowNs);
        }
    }

    private void whole(NetInterface from, Offload offload, long nowNs) {
        if (packet.protocol == IpProtocol.TCP) {
            tcp(from, offload, nowNs);
        } else if (packet.protocol == (packet.isV4() ? IpProtocol.ICMP : IpProtocol.ICMPV6)) {
            icmp(from, nowNs);
        } else if (!isForUs(from)) {
            counters.increment(Counter.NO_ROUTE);
        } else if (packet.protocol == IpProtocol.UDP) {
            udp(from, offload, nowNs);
        } else {
            icmp.unknownProtocol(from, packet, nowNs);
        }
    }

    /** Nobody here listens to UDP: whoever sent a sound datagram is told so. */
    private void udp(NetInterface from, Offload offload, long nowNs) {
        DropReason drop = UdpInput.check(packet, offload);
        if (drop != null) {
            counters.increment(drop.counter());
            return;
        }
        counters.increment(Counter.UDP_NO_PORTS);
        icmp.portUnreachable(from, packet, nowNs);
    }

    private void tcp(NetInterface from, Offload offload, long nowNs) {
        counters.increment(Counter.TCP_IN_SEGS);
        DropReason drop = segmentParser.parse(packet, offload, from.zone(), segment);
        if (drop != null) {
            counters.increment(drop.counter());
            return;
        }
        SegmentView s = segment;
        SegmentTarget target = flows.get(s.zone, s.localHi, s.localLo, s.localPort, s.remoteHi, s.remoteLo, s.remotePort);
        if (target instanceof TimeWait w && w.yieldsTo(s) && opening.hasRoomFor(s)) {
            timeWaits.end(w);
            counters.increment(Counter.TCP_TW_RECYCLED);
            opening.succeed(s, from, w, nowNs);
        } else if (target != null) {
            try {
                target.onSegment(s, nowNs);
            } catch (RuntimeException e) {
                guard.onSegmentFailed(target, e);
            }
        } else {
            noFlow(from, s, nowNs);
        }
    }

    private void noFlow(NetInterface from, SegmentView s, long nowNs) {
        if (!addresses.owns(s.zone, s.localHi, s.localLo)) {
            counters.increment(Counter.NO_ROUTE);
            return;
        }
        boolean plainSyn = (s.flags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST | TcpFlags.FIN)) == TcpFlags.SYN;
        if (plainSyn && (opening.onJoin(s, from, nowNs) || opening.onSyn(s, from, null, nowNs)) || s.has(TcpFlags.RST)) {
            return;
        }
        boolean plainAck = (s.flags & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.ACK;
        if (plainAck && opening.onAck(s, from, nowNs)) {
            return;
        }
        FlowKey key = new FlowKey(s.zone, s.localHi, s.localLo, s.localPort, s.remoteHi, s.remoteLo, s.remotePort);
        if (s.has(TcpFlags.ACK)) {
            writer.writeReset(from, key, s.ackNo, 0, false);
        } else {
            writer.writeReset(from, key, 0, s.seqNo + s.sequenceLength(), true);
        }
    }

    /**
     * An error about a flow is addressed to that flow's local address, which need not be ours where addresses are preserved: where
     * it is not, somebody made it up.
     */
    private void icmp(NetInterface from, long nowNs) {
        counters.increment(Counter.ICMP_IN_MSGS);
        DropReason drop = icmpInput.parse(packet, icmpError);
        if (drop == DropReason.ICMP_ECHO && isForUs(from)) {
            icmp.echo(from, packet, nowNs);
            return;
        }
        if (drop != null) {
            counters.increment(drop.counter());
            return;
        }
        IcmpErrorView e = icmpError;
        SegmentTarget target = e.localLo != packet.dstLo || e.localHi != packet.dstHi ? null
            : flows.get(from.zone(), e.localHi, e.localLo, e.localPort, e.remoteHi, e.remoteLo, e.remotePort);
        if (target == null) {
            counters.increment(Counter.ICMP_IN_ERRORS);
            return;
        }
        try {
            target.onIcmpError(e, nowNs);
        } catch (RuntimeException x) {
            guard.onSegmentFailed(target, x);
        }
    }

    void onTimers(long nowNs) {
        fragments.expire(nowNs);
    }

    long earliestDeadlineNs() {
        return fragments.deadlineNs();
    }
}
