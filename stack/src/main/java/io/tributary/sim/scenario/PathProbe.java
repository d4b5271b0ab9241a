package io.tributary.sim.scenario;

import io.tributary.connection.ConnectionInfo.SubflowInfo;
import io.tributary.tcp.SubflowInfos;
import io.tributary.tcp.Tcb;

/** Looks at one sending TCP connection: a subflow, or plain TCP. It still knows the last values when the connection is gone. */
final class PathProbe {
    final Tcb tcb;
    final String name;
    final String link;
    final long sinceNs;
    private final Samples samples;
    final Samples.Column cwnd;
    final Samples.Column srtt;
    final Samples.Column inFlight;
    final Samples.Column acked;
    private long minRttNs = -1;
    private boolean gone;

    PathProbe(Tcb tcb, String name, String link, Samples samples, long nowNs) {
        this.tcb = tcb;
        this.name = name;
        this.link = link;
        this.samples = samples;
        this.sinceNs = nowNs;
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
        if (tcb.srttNs() > 0 && (minRttNs < 0 || tcb.srttNs() < minRttNs)) {
            minRttNs = tcb.srttNs();
        }
        gone = tcb.isClosed();
        return gone;
    }

    SimReport.Path report() {
        SubflowInfo i = SubflowInfos.of(tcb, 0, false, null);
        return new SimReport.Path(name, link, i.local(), i.remote(), tcb.sndTextUna(), i.bytesSent(), i.retransmits(), 0, 0, tcb.srttNs(),
            minRttNs);
    }
}
