package io.tributary.tcp.loss;

import io.tributary.Rfc;
import io.tributary.metrics.Counter;
import io.tributary.metrics.Counters;
import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionControl;

/**
 * Where the connection stands between losses: which recovery it is in, until where, and how duplicate ACKs count. Marks ranges
 * lost; how much may be sent is the congestion controller's, what is sent next is the transmitter's.
 */
@Rfc(value = 6675, section = {"5", "5.1"})
@Rfc(value = 6582, section = "3.2")
@Rfc(value = 5681, section = {"2", "3.2", "4.3"})
public final class LossRecovery {
    /** The states that Linux calls TCP_CA_Open and so on. */
    public enum Phase { OPEN, DISORDER, CWR, RECOVERY, LOSS }

    private final SentSegments sent;
    private final CongestionControl congestion;
    private final Counters counters;
    private Phase phase = Phase.OPEN;
    private long recoveryPoint;
    private int duplicates;
    /** What was in flight before duplicate ACKs let more go out. */
    private long flightBefore;
    private long leftNetwork;
    private boolean firstRepairDue;
    private final SizeProbe sizeProbe = new SizeProbe();

    public LossRecovery(SentSegments sent, CongestionControl congestion, Counters counters) {
        this.sent = sent;
        this.congestion = congestion;
        this.counters = counters;
    }

    /** The larger packet in flight whose loss is none of the network's. */
    public SizeProbe sizeProbe() {
        return sizeProbe;
    }

    public Phase phase() {
        return phase;
    }

    /** Bytes believed to be in the network; without SACK each duplicate ACK took a segment out of it. */
    public long pipe() {
        return Math.max(0, sent.pipe() - leftNetwork);
    }

    /** The first retransmission of a recovery, or after a partial ACK, goes out whatever the window says. */
    public boolean isFirstRepairDue() {
        return firstRepairDue;
    }

    public void onRepair() {
        firstRepairDue = false;
    }

    /** The left edge moved; {@link SentSegments} knows already. */
    public void onAcknowledged(AckSample s, boolean sackUsed, int mss) {
        duplicates = 0;
        if (phase != Phase.OPEN && s.una >= recoveryPoint) {
            congestion.onRecovered(sent.pipe(), s.nowNs);
            phase = Phase.OPEN;
            leftNetwork = 0;
            firstRepairDue = false;
        } else if (phase == Phase.RECOVERY) {
            leftNetwork = Math.max(0, leftNetwork - Math.max(0, s.ackedBytes - mss));
            if (!sackUsed && !sent.isEmpty() && !sent.is(0, SentSegments.RETRANSMITTED)) {
                markHead(mss);
                firstRepairDue = true;
            }
        } else {
            leftNetwork = 0;
            s.limited &= phase != Phase.CWR;
            s.limited |= phase == Phase.LOSS;
            congestion.onAck(s);
        }
    }

    /**
     * A duplicate ACK on a connection without SACK. The first two send a new segment each (limited transmit), the third starts
     * a recovery, further ones stand for a segment that arrived. After a timeout they say nothing: they answer what was sent
     * before. Nor may those start a recovery that ask for no more than the end of the last one: our own retransmissions may
     * have caused them.
     */
    @Rfc(value = 3042, section = "2")
    public void onDuplicate(long una, long nxt, int mss, long flightSize, long nowNs) {
        countDuplicate(flightSize);
        boolean starts = !isRepairing() && duplicates == SackScoreboard.DUP_THRESH && una > recoveryPoint;
        if (starts || phase == Phase.RECOVERY || !isRepairing() && duplicates < SackScoreboard.DUP_THRESH) {
            leftNetwork = Math.min(leftNetwork + mss, sent.pipe());
        }
        if (starts) {
            markHead(mss);
            enter(nxt, flightSize, nowNs);
            counters.increment(Counter.TCP_RENO_RECOVERY);
        }
    }

    /**
     * SACK blocks tell of text beyond what is missing.
     *
     * @param duplicate they brought news, in an ACK that moved nothing else
     */
    public void onSacked(boolean duplicate, long nxt, int mss, long flightSize, long nowNs) {
        if (duplicate) {
            countDuplicate(flightSize);
        }
        boolean lost = SackScoreboard.markLosses(sent, mss);
        if (isRepairing()) {
            return;
        }
        if (!lost && duplicates >= SackScoreboard.DUP_THRESH && !sent.is(0, SentSegments.SACKED)) {
            markHead(mss);
            lost = true;
        }
        if (lost) {
            enter(nxt, flightSize, nowNs);
            counters.increment(Counter.TCP_SACK_RECOVERY);
        }
    }

    /**
     * The retransmission timer fired: all that is not SACKed counts as lost. In a recovery much of the flight has left the
     * network already; what loss hits then is what recovery had in flight. A left edge that is SACKed was reneged on.
     */
    @Rfc(value = 2018, section = "5.1")
    public void onTimeout(long nxt, long flightSize, boolean first, long nowNs) {
        congestion.onTimeout(phase == Phase.OPEN ? flightSize : Math.min(flightSize, pipe()), first, nowNs);
        if (sent.is(0, SentSegments.SACKED)) {
            sent.forgetSacks();
        }
        for (int i = 0; i < sent.size(); i++) {
            sent.markLost(i);
        }
        recoveryPoint = nxt;
        phase = Phase.LOSS;
        duplicates = 0;
        leftNetwork = 0;
        firstRepairDue = true;
    }

    /** The network refused the size of what is in flight: send again in smaller pieces, without a congestion response. */
    @Rfc(value = 1191, section = "6.4")
    public void onTooBig(int mss) {
        for (int i = 0; i < sent.size(); i++) {
            if (sent.end(i) - sent.start(i) > mss) {
                sent.markLost(i);
            }
        }
        repairOnly();
    }

    /** What is lost is lost for its size: until it is repaired nothing else is read out of the ACKs, and the window stays. */
    private void repairOnly() {
        if (phase == Phase.OPEN) {
            phase = Phase.LOSS;
            recoveryPoint = sent.end();
        }
        duplicates = 0;
        firstRepairDue = true;
    }

    /** The network asks for less without having lost anything: at most once for what is in flight. */
    public void onCongestionNotified(long nxt, long nowNs) {
        if (phase == Phase.OPEN) {
            congestion.onCongestion(nxt - sent.start(0), nowNs);
            phase = Phase.CWR;
            recoveryPoint = nxt;
        }
    }

    private boolean isRepairing() {
        return phase == Phase.RECOVERY || phase == Phase.LOSS;
    }

    /** End of what had been sent when the window was last reduced. */
    public long recoveryPoint() {
        return recoveryPoint;
    }

    private void countDuplicate(long flightSize) {
        if (duplicates++ == 0) {
            flightBefore = flightSize;
        }
    }

    private void enter(long nxt, long flightSize, long nowNs) {
        if (sizeProbe.takesBlame(sent)) {
            repairOnly();
            return;
        }
        if (phase != Phase.CWR) {
            congestion.onCongestion(duplicates > 0 ? Math.min(flightSize, flightBefore) : flightSize, nowNs);
        }
        phase = Phase.RECOVERY;
        recoveryPoint = nxt;
        firstRepairDue = true;
    }

    private void markHead(int mss) {
        if (!sent.isEmpty()) {
            sent.splitAt(sent.start(0) + mss);
            sent.markLost(0);
        }
    }
}
