package io.tributary.shard;

import io.tributary.Rfc;
import io.tributary.connection.ConnectSpec;
import io.tributary.ip.FlowKey;
import io.tributary.ip.FlowTable;
import io.tributary.ip.NetInterface;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.SegmentTarget;
import io.tributary.tcp.open.PortAllocator;
import io.tributary.wire.AddressKind;
import io.tributary.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;

/** The addresses the stack owns: on which interface, and which of them a new flow uses. */
@Rfc(value = 9293, section = "3.9.1.1")
final class LocalAddresses {
    private final List<NetInterface> interfaces = new ArrayList<>();
    private final PortAllocator ports;
    private final Counters counters;

    LocalAddresses(PortAllocator ports, Counters counters) {
        this.ports = ports;
        this.counters = counters;
    }

    void add(NetInterface i) {
        interfaces.add(i);
    }

    List<NetInterface> interfaces() {
        return interfaces;
    }

    boolean owns(int zone, long hi, long lo) {
        return find(zone, hi, lo) != null;
    }

    /** The interface of that zone that owns the address, or null. */
    NetInterface find(int zone, long hi, long lo) {
        for (int i = 0; i < interfaces.size(); i++) {
            NetInterface n = interfaces.get(i);
            if (n.zone() == zone && n.owns(hi, lo)) {
                return n;
            }
        }
        return null;
    }

    NetInterface interfaceOf(FlowKey key) {
        return find(key.zone(), key.localHi(), key.localLo());
    }

    /**
     * Settles source address and port.
     *
     * @return null if there is no address of that family, no free port, or if the remote end is no single host's
     */
    FlowKey flowFor(ConnectSpec spec, FlowTable<SegmentTarget> flows) {
        if (!AddressKind.isUnicast(spec.remote().hi(), spec.remote().lo()) || spec.remotePort() == 0) {
            return null;
        }
        IpAddress local = spec.local().equals(IpAddress.ANY) ? nearest(spec.zone(), spec.remote()) : spec.local();
        if (local == null || local.isV4() != spec.remote().isV4() || !owns(spec.zone(), local.hi(), local.lo())) {
            return null;
        }
        return flow(spec.zone(), local, spec.localPort(), spec.remote(), spec.remotePort(), flows);
    }

    /** @param localPort 0: chosen. @return null if no port is free, or the one asked for is taken */
    FlowKey flow(int zone, IpAddress local, int localPort, IpAddress remote, int remotePort, FlowTable<SegmentTarget> flows) {
        int port = localPort != 0 ? localPort : ports.allocate(zone, local, remote, remotePort, p ->
            flows.get(zone, local.hi(), local.lo(), p, remote.hi(), remote.lo(), remotePort) == null);
        if (port == 0) {
            counters.increment(Counter.PORTS_EXHAUSTED);
            return null;
        }
        if (flows.get(zone, local.hi(), local.lo(), port, remote.hi(), remote.lo(), remotePort) != null) {
            return null;
        }
        return new FlowKey(zone, local.hi(), local.lo(), port, remote.hi(), remote.lo(), remotePort);
    }

    /** Of the remote's family, with the longest prefix in common; of equals the first. */
    @Rfc(value = 6724, section = "5")
    private IpAddress nearest(int zone, IpAddress remote) {
        IpAddress best = null;
        for (NetInterface n : interfaces) {
            for (int i = 0; n.zone() == zone && i < n.addressCount(); i++) {
                IpAddress a = n.address(i);
                if (a.isV4() == remote.isV4() && (best == null || prefix(a, remote) > prefix(best, remote))) {
                    best = a;
                }
            }
        }
        return best;
    }

    private static int prefix(IpAddress a, IpAddress b) {
        int high = Long.numberOfLeadingZeros(a.hi() ^ b.hi());
        return high < Long.SIZE ? high : Long.SIZE + Long.numberOfLeadingZeros(a.lo() ^ b.lo());
    }
}
