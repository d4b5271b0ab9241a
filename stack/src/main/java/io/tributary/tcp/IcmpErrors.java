package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.ip.IcmpErrorView;

/**
 * What an ICMP error does to the connection it is about. Only one about a segment that is in flight counts. Once the connection
 * is synchronized nothing but a packet size is believed; while it opens, hard errors end it and soft ones are told.
 */
@Rfc(value = 5927, section = {"4.1", "5.2"})
@Rfc(value = 5461, section = {"2", "4.1"})
@Rfc(value = 9293, section = "3.9.2.2")
final class IcmpErrors {
    private IcmpErrors() {
    }

    static void process(Tcb t, IcmpErrorView e, long nowNs) {
        long position = Positions.expand(e.seqNo, t.snd.iss, t.snd.una);
        if (t.state == TcpState.CLOSED || position < t.snd.una || position >= t.snd.nxt) {
            return;
        }
        if (e.isTooBig()) {
            tooBig(t, e.version == 4, e.mtu);
            return;
        }
        t.icmpError = e.type << 8 | e.code;
        if (t.state != TcpState.SYN_SENT && t.state != TcpState.SYN_RECEIVED) {
            return;
        }
        if (e.isHard() || e.isPolicy()) {
            t.close(CloseReason.UNREACHABLE, nowNs);
        } else {
            t.extension.onSoftError(t, nowNs);
        }
    }

    /** Smaller segments from now on; never larger by an ICMP message, never below what every network carries. */
    @Rfc(value = 1191, section = {"3", "6.4"})
    @Rfc(value = 8201, section = "4")
    private static void tooBig(Tcb t, boolean v4, int nextHopMtu) {
        int mtu = Math.max(nextHopMtu == 0 ? 576 : nextHopMtu, v4 ? 68 + 28 : 1280);
        int mss = mtu - (v4 ? 40 : 60);
        if (mss < t.snd.mss && t.state != TcpState.SYN_SENT) {
            t.snd.mss = Math.max(mss, 48);
            t.congestion.onMss(t.effectiveMss());
            t.loss.onTooBig();
            t.ready.ring();
        }
    }
}
