package io.tributary.tcp;

import io.tributary.Rfc;

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

    static void process(Tcb t, boolean v4, int type, int code, int nextHopMtu, int seqNo, long nowNs) {
        long position = Positions.expand(seqNo, t.snd.iss, t.snd.una);
        if (t.state == TcpState.CLOSED || position < t.snd.una || position >= t.snd.nxt) {
            return;
        }
        if (v4 ? type == 3 && code == 4 : type == 2) {
            tooBig(t, v4, nextHopMtu);
            return;
        }
        boolean hard = v4 ? isHardV4(type, code) : isHardV6(type, code);
        boolean soft = v4 ? type == 3 || type == 11 || type == 12 : type == 1 || type == 3 || type == 4;
        if (!hard && !soft) {
            return;
        }
        t.icmpError = type << 8 | code;
        if (t.state != TcpState.SYN_SENT && t.state != TcpState.SYN_RECEIVED) {
            return;
        }
        if (hard) {
            t.close(CloseReason.UNREACHABLE, nowNs);
        } else {
            t.extension.onSoftError(t, nowNs);
        }
    }

    /** Protocol or port unreachable, and what a policy forbids: 9, 10 and 13 count only while the connection opens. */
    private static boolean isHardV4(int type, int code) {
        return type == 3 && (code == 2 || code == 3 || code == 9 || code == 10 || code == 13);
    }

    private static boolean isHardV6(int type, int code) {
        return type == 1 && (code == 1 || code == 4 || code == 5 || code == 6) || type == 4 && code == 1;
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
