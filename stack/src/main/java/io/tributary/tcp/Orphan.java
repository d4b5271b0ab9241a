package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.tcp.SocketOptions.Closing;

/**
 * CLOSE by an application that will not read any more: what was written is still delivered, within the time that lingering
 * allows; what comes is not wanted, and the peer hears so by a reset.
 */
@Rfc(value = 9293, section = {"3.6.1", "3.10.4"})
@Rfc(value = 2525, section = {"2.16", "2.17"})
final class Orphan {
    private final Tcb t;
    private boolean orphaned;
    private boolean inFinWait2;

    Orphan(Tcb t) {
        this.t = t;
    }

    boolean isOrphaned() {
        return orphaned;
    }

    void close(long nowNs) {
        if (orphaned || t.isClosed()) {
            return;
        }
        Closing c = t.socket.options().closing();
        if (t.state == TcpState.SYN_SENT) {
            t.abort(CloseReason.ABORTED);
        } else if (c.linger() && c.lingerNs() == 0) {
            t.counted(Counter.TCP_ABORT_ON_LINGER);
            t.abort(CloseReason.ABORTED);
        } else if (t.sink.unread() > 0) {
            t.counted(Counter.TCP_ABORT_ON_CLOSE);
            t.abort(CloseReason.ABORTED);
        } else {
            orphaned = true;
            t.requestFin();
            t.timers.closeNs = c.linger() ? nowNs + c.lingerNs() : TcpTimers.NONE;
        }
    }

    /** @return false if the segment brings text that nobody will read: the connection is reset */
    boolean toleratesText(SegmentView s) {
        if (!orphaned || s.payloadLength == 0 || s.seqPosition + s.payloadLength <= t.rcv.nxt) {
            return true;
        }
        t.counted(Counter.TCP_ABORT_ON_DATA);
        t.abort(CloseReason.ABORTED);
        return false;
    }

    /** Everything of ours is delivered; the peer may take a while to end its direction, but not for ever. */
    void arm(long nowNs) {
        if (orphaned && !inFinWait2 && t.state == TcpState.FIN_WAIT_2) {
            inFinWait2 = true;
            t.timers.closeNs = nowNs + t.socket.options().closing().finWait2Ns();
        }
    }

    void onTimer(long nowNs) {
        if (t.timers.closeNs > nowNs) {
            return;
        }
        if (inFinWait2) {
            t.close(CloseReason.TIMED_OUT, nowNs);
        } else {
            t.counted(Counter.TCP_ABORT_ON_LINGER);
            t.abort(CloseReason.TIMED_OUT);
        }
    }
}
