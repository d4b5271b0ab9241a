package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.ip.IcmpErrorView;
import io.tributary.metrics.Counter;

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
            t.counted(Counter.ICMP_OUT_OF_WINDOW);
            return;
        }
        if (e.isTooBig()) {
            t.path.onTooBig(t, e, position, nowNs);
            return;
        }
        t.icmpError = e.type << 8 | e.code;
        boolean opening = t.state == TcpState.SYN_SENT || t.state == TcpState.SYN_RECEIVED;
        if (opening && (e.isHard() || e.isPolicy())) {
            t.close(CloseReason.UNREACHABLE, nowNs);
        } else {
            t.extension.onSoftError(t, nowNs);
        }
    }
}
