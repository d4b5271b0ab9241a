package io.tributary.tcp;

import io.tributary.tcp.loss.FlightTally;

/** Takes the snapshot. */
final class TcpInfos {
    private TcpInfos() {
    }

    static TcpInfo of(Tcb t, long nowNs) {
        return new TcpInfo(t.state, t.loss.phase(), negotiated(t), timing(t, nowNs), flight(t), totals(t));
    }

    private static TcpInfo.Negotiated negotiated(Tcb t) {
        return new TcpInfo.Negotiated(t.timestamps.enabled(), t.sackPermitted, t.peerScalesWindows, t.ecn.isCapable(), t.snd.wndShift,
            t.rcv.wndShift, t.effectiveMss(), t.rcv.segmentSize, PathSize.receiveMss(t), t.path.mtu());
    }

    private static TcpInfo.Timing timing(Tcb t, long nowNs) {
        return new TcpInfo.Timing(t.rtt.srttNs(), t.rtt.rttvarNs(), t.rtt.minRttNs(), t.rtt.rtoNs(), t.rtt.backoff(),
            t.lastSendNs == 0 ? 0 : nowNs - t.lastSendNs);
    }

    private static TcpInfo.Flight flight(Tcb t) {
        FlightTally sent = t.sent.tally();
        long waits = t.text.limit() - t.sndTextNxt();
        return new TcpInfo.Flight(t.congestion.cwnd(), t.congestion.ssthresh(), t.loss.pipe(), t.pacing.rateOf(t), t.snd.nxt - t.snd.una,
            sent.segments(), sent.sackedSegments(), sent.lostSegments(), sent.retransmittedSegments(), t.loss.reordering(), Math.max(0, waits),
            t.snd.wnd, Math.max(0, t.rcv.edge - t.rcv.nxt));
    }

    private static TcpInfo.Totals totals(Tcb t) {
        return new TcpInfo.Totals(t.bytesSent, t.sndTextUna(), t.rcv.textBytes, t.retransmits, t.loss.account().deliveredSegments(),
            t.loss.account().reportedDuplicates(), t.loss.account().reorderings(), t.timeouts, t.persistBackoff);
    }
}
