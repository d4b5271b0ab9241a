package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.tcp.open.OpenSettings;
import io.tributary.wire.TcpFlags;
import io.tributary.wire.option.TcpOptions;

/** SEGMENT ARRIVES in SYN-SENT. */
@Rfc(value = 9293, section = "3.10.7.3")
final class SynSentArrives {
    private SynSentArrives() {
    }

    static void process(Tcb t, SegmentView s, long nowNs) {
        boolean hasAck = s.has(TcpFlags.ACK);
        if (hasAck) {
            s.ackPosition = Positions.expand(s.ackNo, t.snd.iss, t.snd.una);
            if (s.ackPosition <= 0 || s.ackPosition > t.snd.nxt) {
                if (!s.has(TcpFlags.RST)) {
                    AckArrives.resetForAck(t, s);
                }
                return;
            }
        }
        if (s.has(TcpFlags.RST)) {
            if (hasAck) {
                t.counted(Counter.TCP_ATTEMPT_FAILS);
                t.extension.onReset(s, t, nowNs);
                t.close(CloseReason.REFUSED, nowNs);
            }
            return;
        }
        if (!s.has(TcpFlags.SYN)) {
            return;
        }
        s.seqPosition = 0;
        takeSyn(t, s.seqNo, s.window, s.options, nowNs);
        t.peerSynOptions = new byte[s.options.length()];
        if (t.peerSynOptions.length > 0) {
            s.options.buffer().getBytes(s.options.at(), t.peerSynOptions);
        }
        if (hasAck) {
            synAck(t, s, nowNs);
        } else {
            simultaneousOpen(t, s, nowNs);
        }
    }

    private static void synAck(Tcb t, SegmentView s, long nowNs) {
        if (!tookPayload(t, s) || !t.extension.onSynAck(s, t, nowNs)) {
            return;
        }
        settleSynText(t, s, nowNs);
        t.counted(Counter.TCP_ACTIVE_OPENS);
        t.ecn.onSynAck(s.flags);
        SegmentArrives.establish(t, s, nowNs);
        t.acks.immediately();
        takePayload(t, s, nowNs);
    }

    /** What the SYN carried is delivered as far as it is acknowledged, and never was in flight for the rest. */
    @Rfc(value = 7413, section = "4.2.2")
    static void settleSynText(Tcb t, SegmentView s, long nowNs) {
        if (t.fastOpen != null) {
            t.fastOpen.onAnswered(t, s, s.ackPosition, nowNs);
        }
        t.snd.una = s.ackPosition;
        t.snd.nxt = s.ackPosition;
        t.snd.textBase = s.ackPosition;
    }

    /** @return false if the peer, or a box before it, did not take what our SYN carried: it cannot be what we asked for */
    @Rfc(value = 8803, section = "8")
    static boolean tookPayload(Tcb t, SegmentView s) {
        if (s.ackPosition > t.synPayload.length || t.fastOpen != null && t.fastOpen.isClient()) {
            return true;
        }
        t.snd.nxt = s.ackPosition;
        t.abort(CloseReason.PROTOCOL_ERROR);
        return false;
    }

    /** Both SYNs crossed. What else the peer's carries is not acknowledged and comes again when the handshake is complete. */
    @Rfc(value = 9293, section = "3.5")
    private static void simultaneousOpen(Tcb t, SegmentView s, long nowNs) {
        if (!t.extension.onSynAck(s, t, nowNs)) {
            return;
        }
        t.enter(TcpState.SYN_RECEIVED, nowNs);
        t.ecn.onSyn(s.flags, s.ecn);
        t.synOwed = true;
    }

    private static void takePayload(Tcb t, SegmentView s, long nowNs) {
        if (s.payloadLength > 0 || s.has(TcpFlags.FIN)) {
            s.seqPosition = 1;
            s.flags &= ~TcpFlags.SYN;
            TextArrives.process(t, s, nowNs);
        }
    }

    /** What the peer's SYN or SYN/ACK settles, in either role. */
    static void takeSyn(Tcb t, int seqNo, int window, TcpOptions o, long nowNs) {
        OpenSettings c = t.config.open();
        t.rcv.irs = seqNo;
        t.rcv.nxt = 1;
        t.rcv.lastAckSent = 1;
        int peerMss = Math.min(o.hasMss() ? Math.max(o.mss(), 64) : PathSize.defaultMss(t), PathSize.receiveMss(t));
        if (o.hasTimestamps() && c.timestamps()) {
            t.timestamps.enable(o.tsVal(), nowNs);
            t.dataOptions = 12;
        }
        t.sackPermitted = o.sackPermitted() && c.sack();
        t.loss.useSack(t.sackPermitted);
        if (o.hasWindowScale() && c.windowScaling()) {
            t.peerScalesWindows = true;
            t.snd.wndShift = o.windowScale();
        } else {
            t.rcv.wndShift = 0;
        }
        t.socket.lastReceivedNs = nowNs;
        t.socket.patience.received(o);
        t.rcv.edge = t.rcv.nxt + Math.min(t.sink.window(), 65_535);
        t.snd.wnd = window;
        t.snd.maxWnd = window;
        t.path.onPeerMss(t, peerMss, nowNs);
        t.congestion.onMss(t.effectiveMss());
    }
}
