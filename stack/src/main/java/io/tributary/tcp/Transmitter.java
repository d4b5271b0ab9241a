package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.tcp.loss.LossRecovery;
import io.tributary.wire.TcpFlags;

/**
 * What a Tcb sends, and in which order: reset, SYN, repairs, new text and FIN, probe, bare ACK. The one place that decides how
 * much may go out.
 */
@Rfc(value = 9293, section = {"3.8.6", "3.9.1.2"})
final class Transmitter {
    private Transmitter() {
    }

    static boolean transmit(Tcb t, long nowNs) {
        if (t.state == TcpState.CLOSED) {
            return goodbye(t, nowNs);
        }
        if (t.state == TcpState.SYN_SENT || t.state == TcpState.SYN_RECEIVED) {
            return handshake(t, nowNs);
        }
        if (t.socket.isMute()) {
            return control(t, nowNs);
        }
        t.path.refresh(t, nowNs);
        if (!repairs(t, nowNs) || !tailProbe(t, nowNs) || !newText(t, nowNs) || !control(t, nowNs)) {
            t.counted(Counter.TX_BACKPRESSURE);
            return false;
        }
        armPersist(t, nowNs);
        t.socket.small.arm(t.state.maySendText() ? t.snd.textBase + t.text.limit() - t.snd.nxt : 0, nowNs);
        if (t.state == TcpState.TIME_WAIT && !t.retired) {
            t.retired = true;
            t.host.onTimeWait(t, nowNs);
            t.extension.onClosed(t, CloseReason.NORMAL, nowNs);
        }
        return true;
    }

    private static boolean goodbye(Tcb t, long nowNs) {
        if (t.resetOwed) {
            if (t.context.writer().writeSegment(t, t.snd.nxt, 0, TcpFlags.RST | TcpFlags.ACK, nowNs) < 0) {
                return false;
            }
            t.resetOwed = false;
            t.counted(Counter.TCP_OUT_RSTS);
        }
        if (t.goodbyeOwed) {
            t.goodbyeOwed = false;
            t.host.onClosed(t, nowNs);
            t.extension.onClosed(t, t.closeReason, nowNs);
        }
        return true;
    }

    private static boolean handshake(Tcb t, long nowNs) {
        if (t.synOwed && !syn(t, nowNs) || t.state == TcpState.SYN_RECEIVED && t.acks.owed()
            && t.context.writer().writeSegment(t, t.snd.nxt, 0, TcpFlags.ACK, nowNs) < 0) {
            t.counted(Counter.TX_BACKPRESSURE);
            return false;
        }
        return earlyText(t, nowNs);
    }

    /** Text behind a SYN/ACK that took text by Fast Open, before the handshake is complete. */
    @Rfc(value = 7413, section = "4.2.2")
    private static boolean earlyText(Tcb t, long nowNs) {
        while (t.fastOpen != null && t.fastOpen.mayAnswerEarly(t)) {
            long from = t.snd.nxt;
            int length = sendable(t, nowNs);
            int taken = length == 0 ? 0 : t.context.writer().writeSegment(t, from, length, TcpFlags.ACK, nowNs);
            if (taken <= 0) {
                return taken == 0;
            }
            t.snd.nxt = from + taken;
            t.sent.append(from, t.snd.nxt, t.effectiveMss(), nowNs);
            t.bytesSent += taken;
            t.lastSendNs = nowNs;
        }
        return true;
    }

    private static boolean syn(Tcb t, long nowNs) {
        if (t.fastOpen != null) {
            t.fastOpen.prepare(t, nowNs);
        }
        t.synsSent++;
        int flags = t.state == TcpState.SYN_SENT ? TcpFlags.SYN : TcpFlags.SYN | TcpFlags.ACK;
        if (t.context.writer().writeSegment(t, 0, 0, flags, nowNs) < 0) {
            t.synsSent--;
            return false;
        }
        if (t.synsSent > 1) {
            t.counted(Counter.TCP_SYN_RETRANS);
        } else {
            t.synSentNs = nowNs;
        }
        t.synOwed = false;
        if (!t.drivenSyn || t.state != TcpState.SYN_SENT) {
            RepairTimers.start(t, nowNs);
        }
        return true;
    }

    /** Retransmissions, as far as the window lets them. */
    @Rfc(value = 6675, section = {"4", "5"})
    @Rfc(value = 6937, section = "3")
    private static boolean repairs(Tcb t, long nowNs) {
        while (t.sent.lostBytes() > 0 && !t.loss.isNewTextFirst()) {
            int i = t.sent.firstUnrepaired();
            long length = t.sent.end(i) - t.sent.start(i);
            int mss = t.effectiveMss();
            boolean first = t.loss.isFirstRepairDue();
            long space = first ? mss : t.loss.window() - t.loss.pipe();
            if (space < Math.min(mss, length)) {
                return true;
            }
            int paced = first ? Integer.MAX_VALUE : t.pacing.allowance(t, nowNs);
            if (paced == 0) {
                return true;
            }
            space = Math.min(space, Math.max(paced, mss));
            if (!repair(t, i, (int) (space < length ? space - space % mss : length), nowNs)) {
                return false;
            }
            t.counted(t.loss.phase() == LossRecovery.Phase.LOSS ? Counter.TCP_SLOW_START_RETRANS : Counter.TCP_FAST_RETRANS);
        }
        return true;
    }

    /** Sends the beginning of range {@code i} again. @return false if the device took nothing */
    private static boolean repair(Tcb t, int i, int wanted, long nowNs) {
        long from = t.sent.start(i);
        int taken = t.context.writer().writeSegment(t, from, wanted, TcpFlags.ACK, nowNs);
        if (taken < 0) {
            return false;
        }
        t.sent.splitAt(from + taken);
        t.loss.onRepair(taken, nowNs);
        t.pacing.onSent(t, taken, nowNs);
        t.sent.markRetransmitted(i, nowNs);
        t.retransmits++;
        t.counted(Counter.TCP_RETRANS_SEGS);
        RepairTimers.onRepair(t, i == 0, nowNs);
        return true;
    }

    /** ACKs stay away: one segment whatever the window says, new if there is any, else the end of what is in flight again. */
    @Rfc(value = 8985, section = "7.3")
    private static boolean tailProbe(Tcb t, long nowNs) {
        if (!t.loss.isProbeDue()) {
            return true;
        }
        long nxt = t.snd.nxt;
        int mss = t.effectiveMss();
        int length = (int) Math.min(mss, Math.min(t.snd.textBase + t.text.limit() - nxt, t.snd.una + t.snd.wnd - nxt));
        if (t.state.maySendText() && length > 0) {
            if (!send(t, length, false, nowNs)) {
                return false;
            }
            t.loss.onProbe(t.snd.nxt, false);
        } else {
            t.sent.splitAt(Math.max(t.sent.una(), nxt - mss));
            int last = t.sent.size() - 1;
            if (!repair(t, last, (int) (nxt - t.sent.start(last)), nowNs)) {
                return false;
            }
            t.loss.onProbe(nxt, true);
        }
        t.timers.probeNs = TcpTimers.NONE;
        t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
        return true;
    }

    private static boolean newText(Tcb t, long nowNs) {
        while (t.state.maySendText()) {
            decideFin(t);
            int length = sendable(t, nowNs);
            boolean finHere = t.snd.nxt + length == t.snd.finPosition && hasRoomForFin(t, length);
            if (length == 0 && !finHere) {
                t.facts.onSent(t);
                return true;
            }
            int paced = length == 0 ? 0 : t.pacing.allowance(t, nowNs);
            if (paced == 0 && length > 0) {
                return true;
            }
            if (paced < length) {
                length = paced;
                finHere = false;
            }
            if (t.sent.isEmpty() && t.lastSendNs != 0) {
                t.congestion.onIdle(nowNs - t.lastSendNs, nowNs - t.lastSendNs > t.rtt.rtoNs(), nowNs);
            }
            int probe = t.path.probe.ready(t);
            if (t.path.probe.mustWait(t, probe)) {
                return true;
            }
            boolean sent = probe > 0 ? sent(t, t.path.probe.write(t, probe, nowNs), nowNs) : send(t, length, finHere, nowNs);
            if (!sent) {
                return false;
            }
        }
        return true;
    }

    private static boolean send(Tcb t, int length, boolean fin, long nowNs) {
        return sent(t, t.context.writer().writeSegment(t, t.snd.nxt, length + (fin ? 1 : 0), TcpFlags.ACK, nowNs), nowNs);
    }

    /** New text went out: {@code taken} positions. @return false if the device took nothing */
    private static boolean sent(Tcb t, int taken, long nowNs) {
        if (taken < 0) {
            return false;
        }
        long from = t.snd.nxt;
        t.snd.nxt = from + taken;
        t.socket.onTextSent(from, Math.min(t.snd.nxt, t.snd.finPosition), nowNs);
        t.sent.append(from, t.snd.nxt, t.effectiveMss(), nowNs);
        t.loss.onSent(taken);
        t.bytesSent += taken;
        t.pacing.onSent(t, taken, nowNs);
        t.lastSendNs = nowNs;
        t.persistBackoff = 0;
        RepairTimers.onSent(t, nowNs);
        if (t.snd.finSent()) {
            t.bytesSent--;
            t.enter(t.state == TcpState.ESTABLISHED ? TcpState.FIN_WAIT_1 : TcpState.LAST_ACK, nowNs);
        }
        return true;
    }

    /** The end of our text is known once the stream has ended or the owner asked for a FIN. */
    private static void decideFin(Tcb t) {
        if (t.snd.finPosition == Long.MAX_VALUE && (t.finRequested || t.text.ended())) {
            t.snd.finPosition = t.snd.textBase + t.text.limit();
        }
    }

    /** The FIN needs its place in the window like text. A window that is shared says nothing about one connection's FIN. */
    private static boolean hasRoomForFin(Tcb t, int behind) {
        return t.sharedWindow || t.snd.una + t.snd.wnd > t.snd.nxt + behind;
    }

    /** How many bytes of new text may go out now: both windows, and no silly segments. */
    @Rfc(value = 9293, section = "3.8.6.2.1")
    private static int sendable(Tcb t, long nowNs) {
        long available = t.snd.textBase + t.text.limit() - t.snd.nxt;
        if (available <= 0 || repairsFirst(t)) {
            return 0;
        }
        int length = (int) Math.min(Math.min(available, permitted(t, available)), maxPayload(t));
        return t.socket.small.worthSending(length, available);
    }

    /** Bytes that windows permit beyond SND.NXT when {@code available} wait. */
    static long permitted(Tcb t, long available) {
        long window = t.snd.una + t.snd.wnd - t.snd.nxt;
        long space = Math.min(window, t.loss.window() - t.loss.pipe());
        int mss = t.effectiveMss();
        if (space >= available) {
            return available;
        }
        if (space >= mss) {
            return space - space % mss;
        }
        if (space <= 0) {
            return t.sent.isEmpty() && window > 0 ? Math.min(window, mss) : 0;
        }
        return t.sent.isEmpty() || window == space && space >= t.snd.maxWnd / 2 ? space : 0;
    }

    static boolean repairsFirst(Tcb t) {
        return t.sent.lostBytes() > 0 && !t.loss.isNewTextFirst();
    }

    static long sendSpace(Tcb t, long wanted, long nowNs) {
        if (!t.state.maySendText() || t.finRequested || repairsFirst(t)) {
            return 0;
        }
        long assigned = t.snd.textBase + t.text.limit() - t.snd.nxt;
        long space = Math.max(permitted(t, assigned + wanted), permitted(t, Long.MAX_VALUE)) - assigned;
        return space <= 0 ? 0 : Math.min(space, t.pacing.allowance(t, nowNs));
    }

    static int maxPayload(Tcb t) {
        boolean v4 = t.key.isV4();
        int most = t.out.maxPacket(v4);
        if (most <= t.out.mtu() || t.socket.urgent.isSending()) {
            return t.effectiveMss();
        }
        int room = Math.min(most, 65_535) - (v4 ? 20 : 40) - 60;
        return room - room % t.effectiveMss();
    }

    /** The ACK first: what a probe acknowledges the peer need not look at. */
    private static boolean control(Tcb t, long nowNs) {
        if (t.pureAckOwed || t.acks.owed() || AdvertisedWindow.isNews(t)) {
            boolean pure = t.pureAckOwed;
            t.pureAckOwed = false;
            if (t.context.writer().writeSegment(t, t.snd.nxt, 0, TcpFlags.ACK, nowNs) < 0) {
                t.pureAckOwed |= pure;
                return false;
            }
        }
        if (t.probeOwed) {
            if (t.context.writer().writeSegment(t, t.snd.una - 1, 0, TcpFlags.ACK, nowNs) < 0) {
                return false;
            }
            t.probeOwed = false;
        }
        return true;
    }

    /** Text or FIN waits, the window is closed, and nothing in flight would bring an ACK. */
    private static void armPersist(Tcb t, long nowNs) {
        if (t.sharedWindow || !t.state.maySendText() || !t.sent.isEmpty() || t.timers.persistNs != TcpTimers.NONE) {
            return;
        }
        boolean waits = t.snd.textBase + t.text.limit() > t.snd.nxt || t.snd.finPosition == t.snd.nxt;
        if (waits && t.snd.una + t.snd.wnd <= t.snd.nxt) {
            t.timers.persistNs = nowNs + Timeouts.persistIntervalNs(t);
        }
    }
}
