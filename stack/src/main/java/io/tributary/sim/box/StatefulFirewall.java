package io.tributary.sim.box;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimPacket;
import io.tributary.wire.TcpFlags;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets connections be opened from the left (the link's first device) only, and drops every segment that belongs to no
 * connection it has seen opening; forgets those that are silent for long. What is no TCP passes.
 */
public final class StatefulFirewall implements Middlebox {
    private final long openingNs;
    private final long idleNs;
    private final Map<Flow, State> states = new HashMap<>();
    private long dropped;

    private static final class State {
        private boolean answered;
        private boolean established;
        private boolean finLeft;
        private boolean finRight;
        private long latestNs;
    }

    /**
     * @param openingNs patience with half-open and half-closed connections
     * @param idleNs    patience with silent open ones
     */
    public StatefulFirewall(long openingNs, long idleNs) {
        this.openingNs = openingNs;
        this.idleNs = idleNs;
    }

    /** Segments dropped so far. */
    public long dropped() {
        return dropped;
    }

    /** Connections it knows. */
    public int known() {
        return states.size();
    }

    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        TcpPacket p = TcpPacket.of(packet);
        if (p == null || passes(p, forward, hop.nowNs())) {
            hop.pass(packet);
        } else {
            dropped++;
        }
    }

    private boolean passes(TcpPacket p, boolean forward, long now) {
        Flow flow = Flow.of(p, forward);
        State s = states.get(flow);
        if (s != null && now - s.latestNs > (s.established && !(s.finLeft && s.finRight) ? idleNs : openingNs)) {
            states.remove(flow);
            s = null;
        }
        boolean opens = forward && p.isSyn() && !p.has(TcpFlags.ACK | TcpFlags.RST);
        if (s == null || opens && s.finLeft && s.finRight) {
            if (!opens) {
                return false;
            }
            s = new State();
            states.put(flow, s);
        }
        s.latestNs = now;
        if (p.has(TcpFlags.RST)) {
            states.remove(flow);
            return true;
        }
        if (p.isSyn()) {
            s.answered |= !forward;
            return forward || p.has(TcpFlags.ACK);
        }
        s.established |= s.answered && forward;
        s.finLeft |= forward && p.has(TcpFlags.FIN);
        s.finRight |= !forward && p.has(TcpFlags.FIN);
        return s.answered;
    }
}
