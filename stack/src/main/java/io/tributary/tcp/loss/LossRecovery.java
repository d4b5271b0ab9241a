package io.tributary.tcp.loss;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionControl;

/**
 * Where the connection stands between losses: which episode it is in, until where, and how it ends. With SACK time finds the
 * losses ({@link RackDetector}) and what arrives paces their repair ({@link RateReduction}); without, duplicate ACKs do both.
 * What is sent next is the transmitter's, how large the window is the congestion controller's.
 */
@Rfc(value = 8985, section = {"6", "7", "8"})
@Rfc(value = 6675, section = {"4", "5", "5.1"})
@Rfc(value = 6582, section = "3.2")
@Rfc(value = 5681, section = {"2", "3.2", "4.3"})
public final class LossRecovery {
    /** All is well; something was overtaken; the window shrinks without loss; losses are being repaired; the timer fired. */
    public enum Phase { OPEN, DISORDER, CWR, RECOVERY, LOSS }

    private static final long MIN_RENEGING_NS = 10_000_000L;

    private final SentSegments sent;
    private final RttEstimator rtt;
    private final CongestionControl congestion;
    private final RecoveryAccount account;
    private final RecoverySettings settings;
    private final AckNews news = new AckNews();
    private final RackDetector rack = new RackDetector();
    private final Reordering reordering;
    private final RateReduction reduction = new RateReduction();
    private final LossUndo undo = new LossUndo();
    private final Frto frto = new Frto();
    private final TailLossProbe probe;
    private final RenoDuplicates reno = new RenoDuplicates();
    private boolean sack;
    private Phase phase = Phase.OPEN;
    private long recoveryPoint;
    private long reducedAtNs;
    private boolean firstRepairDue;
    private final SizeProbe sizeProbe = new SizeProbe();

    public LossRecovery(SentSegments sent, RttEstimator rtt, CongestionControl congestion, RecoverySettings settings, Counters counters) {
        this.sent = sent;
        this.rtt = rtt;
        this.congestion = congestion;
        this.settings = settings;
        this.account = new RecoveryAccount(counters);
        this.reordering = new Reordering(settings.reordering());
        this.probe = new TailLossProbe(settings.tailLossProbe());
        sent.losses(congestion::onLost);
    }

    /** What the handshake settled. */
    public void useSack(boolean permitted) {
        sack = permitted;
    }

    public Phase phase() {
        return phase;
    }

    /** Segments by which the network is known to reorder at most. */
    public int reordering() {
        return reordering.degree();
    }

    public RecoveryAccount account() {
        return account;
    }

    /** The larger packet in flight whose loss is none of the network's. */
    public SizeProbe sizeProbe() {
        return sizeProbe;
    }

    /** Bytes believed to be in the network; without SACK each duplicate ACK took a segment out of it. */
    public long pipe() {
        return Math.max(0, sent.pipe() - reno.leftNetwork());
    }

    /** Bytes that may be in the network: the congestion window, in a recovery with SACK what its pace allows. */
    public long window() {
        return paced() ? sent.pipe() + reduction.allowance() : congestion.cwnd();
    }

    private boolean paced() {
        return (phase == Phase.RECOVERY || phase == Phase.CWR) && sack;
    }

    /** The first retransmission of a recovery, or after a partial ACK, goes out whatever the window says. */
    public boolean isFirstRepairDue() {
        return firstRepairDue;
    }

    /** Whether new text could tell a spurious timeout from one that was right. */
    public boolean asksForNewText() {
        return frto.isDoubtful();
    }

    /** New text goes before repairs: its ACK will tell whether the timeout was right. */
    @Rfc(value = 5682, section = "2.1")
    public boolean isNewTextFirst() {
        return frto.isNewTextFirst();
    }

    /** Something was sent again. */
    public void onRepair(long bytes, long nowNs) {
        firstRepairDue = false;
        reduction.onSent(bytes);
        undo.onRetransmitted(bytes, nowNs);
    }

    public void onSent(long bytes) {
        reduction.onSent(bytes);
    }

    /** The facts about one ACK, to be filled while {@link SentSegments} hears of it. */
    public AckNews news() {
        news.recoveryPoint = recoveryPoint;
        news.delivered = reordering.highest();
        news.minRttNs = rtt.minRttNs();
        return news;
    }

    /** An ACK came; {@link SentSegments} knows already. {@code sample}: for the congestion controller, if it acknowledges text. */
    public void onAck(AckNews n, AckSample sample) {
        long una = n.ack;
        account.onAck(n, reordering.onAck(n));
        rack.onAck(n);
        if (n.duplicateReported) {
            onDuplicateReported(n, una);
        }
        if (probe.onAck(n) && phase.compareTo(Phase.CWR) < 0) {
            account.count(Counter.TCP_LOSS_PROBE_RECOVERY);
            congestion.onCongestion(Math.min(n.nxt - n.una, congestion.cwnd()), n.nowNs);
            congestion.onRecovered(sent.pipe(), n.nowNs);
            undo.close();
        }
        boolean inEpisode = phase.compareTo(Phase.CWR) >= 0;
        switch (phase) {
            case LOSS -> inLoss(n, una);
            case RECOVERY, CWR -> inReduction(n, una);
            default -> undoIfAllDuplicates(n.nowNs);
        }
        boolean lost = sack ? detect(n.nxt, n.nowNs) : renoAck(n, una);
        settle();
        if (paced()) {
            if (n.deliveredBytes() > 0 || lost) {
                reduction.onAck(n.deliveredBytes(), sent.pipe(), rack.lostRepairs == 0, n.mss);
            }
        } else if (n.advances() && phase != Phase.RECOVERY && (sack || !inEpisode || phase == Phase.LOSS)) {
            if (inEpisode) {
                sample.ackedBytes = Math.min(sample.ackedBytes, n.deliveredBytes());
                sample.limited = true;
            }
            congestion.onAck(sample);
        }
    }

    // ---- episodes

    private void inReduction(AckNews n, long una) {
        if (una >= recoveryPoint) {
            if (phase == Phase.RECOVERY && (undo.allDuplicates() || undo.answersOriginal(n))) {
                undo(Counter.TCP_FULL_UNDO, n.nowNs);
            } else {
                recovered(n.nowNs);
            }
        } else if (phase == Phase.RECOVERY && undo.answersOriginal(n) && sent.tally().retransmittedSegments() == 0) {
            undo(Counter.TCP_PARTIAL_UNDO, n.nowNs);
        } else {
            undoIfAllDuplicates(n.nowNs);
        }
    }

    /** The timer fired: what arrives now decides whether it was right. */
    private void inLoss(AckNews n, long una) {
        if (frto.onAck(n, recoveryPoint, pipe() < congestion.cwnd())) {
            account.count(Counter.TCP_SPURIOUS_RTOS);
            undo(Counter.TCP_LOSS_UNDO, n.nowNs);
        } else if (undo.allDuplicates() || undo.answersOriginal(n)) {
            undo(Counter.TCP_LOSS_UNDO, n.nowNs);
        } else if (una >= recoveryPoint) {
            recovered(n.nowNs);
        }
    }

    private void undoIfAllDuplicates(long nowNs) {
        if (undo.allDuplicates()) {
            undo(Counter.TCP_DSACK_UNDO, nowNs);
        }
    }

    private void recovered(long nowNs) {
        congestion.onRecovered(sent.pipe(), nowNs);
        rack.onRecovered();
        leave();
    }

    /** The episode was for nothing; what still counts as lost does so no more, and is looked at again. */
    private void undo(Counter why, long nowNs) {
        account.count(why);
        congestion.onSpuriousLoss(nowNs);
        reordering.onUndo(why != Counter.TCP_LOSS_UNDO);
        sent.forgetLosses();
        undo.close();
        leave();
    }

    private void leave() {
        phase = Phase.OPEN;
        reno.forget();
        firstRepairDue = false;
        frto.end();
    }

    private void settle() {
        if (phase.compareTo(Phase.CWR) < 0) {
            phase = sent.sackedBytes() > 0 || sent.lostBytes() > 0 || reno.count() > 0 ? Phase.DISORDER : Phase.OPEN;
        }
    }

    private void onDuplicateReported(AckNews n, long una) {
        if (!probe.isAnsweredBy(n)) {
            undo.onDuplicateReported(n);
            if (reordering.isSeen()) {
                rack.onSpuriousRetransmission(una, n.nxt);
            }
        }
    }

    /** Losses were found outside of a recovery, or in one whose own repairs were lost: those are news of congestion again. */
    private boolean detect(long nxt, long nowNs) {
        boolean repairing = phase.compareTo(Phase.RECOVERY) >= 0;
        boolean strict = !reordering.isSeen() && (repairing || sent.tally().sackedSegments() >= reordering.degree());
        if (rack.detect(sent, rack.windowNs(strict, rtt.minRttNs(), rtt.srttNs()), nowNs) == 0) {
            return false;
        }
        account.onLostRepairs(rack.lostRepairs);
        if (!repairing) {
            enter(nxt, Counter.TCP_SACK_RECOVERY, nowNs);
        } else if (phase == Phase.RECOVERY && rack.lostRepairSentNs >= reducedAtNs) {
            undo.close();
            reduce(congestion.cwnd(), nowNs);
        }
        return true;
    }

    private void enter(long nxt, Counter why, long nowNs) {
        long flight = Math.min(reno.flight(sent.end() - sent.una()), congestion.cwnd());
        if (sizeProbe.takesBlame(sent)) {
            firstRepairDue = true;
            return;
        }
        if (phase != Phase.CWR) {
            reduce(flight, nowNs);
        }
        phase = Phase.RECOVERY;
        recoveryPoint = nxt;
        firstRepairDue = !sack;
        undo.begin(sent.una());
        probe.abandon();
        account.count(why);
    }

    private void reduce(long flight, long nowNs) {
        congestion.onCongestion(flight, nowNs);
        reduction.begin(flight, congestion.ssthresh());
        reducedAtNs = nowNs;
    }

    /** The network asks for less without having lost anything (ECN): at most once for what is in flight. */
    public void onCongestionNotified(long nxt, long nowNs) {
        if (phase.compareTo(Phase.CWR) < 0) {
            reduce(Math.min(nxt - sent.una(), congestion.cwnd()), nowNs);
            phase = Phase.CWR;
            recoveryPoint = nxt;
            undo.close();
        }
    }

    /** Behind what was in flight when the episode began. */
    public long recoveryPoint() {
        return recoveryPoint;
    }

    // ---- without SACK

    private boolean renoAck(AckNews n, long una) {
        boolean calm = phase.compareTo(Phase.CWR) <= 0;
        boolean repairing = phase == Phase.RECOVERY;
        if (n.duplicate) {
            boolean starts = reno.onDuplicate(n, calm, repairing, reordering.degree(), una > recoveryPoint, sent.pipe());
            if (starts) {
                markHead(n);
                enter(n.nxt, Counter.TCP_RENO_RECOVERY, n.nowNs);
            }
            return starts;
        }
        if (!n.advances() || !reno.onProgress(n, repairing) || sent.isEmpty() || sent.is(0, SentSegments.RETRANSMITTED)) {
            return false;
        }
        markHead(n);
        firstRepairDue = true;
        return true;
    }

    private void markHead(AckNews n) {
        if (!sent.isEmpty()) {
            sent.splitAt(sent.start(0) + n.mss);
            sent.lose(0, n.nowNs);
        }
    }

    // ---- timers

    /** When what was overtaken will count as lost. */
    public long reorderDeadlineNs() {
        return sent.isEmpty() ? Long.MAX_VALUE : rack.deadlineNs;
    }

    public void onReorderTimer(long nxt, long nowNs) {
        if (detect(nxt, nowNs) && paced()) {
            reduction.onAck(0, sent.pipe(), rack.lostRepairs == 0, news.mss);
        }
    }

    /** ACKs stayed away so long. */
    public void onProbeTimer() {
        probe.due = probeTimeoutNs() >= 0;
    }

    /** A probe is to go out. */
    public boolean isProbeDue() {
        return probe.due && probeTimeoutNs() >= 0;
    }

    /** How long to wait for an ACK before a probe goes out; -1 if none is to. */
    @Rfc(value = 8985, section = "7.2")
    public long probeTimeoutNs() {
        boolean calm = phase == Phase.OPEN || phase == Phase.CWR;
        return sack && calm && !sent.isEmpty() ? probe.timeoutNs(rtt.srttNs(), sent.tally().segments() == 1) : -1;
    }

    public void onProbe(long nxt, boolean retransmission) {
        account.count(Counter.TCP_LOSS_PROBES);
        probe.onSent(nxt, retransmission);
    }

    /** The left edge is SACKed already: the peer may have thrown it away. Whether it did shows soon; -1 if nothing is wrong. */
    @Rfc(value = 2018, section = {"5.1", "8"})
    public long renegingDelayNs() {
        return !sent.isEmpty() && sent.is(0, SentSegments.SACKED) ? Math.max(rtt.srttNs() / 2, MIN_RENEGING_NS) : -1;
    }

    /**
     * The retransmission timer fired. In a recovery much of the flight has left the network already; what loss hits then is what
     * recovery had in flight. A left edge that is SACKed was reneged on: then nothing is believed any more.
     *
     * @param first for the first time since something was acknowledged
     */
    @Rfc(value = 8985, section = "6.3")
    @Rfc(value = 2018, section = "5.1")
    public void onTimeout(long nxt, long flightSize, boolean first, long nowNs) {
        boolean fresh = phase.compareTo(Phase.RECOVERY) < 0;
        boolean reneged = sent.is(0, SentSegments.SACKED);
        if (first) {
            account.onTimeout(phase, sack);
        }
        congestion.onTimeout(fresh ? flightSize : Math.min(flightSize, pipe()), first, nowNs);
        if (reneged) {
            account.count(Counter.TCP_SACK_RENEGING);
            sent.forgetSacks();
        }
        if (reneged || !sack) {
            sent.loseAll(nowNs);
        } else {
            rack.markAfterTimeout(sent, rack.windowNs(!reordering.isSeen(), rtt.minRttNs(), rtt.srttNs()), nowNs);
        }
        frto.begin(settings.frto() && (fresh || !first) && !reneged);
        if (first) {
            undo.begin(sent.una());
        }
        recoveryPoint = nxt;
        phase = Phase.LOSS;
        probe.abandon();
        reno.clear();
        firstRepairDue = true;
    }

    /** The network refused the size of what is in flight: again in smaller pieces, without a congestion response. */
    @Rfc(value = 1191, section = "6.4")
    public void onTooBig(int mss) {
        sent.markLargerLost(mss);
        firstRepairDue = true;
    }
}
