package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;

/** OPEN and ABORT. SEND and CLOSE are facts of the outbound stream, RECEIVE of the inbound one: the transmitter sees them. */
@Rfc(value = 9293, section = {"3.10.1", "3.10.5"})
final class UserCalls {
    private UserCalls() {
    }

    static void openActive(Tcb t, byte[] payload, boolean drivenSyn, long nowNs) {
        begin(t, nowNs);
        t.synPayload = payload;
        t.drivenSyn = drivenSyn;
        t.state = TcpState.SYN_SENT;
        t.snd.nxt = 1 + payload.length;
        t.snd.textBase = t.snd.nxt;
        t.synOwed = true;
        t.ready.ring();
    }

    static void openPassive(Tcb t, SynRecord syn, long nowNs) {
        begin(t, nowNs);
        t.snd.iss = syn.initialNumber(t.snd.iss);
        t.rcv.wndShift = syn.windowScale(t.rcv.wndShift);
        t.fastOpen = syn.fastOpen();
        t.passive = true;
        t.state = TcpState.SYN_RECEIVED;
        t.snd.nxt = 1;
        t.ecn.onSyn(syn.ecnSetup());
        if (syn.isRestored()) {
            t.ecn.onSendSynAck();
        }
        SynSentArrives.takeSyn(t, syn.seqNo(), syn.window(), syn.options(), nowNs);
        t.rcv.nxt = 1 + syn.payload().length;
        t.rcv.textBase = t.rcv.nxt;
        t.rcv.lastAckSent = t.rcv.nxt;
        t.rcv.edge += syn.payload().length;
        t.synOwed = true;
        t.ready.ring();
    }

    private static void begin(Tcb t, long nowNs) {
        t.snd.iss = t.context.isn().isn(t.key, nowNs);
        t.timestamps.offset(t.context.isn().timestampOffset(t.key));
        t.rcv.buffer = t.sink.window();
        long most = t.sink.mostWindow();
        while (t.config.open().windowScaling() && t.rcv.wndShift < 14 && most >> t.rcv.wndShift > 65_535) {
            t.rcv.wndShift++;
        }
    }

    static void enter(Tcb t, TcpState next) {
        t.state = next;
        if (next == TcpState.TIME_WAIT) {
            t.counted(Counter.TCP_TIME_WAIT);
            t.timers.clearAll();
            t.congestion.onClosed();
            t.closeReason = CloseReason.NORMAL;
        }
    }

    /** Ends without a word on the wire. */
    static void end(Tcb t, CloseReason reason, long nowNs) {
        if (t.state == TcpState.CLOSED) {
            return;
        }
        t.state = TcpState.CLOSED;
        t.closeReason = reason;
        t.timers.clearAll();
        t.congestion.onClosed();
        t.host.onClosed(t, nowNs);
        t.extension.onClosed(t, reason, nowNs);
    }

    static void abort(Tcb t, CloseReason reason) {
        if (t.state == TcpState.CLOSED || t.retired) {
            return;
        }
        if (t.state.isSynchronized() && t.state != TcpState.TIME_WAIT) {
            t.counted(Counter.TCP_ESTAB_RESETS);
        }
        // A SYN that nobody answered needs no RST: whoever gets the SYN late will be answered then.
        t.resetOwed = t.state != TcpState.TIME_WAIT && (t.state != TcpState.SYN_SENT || t.rcv.nxt > 0);
        t.state = TcpState.CLOSED;
        t.closeReason = reason;
        t.timers.clearAll();
        t.congestion.onClosed();
        t.goodbyeOwed = true;
        t.ready.ring();
    }
}
