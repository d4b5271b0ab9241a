package io.tributary.sim.chaos;

import io.tributary.sim.Middlebox;
import io.tributary.sim.SimLink;
import io.tributary.sim.SimPacket;
import io.tributary.sim.box.TcpPacket;
import java.util.Set;
import java.util.HashSet;

/**
 * A path in a run, and how far it may be counted on. A path is doomed if anything in the plan may break subflows on it at any
 * time; who has nothing but doomed paths when the first of them breaks may fail, and nobody else.
 */
final class PathState implements Middlebox {
    private final int number;
    private final SimLink link;
    private final Set<String> flows = new HashSet<>();
    private boolean doomed;
    private boolean barsJoins;
    private boolean changesPayload;
    private boolean lies;
    private boolean narrow;
    private long packets;

    PathState(int number, SimLink link) {
        this.number = number;
        this.link = link;
    }

    int number() {
        return number;
    }

    SimLink link() {
        return link;
    }

    void doom() {
        doomed = true;
    }

    boolean isDoomed() {
        return doomed;
    }

    /** Connections that begin on it become plain TCP, and further subflows do not live there. */
    void barsJoins() {
        barsJoins = true;
    }

    boolean doesBarJoins() {
        return barsJoins;
    }

    /** A box on it changes payload: what was written is not what arrives. */
    void changesPayload() {
        changesPayload = true;
    }

    boolean doesChangePayload() {
        return changesPayload;
    }

    /** A box on it acknowledges what it has not delivered. */
    void lies() {
        lies = true;
        doomed |= narrow;
    }

    /** It silently loses packets of a size that hosts send, or makes some that are refused: who repeats them as they were does so for ever. */
    void narrow() {
        narrow = true;
        doomed |= lies;
    }

    boolean doesLie() {
        return lies;
    }

    /** Whether the client has sent or seen a SYN of this flow here. */
    boolean carries(String clientEnd, String serverEnd) {
        return flows.contains(clientEnd + ' ' + serverEnd);
    }

    /** Packets that passed the client's end, both ways. */
    long packets() {
        return packets;
    }

    /** Sits next to the client, where addresses are as the client knows them. */
    @Override
    public void onPacket(SimPacket packet, boolean forward, Hop hop) {
        packets++;
        TcpPacket p = TcpPacket.of(packet);
        if (p != null && p.isSyn()) {
            String source = p.source().withPort(p.sourcePort());
            String destination = p.destination().withPort(p.destinationPort());
            flows.add(forward ? source + ' ' + destination : destination + ' ' + source);
        }
        hop.pass(packet);
    }
}
