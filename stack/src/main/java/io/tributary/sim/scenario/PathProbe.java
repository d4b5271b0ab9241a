package io.tributary.sim.scenario;

import io.tributary.tcp.Tcb;
import io.tributary.tcp.TcpInfo;

/** Looks at one sending TCP connection: a subflow, or plain TCP. It still knows the last values when the connection is gone. */
final class PathProbe {
    final Tcb tcb;
    final String name;
    final String link;
    private final Samples samples;
    final Samples.Column cwnd;
    final Samples.Column srtt;
    final Samples.Column inFlight;
    final Samples.Column acked;
    private boolean gone;

    PathProbe(Tcb tcb, String name, String link, Samples samples) {
        this.tcb = tcb;
        this.name = name;
        this.link = link;
        this.samples = samples;
        cwnd = samples.column();
        srtt = samples.column();
        inFlight = samples.column();
        acked = samples.column();
    }

    /** @return true when it sees for the first time that the connection is over */
    boolean sample() {
        if (gone) {
            return false;
        }
        samples.put(cwnd, tcb.cwnd());
        samples.put(srtt, tcb.srttNs());
        samples.put(inFlight, tcb.pipe());
        samples.put(acked, tcb.sndTextUna());
        gone = tcb.isClosed();
        return gone;
    }

    SimReport.Path report(long nowNs) {
        TcpInfo i = tcb.info(nowNs);
        return new SimReport.Path(name, link, tcb.key().local().withPort(tcb.key().localPort()),
            tcb.key().remote().withPort(tcb.key().remotePort()), i.totals().bytesAcked(), i.totals().retransmits(),
            i.timing().srttNs(), i.timing().minRttNs() > 0 ? i.timing().minRttNs() : -1);
    }
}
