package io.tributary.tcp;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.tcp.loss.AckNews;
import io.tributary.tcp.loss.SackScoreboard;
import io.tributary.wire.TcpFlags;

/** The fifth check: the ACK field, and all that an acknowledgment sets in motion. */
@Rfc(value = 9293, section = "3.10.7.4")
final class AckArrives {
    private AckArrives() {
    }

    /**
     * Whoever answers probes, or repetitions of text beyond a window it has taken back, is alive, however long the window stays
     * shut.
     *
     * @return false if the segment is to be dropped for its acknowledgment
     */
    @Rfc(value = 5961, section = "5.2")
    @Rfc(value = 9293, section = "3.8.6")
    static boolean process(Tcb t, SegmentView s, long nowNs) {
        long ack = s.ackPosition;
        if (ack > t.snd.nxt || ack < t.snd.una - t.snd.maxWnd && ack < t.snd.una) {
            SegmentArrives.challenge(t, s, nowNs);
            return false;
        }
        boolean advances = ack > t.snd.una;
        long inFlight = t.loss.pipe();
        AckNews news = t.loss.news().begin(t.snd.una, ack, t.snd.nxt, t.effectiveMss(), t.loss.asksForNewText() && textWaits(t),
            echoEndNs(t, s, nowNs), nowNs);
        if (t.sackPermitted && s.options.sackBlocks() > 0) {
            SackScoreboard.update(t.sent, s.options, t.snd.iss, ack, news, t.context.counters());
        }
        if (t.ecn.isCongestionEcho(s.flags, ack)) {
            congestionEcho(t, nowNs);
        }
        boolean probing = t.timers.persistNs != TcpTimers.NONE;
        boolean windowMoved = updateWindow(t, s);
        if (probing || t.snd.wnd == 0) {
            t.timeouts = 0;
        }
        long acked = Math.max(0, ack - t.snd.una);
        if (advances) {
            t.path.onProgress(t, ack, acked);
            t.sent.acknowledge(ack, news);
            t.snd.una = ack;
            t.timeouts = 0;
        } else if (isDuplicate(t, s, ack, windowMoved)) {
            news.countsAsDuplicate();
        }
        long roundTripNs = sampleRoundTrip(t, s, news, nowNs);
        t.loss.onAck(news, advances ? t.facts.of(t, s, acked, inFlight, roundTripNs, nowNs) : null);
        RepairTimers.onAck(t, news, nowNs);
        if (advances) {
            tellAcknowledged(t, nowNs);
        }
        return t.state != TcpState.CLOSED;
    }

    /** Once for what is in flight: nothing was lost, but something would have been. The smallest window shrinks by waiting. */
    @Rfc(value = 3168, section = "6.1.2")
    private static void congestionEcho(Tcb t, long nowNs) {
        long before = t.loss.recoveryPoint();
        t.loss.onCongestionNotified(t.snd.nxt, nowNs);
        if (t.loss.recoveryPoint() > before) {
            t.counted(Counter.ECN_REDUCTIONS);
            if (t.congestion.cwnd() <= t.effectiveMss()) {
                t.timers.retransmitNs = nowNs + t.rtt.rtoNs();
            }
        }
    }

    private static boolean textWaits(Tcb t) {
        return t.snd.textBase + t.text.limit() > t.snd.nxt && t.snd.una + t.snd.wnd > t.snd.nxt;
    }

    private static long echoEndNs(Tcb t, SegmentView s, long nowNs) {
        return t.timestamps.enabled() && s.options.hasTimestamps() ? t.timestamps.echoEndNs(s.options.tsEcr(), nowNs) : Long.MAX_VALUE;
    }

    private static void tellAcknowledged(Tcb t, long nowNs) {
        long textUna = t.sndTextUna();
        t.text.acknowledged(textUna);
        t.extension.onTextAcked(t, textUna, nowNs);
        if (t.snd.finAcked()) {
            finAcknowledged(t, nowNs);
        }
    }

    private static void finAcknowledged(Tcb t, long nowNs) {
        switch (t.state) {
            case FIN_WAIT_1 -> t.enter(TcpState.FIN_WAIT_2, nowNs);
            case CLOSING -> t.enter(TcpState.TIME_WAIT, nowNs);
            case LAST_ACK -> t.close(CloseReason.NORMAL, nowNs);
            default -> { }
        }
    }

    /**
     * The text that this ACK newly acknowledges, if it was sent once; else the timestamp, which is coarser, but only if the left
     * edge moves, and only if it is that of a repetition. @return -1 for none
     */
    @Rfc(value = 6298, section = {"3", "4"})
    @Rfc(value = 7323, section = "4.1")
    private static long sampleRoundTrip(Tcb t, SegmentView s, AckNews news, long nowNs) {
        long sample = news.roundTripNs();
        if (sample < 0 && news.advances() && !news.echoIsAmbiguous() && t.timestamps.enabled() && s.options.hasTimestamps()) {
            sample = t.timestamps.roundTripNs(s.options.tsEcr(), nowNs);
        }
        if (sample >= 0) {
            t.rtt.onSample(sample, Math.max(1, t.loss.pipe() / (2L * t.effectiveMss())));
        }
        if (news.shortestRoundTripNs() >= 0) {
            t.rtt.onShortest(news.shortestRoundTripNs(), nowNs);
        }
        return sample;
    }

    /**
     * Old segments must not take the window back (SND.WL1, SND.WL2); one that acknowledges more than any before is not old, even
     * if its text is a retransmission.
     *
     * @return true if the right edge moved
     */
    private static boolean updateWindow(Tcb t, SegmentView s) {
        SendState snd = t.snd;
        long ack = s.ackPosition;
        if (ack < snd.una || ack == snd.una && (s.seqPosition < snd.wl1 || s.seqPosition == snd.wl1 && ack < snd.wl2)) {
            return false;
        }
        long window = t.scaledWindow(s);
        boolean moved = ack + window != snd.una + snd.wnd;
        snd.wnd = window;
        snd.maxWnd = Math.max(snd.maxWnd, window);
        snd.wl1 = s.seqPosition;
        snd.wl2 = ack;
        if (window > 0) {
            t.timers.persistNs = TcpTimers.NONE;
        }
        return moved;
    }

    /** The five conditions; with SACK the blocks say it better. */
    @Rfc(value = 5681, section = "2")
    private static boolean isDuplicate(Tcb t, SegmentView s, long ack, boolean windowMoved) {
        return !t.sackPermitted && ack == t.snd.una && !t.sent.isEmpty() && s.payloadLength == 0
            && !s.has(TcpFlags.FIN | TcpFlags.SYN) && !windowMoved && t.extension.countsAsDuplicate(s, t);
    }

    /** An ACK for something never sent, while the connection is still opening. */
    static void resetForAck(Tcb t, SegmentView s) {
        t.context.writer().writeReset(t.out, t.key, s.ackNo, 0, false);
    }
}
