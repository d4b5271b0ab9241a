package io.tributary.tcp;

import io.tributary.tcp.loss.SentSegments;

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
        SentSegments sent = t.sent;
        int mss = t.effectiveMss();
        int[] segments = new int[4];
        for (int i = 0; i < sent.size(); i++) {
            long text = Math.min(sent.end(i), t.snd.finPosition) - sent.start(i);
            int n = (int) Math.max(1, (text + mss - 1) / mss);
            segments[0] += n;
            segments[1] += sent.is(i, SentSegments.SACKED) ? n : 0;
            segments[2] += sent.is(i, SentSegments.LOST) ? n : 0;
            segments[3] += sent.is(i, SentSegments.RETRANSMITTED) ? n : 0;
        }
        long waits = t.text.limit() - t.sndTextNxt();
        return new TcpInfo.Flight(t.congestion.cwnd(), t.congestion.ssthresh(), t.loss.pipe(), t.pacing.rateOf(t), t.snd.nxt - t.snd.una, segments[0],
            segments[1], segments[2], segments[3], Math.max(0, waits), t.snd.wnd, Math.max(0, t.rcv.edge - t.rcv.nxt));
    }

    private static TcpInfo.Totals totals(Tcb t) {
        return new TcpInfo.Totals(t.bytesSent, t.sndTextUna(), t.rcv.textBytes, t.retransmits, t.timeouts, t.persistBackoff);
    }
}
