package io.tributary.sim.box;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.IpAddress;
import io.tributary.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * Hides the addresses on the left (the link's first device) behind one address, each inside address and port behind a port of
 * its own, and translates ICMP errors about its flows. A mapping lets in only peers it was used with. Everything but
 * TCP and ICMP errors is dropped.
 */
public final class Nat implements Middlebox {
    private static final int PORTS = 65_536;

    private final IpAddress outside;
    private final int firstPort;
    private final long openingNs;
    private final long idleNs;
    private final Map<Endpoint, Mapping> byInside = new HashMap<>();
    private final Map<Integer, Mapping> byPort = new HashMap<>();
    private int nextPort;
    private long dropped;

    private record Endpoint(IpAddress address, int port) {
    }

    private static final class Mapping {
        private final Endpoint inside;
        private final int port;
        private final Map<Endpoint, Boolean> answered = new HashMap<>();
        private boolean established;
        private boolean closing;
        private long latestNs;

        Mapping(Endpoint inside, int port) {
            this.inside = inside;
            this.port = port;
        }
    }

    /**
     * @param firstPort port of the first mapping; the next ones count on
     * @param openingNs how long a mapping lives while a connection opens or closes (RFC 5382: 4 minutes)
     * @param idleNs    how long an open but silent connection keeps its mapping (RFC 5382: 2 hours 4 minutes)
     */
    public Nat(IpAddress outside, int firstPort, long openingNs, long idleNs) {
        this.outside = outside;
        this.firstPort = firstPort;
        this.nextPort = firstPort;
        this.openingNs = openingNs;
        this.idleNs = idleNs;
    }

    /** Packets that no mapping fitted. */
    public long dropped() {
        return dropped;
    }

    public int mappings() {
        return byInside.size();
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        boolean passes = p != null ? forward ? outwards(p, hop.nowNs()) : inwards(p, hop.nowNs())
            : !forward && IcmpTranslation.inwards(packet, outside, this::insideOf);
        if (passes) {
            hop.pass(packet);
        } else {
            dropped++;
        }
    }

    private boolean outwards(TcpPacket p, long now) {
        Endpoint inside = new Endpoint(p.source(), p.sourcePort());
        Mapping m = live(byInside.get(inside), now);
        if (m == null) {
            m = p.isSyn() && p.source().isV4() == outside.isV4() ? open(inside) : null;
        }
        if (m == null) {
            return false;
        }
        note(m, p, now);
        m.answered.putIfAbsent(new Endpoint(p.destination(), p.destinationPort()), Boolean.FALSE);
        p.source(outside, m.port).finish();
        return true;
    }

    private boolean inwards(TcpPacket p, long now) {
        Mapping m = p.destination().equals(outside) ? live(byPort.get(p.destinationPort()), now) : null;
        Endpoint peer = new Endpoint(p.source(), p.sourcePort());
        if (m == null || !m.answered.containsKey(peer)) {
            return false;
        }
        m.answered.put(peer, Boolean.TRUE);
        m.established |= !p.isSyn();
        note(m, p, now);
        p.destination(m.inside.address, m.inside.port).finish();
        return true;
    }

    private static void note(Mapping m, TcpPacket p, long now) {
        m.latestNs = now;
        m.established |= !p.isSyn() && m.answered.containsValue(Boolean.TRUE);
        m.closing = p.has(TcpFlags.RST | TcpFlags.FIN) || m.closing && !p.isSyn();
    }

    private Mapping live(Mapping m, long now) {
        if (m != null && now - m.latestNs > (m.established && !m.closing ? idleNs : openingNs)) {
            byInside.remove(m.inside);
            byPort.remove(m.port);
            return null;
        }
        return m;
    }

    private Mapping open(Endpoint inside) {
        for (int tries = PORTS - firstPort; tries > 0; tries--) {
            int port = nextPort;
            nextPort = nextPort + 1 < PORTS ? nextPort + 1 : firstPort;
            if (!byPort.containsKey(port)) {
                Mapping m = new Mapping(inside, port);
                byInside.put(inside, m);
                byPort.put(port, m);
                return m;
            }
        }
        return null;
    }

    private IcmpTranslation.Inside insideOf(int port) {
        Mapping m = byPort.get(port);
        return m == null ? null : new IcmpTranslation.Inside(m.inside.address, m.inside.port);
    }
}
