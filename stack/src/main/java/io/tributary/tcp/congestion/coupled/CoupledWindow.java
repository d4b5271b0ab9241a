package io.tributary.tcp.congestion.coupled;

import io.tributary.Rfc;
import io.tributary.tcp.congestion.AckSample;
import io.tributary.tcp.congestion.CongestionSettings;
import io.tributary.tcp.congestion.LossWindow;
import io.tributary.tcp.congestion.RenoGrowth;

/**
 * One subflow's window among its siblings. Slow start, the reaction to loss and its undoing are each subflow's own, as in TCP; in
 * congestion avoidance it grows as the group has it. Alone it is NewReno to the byte.
 *
 * <p>What is derived from all of them is computed when something changed by as much as a segment, on every loss, and once per
 * round trip; not on every ACK.
 */
@Rfc(value = 6356, section = {"3", "4.1"})
abstract class CoupledWindow extends LossWindow {
    private static final long LEAST_RTT_NS = 1_000;

    private final Siblings siblings;
    private final RenoGrowth reno = new RenoGrowth();
    private boolean joined;
    private boolean closed;
    private boolean recovering;
    /** The timer fired, and nothing was acknowledged since. */
    private boolean silent;
    private long rttNs;
    private long ackNs;
    /** The last ACK left something in flight. */
    private boolean busy;
    /** The window is what limits; otherwise {@link #flight()} is. */
    private boolean limited;
    private long roundEnd;
    private long flightNow;
    private long flightBefore;
    private long segments;
    private long seenChange;
    private boolean alone = true;

    CoupledWindow(CongestionSettings settings, int mss, Siblings siblings) {
        super(settings, mss);
        this.siblings = siblings;
    }

    // ---- what each of the algorithms does

    /** Derives from the siblings in use what {@link #coupled} needs; there are at least two. */
    abstract void derive(Siblings inUse);

    /** Bytes by which {@code bytes} acknowledged in congestion avoidance change the window. */
    abstract long coupled(AckSample s, long bytes);

    // ---- what the siblings count

    /** Data flows on it. One that is half-open, silent, over, or a backup that nothing is given to, is not in use. */
    final boolean isInUse(long nowNs) {
        return joined && !silent && (recovering || busy || nowNs - ackNs <= 2 * rttNs);
    }

    /** The window as the sums count it: never what a recovery inflates it to, never more than is used of it. */
    @Rfc(value = 6356, section = "3")
    final long counted() {
        long window = recovering ? ssthresh() : cwnd();
        return Math.max(mss(), limited ? window : Math.min(window, flight()));
    }

    private long flight() {
        return Math.max(flightNow, flightBefore);
    }

    final long rttNs() {
        return rttNs;
    }

    /** Bytes per second, about: what takes part in sums as the subflow's rate. */
    final double rate() {
        return counted() / (double) rttNs;
    }

    // ---- events

    @Override
    protected void observe(AckSample s) {
        boolean round = s.una >= roundEnd;
        if (round) {
            roundEnd = s.nxt;
            flightBefore = flightNow;
            flightNow = 0;
        }
        flightNow = Math.max(flightNow, s.inFlight);
        limited = s.limited;
        ackNs = s.nowNs;
        busy = s.nxt > s.una;
        boolean wasSilent = silent;
        silent = false;
        if (s.srttNs > 0 && !closed) {
            rttNs = Math.max(s.srttNs, LEAST_RTT_NS);
            if (!joined) {
                joined = true;
                siblings.join(this);
            }
        }
        if (round || wasSilent) {
            siblings.changed();
        }
        noteSegments();
    }

    private void noteSegments() {
        long now = cwnd() / mss();
        if (now != segments) {
            segments = now;
            siblings.changed();
        }
    }

    @Override
    protected final long avoid(AckSample s, long bytes) {
        refresh(s.nowNs);
        return alone ? onAckedAsReno(bytes) : coupled(s, bytes);
    }

    /** Nobody to share with. */
    final boolean isAlone() {
        return alone;
    }

    /** A loss was found, and what was in flight then is not acknowledged yet. */
    final boolean isInEpisode() {
        return recovering || silent;
    }

    final long onAckedAsReno(long bytes) {
        return reno.onAcked(bytes, cwnd(), mss());
    }

    private void refresh(long nowNs) {
        if (seenChange != siblings.change()) {
            seenChange = siblings.change();
            siblings.look(this, nowNs);
            alone = !joined || siblings.count() <= 1;
            if (!alone) {
                derive(siblings);
            }
        }
    }

    @Override
    protected final void onEpisode(long flightSize, boolean timeout, long nowNs) {
        siblings.changed();
        refresh(nowNs);
        reno.restart();
    }

    @Override
    protected void onUndo(long nowNs) {
        recovering = false;
        silent = false;
        siblings.changed();
    }

    @Override
    public void onCongestion(long flightSize, long nowNs) {
        super.onCongestion(flightSize, nowNs);
        recovering = true;
        siblings.changed();
    }

    @Override
    public void onTimeout(long flightSize, boolean first, long nowNs) {
        super.onTimeout(flightSize, first, nowNs);
        recovering = false;
        silent = true;
        siblings.changed();
    }

    @Override
    public void onRecovered(long inFlight, long nowNs) {
        super.onRecovered(inFlight, nowNs);
        recovering = false;
        ackNs = nowNs;
        siblings.changed();
    }

    @Override
    public void onMss(int newMss) {
        super.onMss(newMss);
        siblings.changed();
    }

    @Override
    public void onClosed() {
        closed = true;
        if (joined) {
            joined = false;
            siblings.leave(this);
        }
    }

    @Override
    protected long reduced(long flightSize) {
        return flightSize / 2;
    }
}
