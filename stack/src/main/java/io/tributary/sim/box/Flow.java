package io.tributary.sim.box;

import io.tributary.wire.IpAddress;

/** The two ends of a connection as a box between them sees it: left is towards the link's first device. */
record Flow(IpAddress left, int leftPort, IpAddress right, int rightPort) {
    static Flow of(TcpPacket p, boolean forward) {
        return forward ? new Flow(p.source(), p.sourcePort(), p.destination(), p.destinationPort())
            : new Flow(p.destination(), p.destinationPort(), p.source(), p.sourcePort());
    }
}
