package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.wire.TcpFlags;

/**
 * SEGMENT ARRIVES, in the RFC's order: (timestamps,) sequence number, RST, SYN, ACK, text, FIN. The segment has passed checksum
 * and header checks; here it may do anything but break an invariant.
 */
@Rfc(value = 9293, section = {"3.10.7.3", "3.10.7.4"})
final class SegmentArrives {
    private SegmentArrives() {
    }

    static void process(Tcb t, SegmentView s, long nowNs) {
        switch (t.state) {
            case CLOSED, TIME_WAIT -> { }
            case SYN_SENT -> SynSentArrives.process(t, s, nowNs);
            default -> synchronizedStates(t, s, nowNs);
        }
    }

    private static void synchronizedStates(Tcb t, SegmentView s, long nowNs) {
        s.seqPosition = Positions.expand(s.seqNo, t.rcv.irs, t.rcv.nxt);
        s.ackPosition = s.has(TcpFlags.ACK) ? Positions.expand(s.ackNo, t.snd.iss, t.snd.una) : -1;
        if (crossesOurSyn(t, s)) {
            withoutSyn(t, s);
        }
        if (repeatsSyn(t, s)) {
            t.extension.onRepeatedSyn(s, t);
            t.ecn.onSyn(s.flags, s.ecn);
            t.synOwed = true;
            return;
        }
        if (!passesTimestamps(t, s, nowNs) || !isAcceptable(t, s, nowNs)) {
            return;
        }
        if (s.has(TcpFlags.RST)) {
            reset(t, s, nowNs);
            return;
        }
        if (s.has(TcpFlags.SYN)) {
            t.counted(Counter.TCP_SYN_CHALLENGE);
            challenge(t, s, nowNs);
            return;
        }
        if (!s.has(TcpFlags.ACK)) {
            return;
        }
        t.socket.onAcceptable(s, nowNs);
        boolean takesText = t.state == TcpState.SYN_RECEIVED ? completesHandshake(t, s, nowNs) : acknowledges(t, s, nowNs);
        if (takesText && t.state != TcpState.CLOSED) {
            TextArrives.process(t, s, nowNs);
        }
    }

    /** @return whether the segment's text is to be taken */
    private static boolean completesHandshake(Tcb t, SegmentView s, long nowNs) {
        if (s.ackPosition < 1 || s.ackPosition > t.snd.nxt) {
            AckArrives.resetForAck(t, s);
            return false;
        }
        if (!SynSentArrives.tookPayload(t, s)) {
            return false;
        }
        updateTimestamp(t, s, nowNs);
        boolean takesText = t.extension.onSegment(s, t, nowNs);
        if (t.state == TcpState.CLOSED) {
            return false;
        }
        if (!t.passive && t.fastOpen != null) {
            SynSentArrives.settleSynText(t, s, nowNs);
        }
        establish(t, s, nowNs);
        AckArrives.process(t, s, nowNs);
        return takesText;
    }

    /** @return whether the segment's text is to be taken */
    private static boolean acknowledges(Tcb t, SegmentView s, long nowNs) {
        if (!AckArrives.process(t, s, nowNs)) {
            return false;
        }
        updateTimestamp(t, s, nowNs);
        return t.extension.onSegment(s, t, nowNs);
    }

    /** The SYN/ACK of a simultaneous open: its SYN is known already, its acknowledgment is the news. */
    @Rfc(value = 9293, section = {"3.5", "A.2"})
    private static boolean crossesOurSyn(Tcb t, SegmentView s) {
        return t.state == TcpState.SYN_RECEIVED && !t.passive && s.seqPosition == 0
            && (s.flags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == (TcpFlags.SYN | TcpFlags.ACK);
    }

    /** Without its SYN the window would count as scaled: it is made what scales back to no more than it was. */
    private static void withoutSyn(Tcb t, SegmentView s) {
        t.ecn.onSynAck(s.flags);
        s.flags &= ~(TcpFlags.SYN | TcpFlags.ECE | TcpFlags.CWR);
        s.seqPosition = 1;
        s.window >>= t.snd.wndShift;
    }

    /** The peer did not get our SYN/ACK. */
    private static boolean repeatsSyn(Tcb t, SegmentView s) {
        return t.state == TcpState.SYN_RECEIVED && s.seqPosition == 0
            && (s.flags & (TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST)) == TcpFlags.SYN;
    }

    @Rfc(value = 7323, section = {"3.2", "5.3"})
    private static boolean passesTimestamps(Tcb t, SegmentView s, long nowNs) {
        if (!t.timestamps.enabled() || s.has(TcpFlags.RST)) {
            return true;
        }
        if (!s.options.hasTimestamps()) {
            return false;
        }
        if (t.timestamps.isOld(s.options.tsVal(), nowNs)) {
            t.counted(Counter.TCP_PAWS_ESTAB);
            answer(t, s, nowNs);
            return false;
        }
        return true;
    }

    /**
     * The first check: some of the segment lies in the window. The window that counts is the largest ever advertised. Of a RST
     * the number alone counts, whatever it carries and however small the window is.
     */
    @Rfc(value = 9293, section = "3.4")
    private static boolean isAcceptable(Tcb t, SegmentView s, long nowNs) {
        long from = s.seqPosition;
        long to = from + s.sequenceLength();
        long left = t.rcv.nxt;
        long right = Math.max(t.rcv.edge, left);
        if (s.has(TcpFlags.RST)) {
            return from == left || from > left && from < right;
        }
        if (to == from ? from >= left && from <= right : right > left && to > left && from < right) {
            return true;
        }
        answer(t, s, nowNs);
        boolean acknowledgmentCounts = s.has(TcpFlags.ACK) && !s.has(TcpFlags.SYN)
            && (from == left || from == left - 1 && to <= left);
        if (!acknowledgmentCounts) {
            if (from >= right) {
                t.counted(Counter.TCP_OFO_DROP);
            }
            return false;
        }
        return acknowledgmentOnly(t, s, nowNs);
    }

    /**
     * A segment beside a closed window, or one octet left of it (keep-alive, window probe, crossing FINs): its text is not for
     * us, but its acknowledgment may be the only news there is.
     */
    @Rfc(value = 9293, section = {"3.4", "A.2"})
    private static boolean acknowledgmentOnly(Tcb t, SegmentView s, long nowNs) {
        s.payloadLength = 0;
        s.flags &= ~TcpFlags.FIN;
        t.socket.onAcceptable(s, nowNs);
        if (t.state != TcpState.SYN_RECEIVED && AckArrives.process(t, s, nowNs) && t.state != TcpState.CLOSED) {
            t.extension.onSegment(s, t, nowNs);
            t.socket.urgent.arrives(s);
        }
        return false;
    }

    @Rfc(value = 5961, section = "3.2")
    private static void reset(Tcb t, SegmentView s, long nowNs) {
        if (s.seqPosition != t.rcv.nxt) {
            challenge(t, s, nowNs);
            return;
        }
        t.extension.onReset(s, t, nowNs);
        if (t.state == TcpState.CLOSED) {
            return;
        }
        if (t.state == TcpState.SYN_RECEIVED) {
            t.counted(Counter.TCP_ATTEMPT_FAILS);
            if (t.passive) {
                t.counted(Counter.TCP_EMBRYONIC_RSTS);
            }
        } else {
            t.counted(Counter.TCP_ESTAB_RESETS);
        }
        t.close(t.state == TcpState.SYN_RECEIVED ? CloseReason.REFUSED : CloseReason.RESET, nowNs);
    }

    /**
     * Text and FIN that do not fit are acknowledged each time, as the peer waits for it. Everything else only so often: two
     * ends that do not agree would answer each other for ever.
     */
    private static void answer(Tcb t, SegmentView s, long nowNs) {
        if (!s.has(TcpFlags.SYN) && s.sequenceLength() > 0) {
            t.acks.immediately();
            if (s.payloadLength > 0 && s.seqPosition > 0 && s.seqPosition < t.rcv.nxt) {
                TextArrives.duplicate(t, s.seqPosition, Math.min(t.rcv.nxt, s.seqPosition + s.payloadLength));
            }
        } else {
            challenge(t, s, nowNs);
        }
    }

    @Rfc(value = 5961, section = {"3.2", "4.2", "7"})
    static void challenge(Tcb t, SegmentView s, long nowNs) {
        int unpredictable = t.context.isn().isn(t.key, nowNs) ^ s.seqNo;
        if (t.challenges.permit(nowNs, unpredictable)) {
            t.counted(Counter.TCP_CHALLENGE_ACK);
            t.acks.immediately();
        } else {
            t.counted(Counter.TCP_CHALLENGE_ACK_SKIPPED);
        }
    }

    @Rfc(value = 7323, section = "4.3")
    private static void updateTimestamp(Tcb t, SegmentView s, long nowNs) {
        if (t.timestamps.enabled() && s.options.hasTimestamps() && s.seqPosition <= t.rcv.lastAckSent) {
            t.timestamps.update(s.options.tsVal(), nowNs);
        }
    }

    static void establish(Tcb t, SegmentView s, long nowNs) {
        if (t.passive) {
            t.counted(Counter.TCP_PASSIVE_OPENS);
        }
        t.enter(TcpState.ESTABLISHED, nowNs);
        t.timers.retransmitNs = t.sent.isEmpty() ? TcpTimers.NONE : nowNs + t.rtt.rtoNs();
        t.synOwed = false;
        sampleHandshake(t, s, nowNs);
        if (t.synsSent > 2) {
            t.congestion.onHandshakeLoss();
        }
        t.snd.una = Math.max(t.snd.una, 1);
        t.snd.wnd = t.scaledWindow(s);
        t.snd.maxWnd = Math.max(t.snd.maxWnd, t.snd.wnd);
        t.snd.wl1 = s.seqPosition;
        t.snd.wl2 = s.ackPosition;
        t.host.onEstablished(t);
        t.extension.onEstablished(t, nowNs);
    }

    /** A repeated SYN makes the time since it ambiguous (Karn); only a timestamp still tells. */
    @Rfc(value = 6298, section = {"3", "5.7"})
    private static void sampleHandshake(Tcb t, SegmentView s, long nowNs) {
        long sample = t.synsSent <= 1 ? nowNs - t.synSentNs
            : t.timestamps.enabled() && s.options.hasTimestamps() ? t.timestamps.roundTripNs(s.options.tsEcr(), nowNs) : -1;
        if (sample >= 0) {
            t.rtt.onSample(sample, 1);
            t.rtt.onShortest(sample, nowNs);
        } else {
            t.rtt.onHandshakeTimeout();
        }
    }
}
