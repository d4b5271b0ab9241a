package io.tributary.sim;

import io.tributary.Rfc;
import io.tributary.device.Offload;
import io.tributary.ip.IcmpOutput;
import io.tributary.ip.IpInput;
import io.tributary.wire.Icmpv4Message;
import io.tributary.wire.Icmpv6Message;
import io.tributary.wire.IpAddress;
import io.tributary.wire.Ipv4Header;
import io.tributary.wire.Ipv6Header;
import io.tributary.wire.PacketView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Passes packets on between its links: longest prefix, one hop less to live, fragments of IPv4 packets that allow it, and ICMP
 * errors about those it cannot pass on. What is addressed to itself is dropped. Takes no time; links do.
 */
@Rfc(value = 1812, section = {"4.2.2", "4.3", "5.2", "5.3"})
@Rfc(value = 4443, section = {"2.4", "3.1", "3.2", "3.3"})
public final class SimRouter implements SimNode {
    private static final long SECOND = 1_000_000_000;

    private final Simulation simulation;
    private final String name;
    private final Map<SimDevice, List<IpAddress>> devices = new LinkedHashMap<>();
    private final ForwardingTable table = new ForwardingTable();
    private final IpInput input = new IpInput();
    private final PacketView view = new PacketView();
    private int icmpPerSecond = 1000;
    private long icmpSecond = -1;
    private int icmpThisSecond;
    private long forwarded;
    private long fragments;
    private long icmpSent;
    private long dropped;

    public SimRouter(Simulation simulation, String name) {
        this.simulation = simulation;
        this.name = name;
        simulation.add(this);
    }

    /**
     * @param addresses its own there, one of each family that it is to send ICMP errors for
     * @return the end to be linked
     */
    public SimDevice addInterface(String interfaceName, int mtu, String... addresses) {
        SimDevice device = simulation.device(this, name + "." + interfaceName, mtu);
        List<IpAddress> owned = new ArrayList<>();
        for (String a : addresses) {
            owned.add(IpAddress.parse(a));
        }
        devices.put(device, owned);
        return device;
    }

    /** Packets to these addresses leave by this device. @param prefix {@code ADDRESS/LENGTH} */
    public SimRouter route(String prefix, SimDevice out) {
        if (!devices.containsKey(out)) {
            throw new IllegalArgumentException(out.name() + " is no device of " + name);
        }
        table.add(prefix, out);
        return this;
    }

    /** Most ICMP errors it sends in one second; 0: it is silent, a black hole for path MTU discovery. */
    public SimRouter icmpPerSecond(int most) {
        icmpPerSecond = most;
        return this;
    }

    public String name() {
        return name;
    }

    public long forwarded() {
        return forwarded;
    }

    /** Fragments made of packets that were too big for their way. */
    public long fragments() {
        return fragments;
    }

    public long icmpSent() {
        return icmpSent;
    }

    /** Packets that went nowhere. */
    public long dropped() {
        return dropped;
    }

    @Override
    public void onPackets(long nowNs) {
        for (SimDevice d : devices.keySet()) {
            d.receive((buffer, at, length, offload) -> forward(d, buffer, at, length, offload, nowNs), Integer.MAX_VALUE);
        }
    }

    private void forward(SimDevice from, MutableDirectBuffer b, int at, int length, Offload offload, long nowNs) {
        if (input.parse(b, at, length, offload, view) != null || isOwn(view.dstHi, view.dstLo)) {
            dropped++;
            return;
        }
        SimDevice out = table.lookup(view.dstHi, view.dstLo);
        if (view.ttl <= 1) {
            answer(from, nowNs, (to, hi, lo) -> IcmpOutput.timeExceeded(to, 0, view, hi, lo));
        } else if (out == null) {
            int code = view.isV4() ? Icmpv4Message.NET : Icmpv6Message.NO_ROUTE;
            answer(from, nowNs, (to, hi, lo) -> IcmpOutput.unreachable(to, 0, view, hi, lo, code));
        } else {
            SimPacket packet = new SimPacket(b, at, length, offload);
            hop(packet);
            if (packet.wireSize() <= out.pathMtu()) {
                forwarded++;
                out.send(packet);
            } else if (view.isV4() && !new Ipv4Header().wrap(b, at).dontFragment() && offload.gsoSize == 0) {
                forwarded++;
                fragments += Fragmenter.send(packet, out.pathMtu(), out);
            } else {
                int mtu = out.pathMtu();
                answer(from, nowNs, (to, hi, lo) -> IcmpOutput.packetTooBig(to, 0, view, hi, lo, mtu));
            }
        }
    }

    private void hop(SimPacket packet) {
        if (view.isV4()) {
            Ipv4Header.decrementTtl(packet.buffer(), 0);
        } else {
            Ipv6Header.decrementHopLimit(packet.buffer(), 0);
        }
    }

    private boolean isOwn(long hi, long lo) {
        for (List<IpAddress> owned : devices.values()) {
            for (IpAddress a : owned) {
                if (a.hi() == hi && a.lo() == lo) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Writes an ICMP error from an address of ours. */
    @FunctionalInterface
    private interface Answer {
        int write(MutableDirectBuffer b, long sourceHi, long sourceLo);
    }

    private void answer(SimDevice to, long nowNs, Answer answer) {
        dropped++;
        if (nowNs / SECOND != icmpSecond) {
            icmpSecond = nowNs / SECOND;
            icmpThisSecond = 0;
        }
        IpAddress own = devices.get(to).stream().filter(a -> a.isV4() == view.isV4()).findFirst().orElse(null);
        if (own == null || icmpThisSecond >= icmpPerSecond) {
            return;
        }
        UnsafeBuffer b = new UnsafeBuffer(new byte[IcmpOutput.maxLength(view)]);
        int length = answer.write(b, own.hi(), own.lo());
        if (length > 0) {
            icmpThisSecond++;
            icmpSent++;
            to.send(new SimPacket(b, 0, length, new Offload()));
        }
    }

    @Override
    public long nextDeadlineNs() {
        return Long.MAX_VALUE;
    }

    @Override
    public void onTimers(long nowNs) {
        throw new IllegalStateException(name + " has no timers");
    }

    @Override
    public void transmit(long nowNs) {
        // packets are passed on as they come
    }

    @Override
    public String toString() {
        return name;
    }
}
